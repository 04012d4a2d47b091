import type { JsonValue, LogRecord } from '../protocol/records.js';
import type { Judgement, NearestRecord } from './judgement.js';
import { isEqualJson } from './match-record.js';
import { pointAt } from './say-record.js';
import { findLastTold } from './under-way.js';

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
export function judgeActed({ count, isPaid }: ProbeResult, times: number, records: readonly LogRecord[] = []): Judgement {
  const nearest = pointAtLastTold(records);
  const expected = times === 0 ? 'the app did not act' : `the app acted ${times === 1 ? 'exactly once' : `${times} times`}`;
  if (count !== null)
    return {
      isMet: count === times,
      expected,
      seen: `the app says it acted ${count === 1 ? 'once' : `${count} times`}`,
      nearest,
    };
  if (isPaid === null) return { isMet: false, expected, seen: 'the app says neither whether it acted nor how often', nearest };
  return {
    // Paid says at least once: more than that cannot be told without a count.
    isMet: times <= 1 && isPaid === (times === 1),
    expected,
    seen: `the app says it is ${isPaid ? 'paid' : 'not paid'}${times > 1 ? ', without a count' : ''}`,
    nearest,
  };
}

/** The app says this at a path of its answer. */
export function judgeProbeValue(
  path: string,
  found: JsonValue | undefined,
  wanted: JsonValue,
  records: readonly LogRecord[] = [],
): Judgement {
  return {
    isMet: found !== undefined && isEqualJson(found, wanted),
    expected: `the app says ${path} is ${JSON.stringify(wanted)}`,
    seen: found === undefined ? `nothing at ${path}` : JSON.stringify(found),
    nearest: pointAtLastTold(records),
  };
}

/** Where to look: no record tells why an app did not act. */
function pointAtLastTold(records: readonly LogRecord[]): NearestRecord | null {
  const record = findLastTold(records);
  return record === null ? null : pointAt(record);
}
