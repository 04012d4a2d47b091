import type { JsonObject } from '../../protocol/records.js';
import { isObject } from './read-body.js';
import { writeDuration } from './read-clock.js';
import type { RecordedStep } from './recording.js';

/** The steps as they happened, what belongs together in one, without waits that the runner does by itself. */
export function orderSteps(steps: readonly RecordedStep[]): RecordedStep[] {
  const ordered = [...steps].sort((one, other) => one.seq - other.seq);
  const needed = ordered.filter((step, index) => !isWait(step) || isNeeded(ordered, index));
  return needed.reduce<RecordedStep[]>(join, []).map(({ step, ...rest }) => ({ ...rest, step: finish(step) }));
}

function isWait({ step }: RecordedStep): boolean {
  return 'wait' in step;
}

/** A move of the clock waits for what is under way before and after it, and at the end the expectations wait. */
function isNeeded(ordered: readonly RecordedStep[], index: number): boolean {
  const before = ordered.slice(0, index).findLast((step) => !isWait(step));
  const next = ordered.slice(index + 1).find((step) => !isWait(step));
  return next !== undefined && !('clock' in next.step) && !(before && 'clock' in before.step);
}

function join(joined: RecordedStep[], next: RecordedStep): RecordedStep[] {
  const last = joined.at(-1);
  const both = last ? combine(last.step, next.step) : null;
  if (!last || both === null) return [...joined, next];
  return [...joined.slice(0, -1), { ...last, step: both }];
}

/** Two steps in one; null: they stay two. */
function combine(one: JsonObject, other: JsonObject): JsonObject | null {
  if (one.payment !== other.payment) return null;
  if ('release' in one && one.release === other.release) return one;
  if (isObject(one.clock) && isObject(other.clock))
    return { clock: { advance: Number(one.clock.advance) + Number(other.clock.advance) } };
  if (!isObject(one.hold) || !isObject(other.hold)) return null;
  const hold = { ...one.hold };
  for (const [what, count] of Object.entries(other.hold))
    hold[what] = typeof hold[what] === 'number' && typeof count === 'number' ? hold[what] + count : count;
  return { ...one, hold };
}

function finish(step: JsonObject): JsonObject {
  return isObject(step.clock) ? { clock: { advance: writeDuration(Number(step.clock.advance)) } } : step;
}
