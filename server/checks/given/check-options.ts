import { type Duration, toMs } from '../../client/duration.js';
import type { Probe, ProbeAnswer, ProbePaths } from '../../client/probe/probe.js';
import type { CreateTemplate } from '../exam/create-order.js';
import type { ExamProvider } from '../exam/exam.js';
import { fillText } from '../exam/templates.js';
import type { CheckedFinding } from '../run/results.js';
import type { RunChecksOptions } from '../run/run-options.js';
import {
  checkCallback,
  checkNames,
  type FindProbe,
  listProbeNames,
  readCreateAddress,
  readProbeAddress,
} from './address-template.js';
import { readCheckIds } from './check-ids.js';

/** Values of an order by name, such as `externalid`, `reference`, `id` and `pay_id`. */
export type OrderValues = Readonly<Record<string, string>>;

/**
 * How the app says what it made of an order: an address, a program, or a function. Addresses and words of a command may name values of the
 * order: `http://localhost:3000/orders/{externalid}`.
 */
export type CheckProbe =
  | string
  | (ProbePaths & { url: string; headers?: Readonly<Record<string, string>> })
  | (ProbePaths & { command: readonly [string, ...string[]]; cwd?: string; env?: Readonly<Record<string, string>> })
  | ((order: OrderValues) => ProbeAnswer | Promise<ProbeAnswer>);

/** How the app creates an order: an address that gets a POST (`GET http://...`: a GET), a program, or a function. `{amount}`, `{amount_minor}` and `{externalid}` say what it should be. */
export type CheckCreate = string | { command: readonly [string, ...string[]] } | ((order: OrderValues) => unknown);

/** What the checks of an app are made with. */
export interface CheckOptions {
  /** Where the app takes events: its webhook or payment endpoint. */
  endpoint: string;
  /** Where it takes browsers back; where a widget tells the page of the end, the address that the page opens then, with `{externalid}` or `{id}`. */
  callback?: string;
  /** The key that the app has, when it is another one than the lane's. */
  secret?: string;
  /** Without one, what the app did cannot be seen, and most checks stay inconclusive. */
  probe?: CheckProbe;
  /** Left out: payments are created without the app's knowledge. */
  create?: CheckCreate;
  /** Ids of checks, such as `SIG-1`, or `trust` for everything that a thief tries; the gate always runs. */
  only?: readonly string[];
  skip?: readonly string[];
  /** Requests to the app. Default 200. */
  maxRequests?: number;
  /** Real time after which an effect that was not seen did not happen. Default: max(2 s, 5 times the median reaction). */
  settle?: Duration;
  /** Real time in which the app is to find out by itself what it was not told. Default 10 s. */
  reconcile?: Duration;
  /** The key with which the app decrypts events, where the provider can encrypt them. */
  encryptionKey?: string;
  /** Also anything inconclusive makes the exit code 2. Default false. */
  strict?: boolean;
  /** Ends the run after the checks that are under way. */
  signal?: AbortSignal;
  /** Told about each check as soon as it is done. */
  onFinding?(finding: CheckedFinding): void;
}

/** @throws HarnessError `invalid_template`, `invalid_path`, `unknown_check`, `invalid_duration`. */
export function readCheckOptions(
  { probe, create, only, skip, settle, reconcile, strict: _strict, ...rest }: CheckOptions,
  provider: ExamProvider,
): Omit<RunChecksOptions, 'lane' | 'provider'> {
  checkCallback('callback', rest.callback, provider);
  return {
    ...rest,
    findProbe: probe === undefined ? undefined : readProbe(probe, listProbeNames(provider)),
    create: typeof create === 'string' ? readCreateAddress('create', create) : (create satisfies CreateTemplate | undefined),
    only: readCheckIds('only', only, provider),
    skip: readCheckIds('skip', skip, provider),
    settleMs: settle === undefined ? undefined : toMs(settle),
    reconcileMs: reconcile === undefined ? undefined : toMs(reconcile),
  };
}

function readProbe(probe: CheckProbe, names: readonly string[]): FindProbe {
  if (typeof probe === 'function') return (values) => () => probe(values);
  if (typeof probe === 'string') return readProbeAddress('probe', probe, {}, names);
  if ('url' in probe) {
    const { url, headers, ...paths } = probe;
    const find = readProbeAddress('probe', url, paths, names);
    return (values): Probe => ({ ...find(values), ...(headers ? { headers } : {}) }) as Probe;
  }
  for (const word of probe.command) checkNames('probe', word, names);
  return (values) => {
    const [program, ...words] = probe.command;
    return { ...probe, command: [fillText(program, values), ...words.map((word) => fillText(word, values))] };
  };
}
