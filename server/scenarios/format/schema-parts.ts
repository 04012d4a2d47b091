import { z } from 'zod';
import { parseJsonPath } from '../../client/probe/json-path.js';
import { HarnessError } from '../../domain/errors.js';
import { parseDuration } from '../../domain/parse-duration.js';
import type { JsonObject, JsonValue } from '../../protocol/records.js';
import { limits } from './limits.js';
import type { ProblemCode } from './problem.js';

/**
 * Bricks of the file's schemas. Each message completes "... is not what was expected; expected ___". `$ref` in the meta data names a part of
 * the published JSON Schema that stands in its place there, because only the catalogue knows it.
 */

/** As `params` of a custom issue: the code of the problem, and what is wrong where "found ..." does not say it. */
export interface IssueDetail {
  code: ProblemCode;
  problem?: string;
}

function refuse(context: z.RefinementCtx, message: string, detail: IssueDetail): never {
  context.addIssue({ code: 'custom', message, params: { ...detail } });
  return z.NEVER;
}

const DURATION_WORDS = 'a duration such as 200ms, 5s, 3m, 2h or 1d, or a number of ms';

/** Ms, from a number of ms or a text with units. */
export const duration = z
  .union([z.number(), z.string()], { error: DURATION_WORDS })
  .transform((given, context): number => {
    if (typeof given === 'string' && given.length > 40) return refuse(context, DURATION_WORDS, { code: 'invalid_duration' });
    const ms = typeof given === 'number' ? given : parseDuration(given);
    const isNegative = typeof given === 'number' ? given < 0 : /^-\s*\d/.test(given);
    if (isNegative) return refuse(context, 'one from 0 up', { code: 'invalid_duration', problem: 'a negative duration' });
    if (ms === undefined || !Number.isFinite(ms)) return refuse(context, DURATION_WORDS, { code: 'invalid_duration' });
    if (ms > limits.durationMs)
      return refuse(context, 'at most 365d', { code: 'invalid_duration', problem: 'a duration that is too long' });
    return ms;
  })
  .meta({ $ref: '#/$defs/duration' });

const SOME_TIME = {
  error: 'more than 0: nothing can happen within no time',
  params: { code: 'invalid_duration', problem: 'a limit of 0' } satisfies IssueDetail,
};

/** A duration that leaves time for something to happen. */
export const limit = duration.refine((ms) => ms > 0, SOME_TIME);

/** A duration for which a run really takes its time. Longer ones are meant for the clock of the lane. */
export const realDuration = duration.refine((ms) => ms <= limits.realMs, {
  error: 'at most 1h; "clock: { advance: 2h }" moves the time of the lane',
  params: { code: 'invalid_duration', problem: 'a real time that is too long' } satisfies IssueDetail,
});

/** One that leaves time for something to happen. */
export const realLimit = realDuration.refine((ms) => ms > 0, SOME_TIME);

export const text = z.string({ error: 'a text' });
export const filledText = text.min(1, { error: 'a text that is not empty' });

/** A word that other places refer to. */
export const name = z
  .string({ error: 'a name' })
  .regex(/^[A-Za-z_][\w-]{0,39}$/, { error: 'a name of letters, digits, "_" and "-" that begins with a letter (40 at most)' });

export const yesOrNo = z.boolean({ error: 'true or false' });
export const yes = z.literal(true, { error: 'true' });

/** A whole number between two others. */
export function count(min: number, max: number) {
  const words = `a whole number from ${min} to ${max}`;
  return z.number({ error: words }).int({ error: words }).min(min, { error: words }).max(max, { error: words });
}

export const httpStatus = count(100, 599);

/** A map with any content. */
export const anyMap = z.custom<JsonObject>((given) => typeof given === 'object' && given !== null && !Array.isArray(given), {
  error: 'a map of keys and values',
  params: { code: 'wrong_type' } satisfies IssueDetail,
});
export const anyValue = z.custom<JsonValue>((given) => given !== undefined, { error: 'a value' });

export const jsonPath = z
  .string({ error: 'a path such as $.orders[0].paid' })
  .max(1_000, { error: 'a path of at most 1000 characters' })
  .superRefine((path, context) => {
    try {
      parseJsonPath(path);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      context.addIssue({
        code: 'custom',
        message: "$ for the whole, then .name, [0] or ['a name']",
        params: { code: 'invalid_path', problem: error.message.replace(/\.$/, '') } satisfies IssueDetail,
      });
    }
  })
  .meta({ $ref: '#/$defs/path' });

/** JSON path to what must stand there. */
export const valuesAtPaths = z
  .record(jsonPath, anyValue, { error: 'a map of paths such as $.paid to values' })
  .transform((values) => Object.entries(values).map(([path, value]) => ({ path, value })));

export const capture = z
  .record(name, jsonPath, { error: 'a map of variable names to paths such as $.id' })
  .describe(
    'Variables to be read from the JSON of the reply, each by its path; of an HTML page $.fields are the hidden fields of its forms.',
  );

/** Checked against the provider of the step's payment later. */
export const status = filledText.meta({ $ref: '#/$defs/status' });
export const eventStatus = filledText.meta({ $ref: '#/$defs/event' });
/** Checked against the types of records later. */
export const recordPattern = anyMap
  .refine((pattern) => Object.keys(pattern).length > 0, { error: 'at least one field, such as type: attempt.finished' })
  .meta({ $ref: '#/$defs/record' });

/** At most one item where a single one may stand without brackets. */
export function oneOrMany<Item extends z.ZodType>(item: Item, words: string) {
  return z
    .union([z.array(item).min(1), item], { error: words })
    .transform((given) => (Array.isArray(given) ? given : [given]) as z.output<Item>[]);
}
