import type { CheckEvidence } from '../../protocol/check-records.js';

/** What the probe said about an order, as evidence; nothing without a probe. */
export function judgeActs(name: string, acts: number | null, wanted: number): CheckEvidence[] {
  if (acts === null) return [];
  return [{ name, seq: null, expected: sayActs(wanted), seen: sayActs(acts), isMet: acts === wanted }];
}

function sayActs(count: number): string {
  if (count === 0) return 'the app did not act';
  return count === 1 ? 'the app acted once' : `the app acted ${count} times`;
}
