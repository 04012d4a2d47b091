import type { JsonValue } from '../protocol/records.js';
import type { Judgement } from './judgement.js';
import { isEqualJson } from './match-record.js';

/** What the app itself says about an order. */
export interface ProbeResult {
  /** How often it acted: fulfilled the order. Null where it does not say. */
  count: number | null;
  /** Null where it does not say. */
  isPaid: boolean | null;
  /** Everything it answered. */
  value: JsonValue;
}

/** The app acted `times` times for this payment: by its own count, or by whether it calls the order paid where it has no count. */
export function judgeActed({ count, isPaid }: ProbeResult, times: number): Judgement {
  const expected = times === 0 ? 'the app did not act' : `the app acted ${times === 1 ? 'exactly once' : `${times} times`}`;
  if (count !== null) return { isMet: count === times, expected, seen: `the app says it acted ${count} times`, nearest: null };
  if (isPaid === null)
    return { isMet: false, expected, seen: 'the app says neither whether it acted nor how often', nearest: null };
  return {
    // Paid says at least once: more than that cannot be told without a count.
    isMet: times <= 1 && isPaid === (times === 1),
    expected,
    seen: `the app says it is ${isPaid ? 'paid' : 'not paid'}${times > 1 ? ', without a count' : ''}`,
    nearest: null,
  };
}

/** The app says this at a path of its answer. */
export function judgeProbeValue(path: string, found: JsonValue | undefined, wanted: JsonValue): Judgement {
  return {
    isMet: found !== undefined && isEqualJson(found, wanted),
    expected: `the app says ${path} is ${JSON.stringify(wanted)}`,
    seen: found === undefined ? `nothing at ${path}` : JSON.stringify(found),
    nearest: null,
  };
}
