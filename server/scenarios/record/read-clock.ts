import type { LogRecord } from '../../protocol/records.js';
import type { RecordedStep } from './recording.js';

/** Something that comes by itself after a time. */
interface Due {
  /** Lane time of the log, epoch ms. */
  atMs: number;
  /** How far the steps have to have moved the clock. */
  neededMs: number;
}

/** Lane time is whole ms and is read more than once. */
const TOLERANCE_MS = 5;
/** What was measured is rounded up: too late does no harm, too early and nothing happens. */
const STEP_MS = 100;

/**
 * Moves of the clock without which something of the payment would not come, or not soon: later attempts, delayed deliveries, timers of the
 * provider. Time that passed in the log and mattered to nothing is left out.
 * @param retryScheduleMs pauses before attempts 2, 3, ...
 */
export function readClock(records: readonly LogRecord[], retryScheduleMs: readonly number[]): RecordedStep[] {
  const dues = new Map<string, Due>();
  const steps: RecordedStep[] = [];
  let movedMs = 0;
  const expect = (key: string, from: string, to: string, usualMs?: number) => {
    const atMs = Date.parse(to);
    dues.set(key, { atMs, neededMs: movedMs + toDelay(atMs - Date.parse(from), usualMs) });
  };
  const come = (key: string, { seq, at }: { seq: number; at: string }) => {
    const due = dues.get(key);
    dues.delete(key);
    // It came sooner, for another reason.
    if (!due || Date.parse(at) < due.atMs - TOLERANCE_MS || due.neededMs <= movedMs) return;
    steps.push({ seq, step: { clock: { advance: due.neededMs - movedMs } } });
    movedMs = due.neededMs;
  };
  for (const record of records) {
    switch (record.type) {
      case 'attempt.finished':
        if (record.nextAttemptAt !== null && record.trigger === 'scheduled')
          expect(record.deliveryId, record.at, record.nextAttemptAt, retryScheduleMs[record.number - 1]);
        break;
      case 'fault.used':
        if (record.waitsUntil !== undefined && record.deliveryId !== undefined)
          expect(record.deliveryId, record.at, record.waitsUntil);
        break;
      case 'attempt.started':
        if (record.trigger === 'scheduled') come(record.deliveryId, record);
        break;
      case 'payment.timer_set':
        expect(`timer ${record.timer}`, record.at, record.dueAt);
        break;
      case 'payment.timer_cleared':
        come(`timer ${record.timer}`, record);
        break;
    }
  }
  return steps;
}

/** The pause as the account has it, where the log says about the same; the log's own, rounded up, where it does not. */
function toDelay(measuredMs: number, usualMs: number | undefined): number {
  if (usualMs !== undefined && Math.abs(usualMs - measuredMs) <= Math.max(STEP_MS, usualMs / 20)) return usualMs;
  return Math.ceil((measuredMs - TOLERANCE_MS) / STEP_MS) * STEP_MS || STEP_MS;
}

/** `90s`, `2h`: the largest unit that says it exactly. */
export function writeDuration(ms: number): string {
  for (const [unitMs, unit] of UNITS) if (ms >= unitMs && ms % unitMs === 0) return `${ms / unitMs}${unit}`;
  return `${ms}ms`;
}

const UNITS: readonly [ms: number, unit: string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
];
