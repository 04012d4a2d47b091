import type { CheckEvidence } from '../../protocol/check-records.js';
import type { ApiCalled, RecordHead } from '../../protocol/records.js';

/** Calls with which the app asked the provider, as evidence. @param isMet null where it does not matter whether it asked. */
export function tellLookups(calls: readonly (RecordHead & ApiCalled)[], route: string, isMet: boolean | null): CheckEvidence {
  return {
    name: `calls of ${route}`,
    seq: calls[0]?.seq ?? null,
    expected: isMet === null ? 'not judged' : 'the app asks about this payment',
    seen: sayTimes(calls.length),
    isMet,
  };
}

function sayTimes(count: number): string {
  if (count === 0) return 'it did not ask';
  return count === 1 ? 'it asked once' : `it asked ${count} times`;
}
