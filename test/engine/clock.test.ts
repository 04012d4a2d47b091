import { afterEach, describe, expect, test, vi } from 'vitest';
import { AdjustableClock, type AdjustableClockOptions, createSystemClock } from '../../server/engine/time/clock.js';

const START_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const clocks: AdjustableClock[] = [];

function makeClock(options: AdjustableClockOptions = {}): AdjustableClock {
  const clock = new AdjustableClock({ startMs: START_MS, ...options });
  clocks.push(clock);
  return clock;
}

afterEach(() => {
  for (const clock of clocks.splice(0)) clock.close();
  vi.useRealTimers();
});

describe('in real time', () => {
  test('the system clock starts at the wall clock and never fires early', async () => {
    const beforeMs = Date.now();
    const clock = createSystemClock();
    clocks.push(clock);
    const nowMs = clock.nowMs();
    expect(nowMs).toBeGreaterThanOrEqual(beforeMs);
    expect(nowMs).toBeLessThanOrEqual(Date.now() + 5);
    const dueAtMs = clock.nowMs() + 15;
    const firedAtMs = await new Promise<number>((resolve) => clock.setTimer(dueAtMs, () => resolve(clock.nowMs())));
    expect(firedAtMs).toBeGreaterThanOrEqual(dueAtMs);
  });

  test('a timer that is already due fires at once, but not before the call returns', async () => {
    const clock = makeClock();
    let hasFired = false;
    const fired = new Promise<void>((resolve) => {
      clock.setTimer(START_MS - DAY_MS, () => {
        hasFired = true;
        resolve();
      });
    });
    expect(hasFired).toBe(false);
    await fired;
  });

  test('C3 delays beyond 24.8 days fire on time, where setTimeout would fire at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] });
    const clock = makeClock({ monotonicNow: () => performance.now() });
    const fired: number[] = [];
    clock.setTimer(START_MS + 30 * DAY_MS, () => fired.push(clock.nowMs()));
    clock.setTimer(START_MS + 400 * DAY_MS, () => fired.push(clock.nowMs()));
    await vi.advanceTimersByTimeAsync(30 * DAY_MS - 1);
    expect(fired).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(fired).toEqual([START_MS + 30 * DAY_MS]);
    await vi.advanceTimersByTimeAsync(370 * DAY_MS);
    expect(fired).toEqual([START_MS + 30 * DAY_MS, START_MS + 400 * DAY_MS]);
  });

  test('C3 NaN and minus infinity mean now, infinity means never', async () => {
    const clock = makeClock({ speed: 0 });
    const fired: string[] = [];
    clock.setTimer(Number.POSITIVE_INFINITY, () => fired.push('never'));
    clock.setTimer(Number.NaN, () => fired.push('NaN'));
    clock.setTimer(Number.NEGATIVE_INFINITY, () => fired.push('minus infinity'));
    await clock.advance(1_000 * 365 * DAY_MS);
    expect(fired).toEqual(['minus infinity', 'NaN']);
  });

  test('one timer that throws keeps the others going', async () => {
    const errors: unknown[] = [];
    const onError = (error: unknown): unknown => errors.push(error);
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', onError);
    try {
      const clock = makeClock();
      clock.setTimer(START_MS, () => {
        throw new Error('broken timer');
      });
      await new Promise<void>((resolve) => clock.setTimer(START_MS, resolve));
      expect(errors).toEqual([new Error('broken timer')]);
    } finally {
      process.off('uncaughtException', onError);
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });
});

describe('at another speed', () => {
  test('at 100,000 times the speed an hour passes in 36 ms, and not sooner', async () => {
    const startedAt = performance.now();
    const clock = makeClock({ speed: 100_000 });
    await new Promise<void>((resolve) => clock.setTimer(START_MS + 3_600_000, resolve));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(36);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(START_MS + 3_600_000);
  });

  test('changing the speed does not move the time, and arms what waits', async () => {
    let monotonicMs = 0;
    const clock = makeClock({ monotonicNow: () => monotonicMs, speed: 2 });
    monotonicMs = 100;
    expect(clock.nowMs()).toBe(START_MS + 200);
    clock.setSpeed(0);
    monotonicMs = 5_000;
    expect(clock.nowMs()).toBe(START_MS + 200);
    clock.setSpeed(10);
    monotonicMs = 5_001;
    expect(clock.nowMs()).toBe(START_MS + 210);
    const fired = new Promise<void>((resolve) => clock.setTimer(START_MS + 1_000, resolve));
    monotonicMs = 6_000;
    clock.setSpeed(1);
    await fired;
  });

  test('frozen, nothing fires by itself except what is already due', async () => {
    const clock = makeClock({ speed: 0 });
    const fired: string[] = [];
    clock.setTimer(START_MS + 1, () => fired.push('future'));
    await new Promise<void>((resolve) => clock.setTimer(START_MS, resolve));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(fired).toEqual([]);
    expect(clock.nextTimerAtMs()).toBe(START_MS + 1);
  });

  test('a speed that is none is refused with what to give', () => {
    expect(() => makeClock().setSpeed(-1)).toThrow(
      expect.objectContaining({ code: 'invalid_speed', hint: expect.stringContaining('0 (frozen)') }),
    );
    expect(() => makeClock({ speed: Number.NaN })).toThrow(expect.objectContaining({ code: 'invalid_speed' }));
  });
});

describe('moved by hand', () => {
  test('every timer sees its own due time, and those it sets within the move fire too', async () => {
    const clock = makeClock({ speed: 0 });
    const seen: [name: string, atMs: number][] = [];
    const note = (name: string) => seen.push([name, clock.nowMs() - START_MS]);
    clock.setTimer(START_MS + 7 * DAY_MS, () => note('expiry'));
    clock.setTimer(START_MS + 30_000, () => {
      note('retry 1');
      clock.setTimer(clock.nowMs() + 60_000, () => note('retry 2'));
    });
    await clock.advance(8 * DAY_MS);
    expect(seen).toEqual([
      ['retry 1', 30_000],
      ['retry 2', 90_000],
      ['expiry', 7 * DAY_MS],
    ]);
    expect(clock.nowMs()).toBe(START_MS + 8 * DAY_MS);
  });

  test('waits for work that a timer began before it moves on, while real time stands still', async () => {
    const clock = makeClock({ speed: 1 });
    const seen: string[] = [];
    let work = Promise.resolve();
    clock.setTimer(START_MS + 1_000, () => {
      work = new Promise((resolve) => {
        setTimeout(() => {
          seen.push(`work done at ${clock.nowMs() - START_MS}`);
          clock.setTimer(clock.nowMs() + 500, () => seen.push(`follow-up at ${clock.nowMs() - START_MS}`));
          resolve();
        }, 20);
      });
    });
    clock.setTimer(START_MS + 2_000, () => seen.push(`other at ${clock.nowMs() - START_MS}`));
    await clock.advance(5_000, () => work);
    expect(seen).toEqual(['work done at 1000', 'follow-up at 1500', 'other at 2000']);
  });

  test('settles before it looks for the next timer, so that a reply under way can set it', async () => {
    const clock = makeClock({ speed: 0 });
    const seen: string[] = [];
    clock.setTimer(START_MS + 7 * DAY_MS, () => seen.push('expiry'));
    const reply = new Promise<void>((resolve) => {
      setTimeout(() => {
        clock.setTimer(START_MS + 30_000, () => seen.push('retry'));
        resolve();
      }, 10);
    });
    expect(await clock.advanceToNextTimer(() => reply)).toBe(true);
    expect(seen).toEqual(['retry']);
    expect(clock.nowMs()).toBe(START_MS + 30_000);
  });

  test('jumping to the next timer fires all of its moment in the order of setting, and says when there is none', async () => {
    const clock = makeClock({ speed: 0 });
    const seen: string[] = [];
    for (const name of ['a', 'b', 'c']) clock.setTimer(START_MS + 10, () => seen.push(name));
    clock.setTimer(START_MS + 11, () => seen.push('later'));
    expect(await clock.advanceToNextTimer()).toBe(true);
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(await clock.advanceToNextTimer()).toBe(true);
    expect(await clock.advanceToNextTimer()).toBe(false);
  });

  test('moves that overlap happen one after the other', async () => {
    const clock = makeClock({ speed: 0 });
    const seen: number[] = [];
    for (const delayMs of [5, 15]) clock.setTimer(START_MS + delayMs, () => seen.push(clock.nowMs() - START_MS));
    await Promise.all([clock.advance(10), clock.advance(10)]);
    expect(seen).toEqual([5, 15]);
    expect(clock.nowMs()).toBe(START_MS + 20);
  });

  test('a move to a moment comes to that moment, also when another move came first, and stays for one that has passed', async () => {
    const clock = makeClock({ speed: 0 });
    const seen: number[] = [];
    for (const delayMs of [5, 15]) clock.setTimer(START_MS + delayMs, () => seen.push(clock.nowMs() - START_MS));
    await Promise.all([clock.advance(10), clock.advanceTo(() => START_MS + 20)]);
    expect(clock.nowMs()).toBe(START_MS + 20);
    expect(await clock.advanceTo(() => START_MS + 1)).toBe(true);
    expect(await clock.advanceTo(() => null)).toBe(false);
    expect(clock.nowMs()).toBe(START_MS + 20);
    expect(seen).toEqual([5, 15]);
  });

  test('a timer that throws rejects the move and leaves the clock usable', async () => {
    const clock = makeClock({ speed: 0 });
    clock.setTimer(START_MS + 1, () => {
      throw new Error('broken timer');
    });
    await expect(clock.advance(10)).rejects.toThrow('broken timer');
    await clock.advance(10);
    expect(clock.nowMs()).toBe(START_MS + 11);
  });

  test('the past cannot be reached', () => {
    expect(() => makeClock().advance(-1)).toThrow(expect.objectContaining({ code: 'invalid_move' }));
    expect(() => makeClock().advance(Number.NaN)).toThrow(expect.objectContaining({ code: 'invalid_move' }));
  });
});

test('a cancelled timer never fires, also when it is cancelled by another of the same moment', async () => {
  const clock = makeClock({ speed: 0 });
  const seen: string[] = [];
  const later = { cancel: () => {} };
  clock.setTimer(START_MS + 1, () => later.cancel());
  later.cancel = clock.setTimer(START_MS + 1, () => seen.push('cancelled')).cancel;
  await clock.advance(10);
  expect(seen).toEqual([]);
  expect(clock.nextTimerAtMs()).toBeNull();
});

test('100,000 timers fire in order, and a closed clock has none and takes none', async () => {
  const clock = makeClock({ speed: 0 });
  let previousMs = 0;
  let isOrdered = true;
  for (let index = 0; index < 100_000; index++) {
    const delayMs = (index * 7_919) % 100_003;
    const timer = clock.setTimer(START_MS + delayMs, () => {
      isOrdered &&= delayMs >= previousMs && clock.nowMs() === START_MS + delayMs;
      previousMs = delayMs;
    });
    if (index % 3 === 0) timer.cancel();
  }
  await clock.advance(100_003, () => Promise.resolve());
  expect(isOrdered).toBe(true);
  clock.setTimer(START_MS + DAY_MS, () => {});
  clock.close();
  expect(clock.nextTimerAtMs()).toBeNull();
  clock.setTimer(START_MS, () => {});
  expect(clock.nextTimerAtMs()).toBeNull();
});
