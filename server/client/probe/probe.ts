import { sayDuration } from '../../domain/duration.js';
import { HarnessError } from '../../domain/errors.js';
import type { ProbeResult } from '../../judge/judge-probe.js';
import type { JsonValue } from '../../protocol/records.js';
import type { AppCall } from '../app-call.js';
import { readJsonPath } from './json-path.js';
import { readUrl } from './read-url.js';
import { runCommand } from './run-command.js';

/** Where the app says what it made of an order, and where in its answer that stands. */
export interface ProbePaths {
  /** Default `$.paid`. */
  paid?: string;
  /** How often the app acted. Default `$.count`. */
  count?: string;
}

/** A page of the app that answers JSON, a program that prints JSON, or a function. */
export type Probe =
  | (ProbePaths & { url: string; headers?: Readonly<Record<string, string>> })
  | (ProbePaths & { command: readonly [string, ...string[]]; cwd?: string; env?: Readonly<Record<string, string>> })
  | (() => ProbeAnswer | Promise<ProbeAnswer>);

/** What a function answers: the number of times that the app acted, or the parts by name. */
export type ProbeAnswer = number | { count?: number; paid?: boolean; [name: string]: JsonValue | undefined };

/** Real ms that a probe may take when nobody says otherwise. */
const PROBE_TIMEOUT_MS = 10_000;

/**
 * Asks the app once.
 * @param withinMs how long that may take, real ms.
 * @throws HarnessError `probe_failed` when there is no answer that could be judged: that is no verdict about the app.
 */
export async function askProbe(probe: Probe, withinMs = PROBE_TIMEOUT_MS, call: AppCall = {}): Promise<ProbeResult> {
  const { signal } = call;
  signal?.throwIfAborted();
  const limitMs = Math.min(PROBE_TIMEOUT_MS, Math.max(1, Math.ceil(withinMs)));
  if (typeof probe === 'function') {
    const answer = await withinLimit(probe, limitMs, signal);
    return interpret(typeof answer === 'number' ? { count: answer } : (JSON.parse(JSON.stringify(answer)) as JsonValue), {});
  }
  refuseOther(probe);
  const value =
    'url' in probe
      ? await readUrl(probe.url, probe.headers ?? {}, limitMs, call)
      : await runCommand(probe.command, { cwd: probe.cwd, env: probe.env }, limitMs, signal);
  return interpret(value, probe);
}

/** Programs without types hand over anything. @throws HarnessError `invalid_probe`. */
function refuseOther(probe: unknown): void {
  if (typeof probe === 'object' && probe !== null && ('url' in probe || 'command' in probe)) return;
  throw new HarnessError('invalid_probe', 'A probe says how the app is asked what it made of an order.', {
    hint: 'Give { url: "http://..." }, { command: ["program", "word"] }, or a function.',
  });
}

/** A function that never ends must not keep the test for ever. @throws HarnessError `probe_failed`. */
async function withinLimit<T>(ask: () => T | Promise<T>, limitMs: number, signal: AbortSignal | undefined): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let stop: (() => void) | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const refuse = () =>
      reject(
        new HarnessError('probe_failed', `The probe function did not answer within ${sayDuration(limitMs)}.`, { exitCode: 2 }),
      );
    timer = setTimeout(refuse, limitMs);
    stop = () => reject(signal?.reason);
    signal?.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([ask(), late]);
  } finally {
    clearTimeout(timer);
    if (stop) signal?.removeEventListener('abort', stop);
  }
}

function interpret(value: JsonValue, { paid = '$.paid', count = '$.count' }: ProbePaths): ProbeResult {
  const [isPaid, times] = [readJsonPath(value, paid), readJsonPath(value, count)];
  return { isPaid: typeof isPaid === 'boolean' ? isPaid : null, count: typeof times === 'number' ? times : null, value };
}
