import fc from 'fast-check';
import { test } from 'vitest';
import { AdjustableClock, type Timer } from '../../server/engine/time/clock.js';

/** The same as the clock, in the simplest way: a list that is searched each time. */
class NaiveClock {
  nowMs = 0;
  readonly fired: string[] = [];
  #timers: { name: string; dueAtMs: number; childDelayMs: number | null }[] = [];

  set(name: string, dueAtMs: number, childDelayMs: number | null): void {
    this.#timers.push({ name, dueAtMs, childDelayMs });
  }

  cancel(name: string): void {
    this.#timers = this.#timers.filter((timer) => timer.name !== name);
  }

  advance(ms: number): void {
    const targetMs = this.nowMs + ms;
    while (this.#fireFirst(targetMs));
    this.nowMs = targetMs;
  }

  jump(): boolean {
    const nextMs = this.nextAtMs();
    if (nextMs === null) return false;
    const targetMs = Math.max(this.nowMs, nextMs);
    while (this.#fireFirst(targetMs));
    return true;
  }

  nextAtMs(): number | null {
    return this.#timers.length === 0 ? null : Math.min(...this.#timers.map(({ dueAtMs }) => dueAtMs));
  }

  #fireFirst(targetMs: number): boolean {
    const nextMs = this.nextAtMs();
    const next = this.#timers.find(({ dueAtMs }) => dueAtMs === nextMs);
    if (next === undefined || next.dueAtMs > targetMs) return false;
    this.nowMs = Math.max(this.nowMs, next.dueAtMs);
    this.#timers.splice(this.#timers.indexOf(next), 1);
    this.fired.push(`${next.name}@${this.nowMs}`);
    if (next.childDelayMs !== null) this.set(`${next.name}+`, this.nowMs + next.childDelayMs, null);
    return true;
  }
}

type Step =
  | { type: 'set'; delayMs: number; childDelayMs: number | null }
  | { type: 'cancel'; index: number }
  | { type: 'advance'; ms: number }
  | { type: 'jump' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    // Few different delays, so that many timers share a moment; some lie in the past.
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('set' as const),
        delayMs: fc.integer({ min: -3, max: 12 }),
        childDelayMs: fc.option(fc.integer({ min: 0, max: 6 })),
      }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('cancel' as const), index: fc.nat(40) }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('advance' as const), ms: fc.nat(10) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('jump' as const) }) },
  ),
  { maxLength: 60 },
);

test('whatever is set, cancelled and moved, the clock does what a plain list would do', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const clock = new AdjustableClock({ startMs: 0, speed: 0 });
      const model = new NaiveClock();
      const fired: string[] = [];
      const timers: Timer[] = [];
      const settle = () => Promise.resolve();
      for (const step of script) {
        if (step.type === 'set') {
          const { childDelayMs } = step;
          const name = String(timers.length);
          const dueAtMs = clock.nowMs() + step.delayMs;
          model.set(name, dueAtMs, childDelayMs);
          timers.push(
            clock.setTimer(dueAtMs, () => {
              fired.push(`${name}@${clock.nowMs()}`);
              if (childDelayMs !== null)
                clock.setTimer(clock.nowMs() + childDelayMs, () => fired.push(`${name}+@${clock.nowMs()}`));
            }),
          );
        } else if (step.type === 'cancel') {
          timers[step.index]?.cancel();
          model.cancel(String(step.index));
        } else if (step.type === 'advance') {
          await clock.advance(step.ms, settle);
          model.advance(step.ms);
        } else if ((await clock.advanceToNextTimer(settle)) !== model.jump()) return false;
        if (clock.nowMs() !== model.nowMs || clock.nextTimerAtMs() !== model.nextAtMs()) return false;
      }
      clock.close();
      return fired.join() === model.fired.join();
    }),
    { numRuns: 500 },
  );
});
