import { z } from 'zod';
import type { JsonObject } from '../protocol/records.js';
import { HarnessError } from './errors.js';
import { type FaultKind, type FaultName, type FaultPlace, faultKinds, faultNames, kindOf } from './fault-kinds.js';
import { nearestName } from './nearest.js';
import { nearestFault } from './nearest-fault.js';
import { toSentence } from './sentence.js';

/** A fault as somebody asks for it: its name, its parameters, what it is restricted to and how long it lasts. */
export interface FaultSpec {
  fault: FaultName;
  when?: FaultWhen;
  /** How often it takes effect. Default: once; 1000 times where `forMs` ends it. */
  times?: number;
  /** How long it lasts, ms of lane time. */
  forMs?: number;
  /** Where something is chosen (which byte, which order), the same seed chooses the same again. Default: 0. */
  seed?: number | string;
  /** Parameters of the fault. */
  [parameter: string]: unknown;
}

/** What it is restricted to; everything that is given has to fit. */
export interface FaultWhen {
  provider?: string;
  /** Id of a payment. */
  payment?: string;
  /** Status in the payload of the event. */
  status?: string;
  /** Number of the attempt within its delivery, or several. */
  attempt?: number | number[];
  /** Part of the endpoint's URL. */
  endpoint?: string;
  /** The provider's name of an API call. */
  route?: string;
}

/** The same with every default, as it is stored: `fault`, `times` and `seed` are always there. */
export type CompleteSpec = JsonObject & { fault: FaultName };

const MAX_TIMES = 1_000;
const MAX_FOR_MS = 366 * 86_400_000;

const text = z.string().min(1).max(2_000);
const attemptNumber = z.int().min(1).max(1_000);
const whenSchema = {
  provider: text.meta({ title: 'Provider' }).optional(),
  payment: text.meta({ title: 'Payment', help: 'Id of a payment.' }).optional(),
  status: text.meta({ title: 'Event', help: 'Status in the payload.' }).optional(),
  attempt: z
    .union([attemptNumber, z.array(attemptNumber).min(1).max(100)])
    .meta({ title: 'Attempt', help: 'Number of the attempt, from 1, or a list.' })
    .optional(),
  endpoint: text.meta({ title: 'Endpoint', help: 'Part of its URL.' }).optional(),
  route: text.meta({ title: 'Call', help: "The provider's name of the call." }).optional(),
};
const bounds = {
  times: z.int().min(1).max(MAX_TIMES).meta({ title: 'Times' }).optional(),
  forMs: z.int().min(1).max(MAX_FOR_MS).meta({ title: 'For, ms of lane time' }).optional(),
  seed: z
    .union([z.int(), z.string().max(100)])
    .meta({ title: 'Seed' })
    .optional(),
};

const whenByPlace = {
  delivery: z.strictObject({
    provider: whenSchema.provider,
    payment: whenSchema.payment,
    status: whenSchema.status,
    attempt: whenSchema.attempt,
    endpoint: whenSchema.endpoint,
  }),
  api: z.strictObject({ provider: whenSchema.provider, route: whenSchema.route }),
  redirect: z.strictObject({ provider: whenSchema.provider, payment: whenSchema.payment }),
} as const satisfies Record<FaultPlace, z.ZodObject>;

/** What each fault takes, whole. */
const specSchemas = Object.fromEntries(faultNames.map((name) => [name, buildSpecSchema(name)])) as Record<FaultName, z.ZodObject>;

/** Any fault, as one schema: for descriptions. */
export const anyFaultSpec = z.union(Object.values(specSchemas) as unknown as readonly [z.ZodObject, z.ZodObject]);

export function specSchemaOf(name: FaultName): z.ZodObject {
  return specSchemas[name];
}

/**
 * Checks what somebody asks for and fills in the defaults.
 * @throws HarnessError `unknown_fault` with the nearest name; `invalid_fault` naming the parameter, what was expected and the nearest name.
 */
export function parseFaultSpec(asked: unknown): CompleteSpec {
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) {
    throw new HarnessError('invalid_fault', 'A fault is an object with the name under "fault".');
  }
  const { fault: name } = asked as { fault?: unknown };
  if (typeof name !== 'string' || !kindOf(name)) throw refuseName(name);
  const fault = name as FaultName;
  refuseUnknownKeys(fault, asked);
  const parsed = specSchemas[fault].safeParse(asked);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'fault';
    throw new HarnessError('invalid_fault', toSentence(`Fault "${fault}", "${where}": ${issue?.message ?? 'not allowed'}`), {
      hint: 'GET /_paystage/api/faults describes every fault.',
    });
  }
  const { times, seed = 0, ...rest } = JSON.parse(JSON.stringify(parsed.data)) as JsonObject;
  return { ...rest, fault, times: times ?? (rest.forMs === undefined ? 1 : MAX_TIMES), seed };
}

function buildSpecSchema(name: FaultName): z.ZodObject {
  const { params, place, findClash }: FaultKind = faultKinds[name];
  const schema = z.strictObject({ fault: z.literal(name), ...params.shape, when: whenByPlace[place].optional(), ...bounds });
  return schema.superRefine((spec, context) => {
    const clash = findClash?.(spec);
    if (clash) context.addIssue({ code: 'custom', path: [clash.parameter], message: clash.message });
  });
}

function refuseName(name: unknown): HarnessError {
  const shown = typeof name === 'string' ? `"${name.slice(0, 80)}"` : 'without a name';
  const near = typeof name === 'string' ? nearestFault(name) : undefined;
  return new HarnessError('unknown_fault', `There is no fault ${shown}.`, {
    hint: near ? `Did you mean "${near}"?` : `Known faults: ${faultNames.join(', ')}.`,
  });
}

function refuseUnknownKeys(fault: FaultName, asked: object): void {
  const known = Object.keys(specSchemas[fault].shape);
  const wrong = Object.keys(asked).find((key) => !known.includes(key));
  if (wrong !== undefined) throw refuseKey(`Fault "${fault}" has no parameter`, wrong, known);
  const { when } = asked as { when?: unknown };
  if (typeof when !== 'object' || when === null) return;
  const { place } = faultKinds[fault];
  const knownWhen = Object.keys(whenByPlace[place].shape);
  const wrongWhen = Object.keys(when).find((key) => !knownWhen.includes(key));
  if (wrongWhen !== undefined) throw refuseKey(`Fault "${fault}" cannot be restricted by`, wrongWhen, knownWhen);
}

function refuseKey(words: string, wrong: string, known: readonly string[]): HarnessError {
  const near = nearestName(wrong, known);
  return new HarnessError('invalid_fault', `${words} "${wrong.slice(0, 80)}".`, {
    hint: near ? `Did you mean "${near}"?` : `Known names: ${known.join(', ')}.`,
  });
}
