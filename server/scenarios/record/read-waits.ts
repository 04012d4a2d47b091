import type { AttemptFinished, LogRecord, RecordHead } from '../../protocol/records.js';
import type { RecordedStep } from './recording.js';

type Attempt = RecordHead & AttemptFinished;

/** The runner goes on by itself when nothing is under way any more, but waits no longer than 2 s for that; below it there is no need to wait. */
const LONG_MS = 1_500;
/** How much longer than it took it may take, and at least. */
const PATIENCE = 3;
const MIN_LIMIT_S = 10;
/** What a file may say at most: an hour. */
const MAX_LIMIT_S = 3_600;

/**
 * A wait for each attempt that took long, so that what comes after it in the log comes after it in the run, too. Others may play in the lane
 * at the same time. `as`: what the payment is called.
 */
export function readWaits(records: readonly LogRecord[], as: string): RecordedStep[] {
  return records
    .filter((record): record is Attempt => record.type === 'attempt.finished' && record.latencyMs > LONG_MS)
    .map((attempt) => ({
      seq: attempt.seq,
      step: { wait: { record: describe(attempt), within: sayLimit([attempt]) }, payment: as },
    }));
}

/** How long what is expected may take, for `within`; null: the usual time is enough. */
export function readLimit(records: readonly LogRecord[]): string | null {
  const slow = records.filter((record): record is Attempt => record.type === 'attempt.finished' && record.latencyMs > LONG_MS);
  return slow.length === 0 ? null : sayLimit(slow);
}

function sayLimit(attempts: readonly Attempt[]): string {
  const longest = Math.max(...attempts.map(({ latencyMs }) => latencyMs));
  return `${Math.min(MAX_LIMIT_S, Math.max(MIN_LIMIT_S, Math.ceil((longest / 1_000) * PATIENCE)))}s`;
}

function describe({ number, code }: Attempt) {
  return { type: 'attempt.finished', number, code };
}
