import { describe, expect, test, vi } from 'vitest';
import { AdjustableClock } from '../../server/engine/time/clock.js';

const START_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

describe('C4 a clock that follows the wall clock', () => {
  function makeSleeper() {
    const machine = { monotonicMs: 0, wallMs: 1_000_000 };
    const clock = new AdjustableClock({ monotonicNow: () => machine.monotonicMs, wallNow: () => machine.wallMs });
    const pass = (ms: number) => {
      machine.monotonicMs += ms;
      machine.wallMs += ms;
    };
    return { machine, clock, pass };
  }

  test('catches up after the machine slept', () => {
    const { machine, clock, pass } = makeSleeper();
    pass(500);
    machine.wallMs += 8 * 3_600_000;
    expect(clock.nowMs()).toBe(1_000_500 + 8 * 3_600_000);
    pass(500);
    expect(clock.nowMs()).toBe(1_001_000 + 8 * 3_600_000);
  });

  test('is not moved by a wall clock that is set back, nor by a second of drift', () => {
    const { machine, clock, pass } = makeSleeper();
    machine.wallMs -= 86_400_000;
    pass(1_000);
    expect(clock.nowMs()).toBe(1_001_000);
    machine.wallMs += 86_400_000 + 1_000;
    expect(clock.nowMs()).toBe(1_001_000);
  });

  test('keeps the lead that it was given by hand, through sleep', async () => {
    const { machine, clock } = makeSleeper();
    await clock.advance(3_600_000);
    expect(clock.nowMs()).toBe(4_600_000);
    machine.wallMs += 60_000;
    expect(clock.nowMs()).toBe(4_660_000);
  });

  test('is as late as the wall clock, also where the processor was away between two looks at the clocks', () => {
    const { machine, pass } = makeSleeper();
    let away = 1;
    const wallNow = () => {
      const wallMs = machine.wallMs;
      if (away-- > 0) pass(40);
      return wallMs;
    };
    const clock = new AdjustableClock({ monotonicNow: () => machine.monotonicMs, wallNow });
    expect(clock.leadMs()).toBe(0);
    away = 1;
    clock.returnToRealTime();
    expect(clock.leadMs()).toBe(0);
    // A machine that is never there for both is told its time all the same.
    away = Number.POSITIVE_INFINITY;
    clock.returnToRealTime();
    away = 0;
    expect(clock.leadMs()).toBe(-40);
  });

  test('goes back to it at once, and whatever moves it ends with how far it came', async () => {
    const { clock } = makeSleeper();
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const fired: string[] = [];
    clock.setTimer(1_000_000 + 1_000, () => fired.push('first'));
    clock.setTimer(1_000_000 + 2_000, () => fired.push('second'));
    const moves = [
      clock.advance(DAY_MS, () => (fired.length === 1 ? answered : Promise.resolve())),
      clock.advanceToNextTimer(),
    ].map((move) => move.catch((error: unknown) => error));
    await vi.waitUntil(() => fired.length === 1);
    clock.returnToRealTime();
    expect(clock.nowMs()).toBe(1_000_000);
    for (const end of await Promise.all(moves)) {
      const message = 'The clock was brought back to real time during this move, which had come to 1970-01-01T00:16:41.000Z.';
      expect(end).toMatchObject({ code: 'clock_brought_back', status: 409, message });
    }
    const next = clock.advance(500);
    answer();
    await next;
    expect(clock.nowMs()).toBe(1_000_500);
    expect(fired).toEqual(['first']);
  });

  test('stands still while frozen, however long the machine sleeps', () => {
    const { machine, clock } = makeSleeper();
    clock.setSpeed(0);
    machine.wallMs += 86_400_000;
    expect(clock.nowMs()).toBe(1_000_000);
    clock.setSpeed(1);
    expect(clock.nowMs()).toBe(1_000_000);
  });
});

test('a clock says how far it is ahead of the wall clock, where it has one', async () => {
  const clock = new AdjustableClock({ wallNow: () => START_MS, monotonicNow: () => 0 });
  expect(clock.leadMs()).toBe(0);
  await clock.advance(86_400_000);
  expect(clock.leadMs()).toBe(86_400_000);
  clock.returnToRealTime();
  expect(clock.leadMs()).toBe(0);
  expect(new AdjustableClock({ startMs: START_MS }).leadMs()).toBeNull();
});
