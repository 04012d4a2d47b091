import { describe, expect, test } from 'vitest';
import { describeClock } from '../../ui/src/views/clock/describe-clock.js';
import { listClockCommands } from '../../ui/src/views/clock/list-clock-commands.js';

const DAY_MS = 86_400_000;

describe('the badge of the clock', () => {
  test.each([
    [1, 0, null],
    [1, 1_900, null],
    [1, -1_900, null],
    [1, DAY_MS, 'Clock +1 d'],
    [1, DAY_MS + 3_600_400, 'Clock +1 d 1 h'],
    [1, -300_000, 'Clock −5 min'],
    [0, 0, 'Clock frozen'],
    [0, DAY_MS, 'Clock frozen'],
    [60, 0, 'Clock 60×'],
    [0.5, 0, 'Clock 0.5×'],
    [1, null, null],
  ])('at speed %d and %s ms ahead says %s', (speed, aheadMs, words) => {
    expect(describeClock({ speed, aheadMs })).toBe(words);
  });
});

describe('the commands of the clock', () => {
  const clock = { now: '2025-11-21T03:06:10.000Z', speed: 1, aheadMs: 0, nextTimerAt: null };
  const titles = (speed: number | null, isBusy = false) =>
    listClockCommands({ clock: speed === null ? null : { ...clock, speed }, isBusy }, () => {}).map(({ title }) => title);

  test('offer every change but the one that would change nothing', () => {
    expect(titles(1)).toContain('Freeze the clock');
    expect(titles(1)).not.toContain('Run in real time');
    expect(titles(0)).toContain('Run in real time');
    expect(titles(0)).not.toContain('Freeze the clock');
    expect(titles(60)).not.toContain('Speed: run 60 times as fast');
    expect(titles(null)).toEqual(expect.arrayContaining(['Freeze the clock', 'Run in real time', 'Jump to the next attempt']));
  });

  test('offer the way back to real time where there is one', () => {
    const back = (speed: number, aheadMs: number | null) =>
      listClockCommands({ clock: { ...clock, speed, aheadMs }, isBusy: false }, () => {}).some(
        ({ title }) => title === 'Back to real time',
      );
    expect([back(1, 0), back(0, null)]).toEqual([false, false]);
    expect([back(1, DAY_MS), back(0, 0)]).toEqual([true, true]);
  });

  test('offer nothing while the clock is being moved', () => {
    expect(titles(1, true)).toEqual([]);
  });
});
