const FIRST_DELAY_MS = 300;
const LONGEST_DELAY_MS = 8_000;

/**
 * Wait before the next try, in ms, after `failedTries` tries in a row (from 1): doubles up to eight seconds. `random` (0 to 1) takes up
 * to a fifth away, so that many pages do not come back in the same moment.
 */
export function pickRetryDelay(failedTries: number, random: number): number {
  const full = Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, failedTries - 1), LONGEST_DELAY_MS);
  return Math.round(full * (1 - random / 5));
}
