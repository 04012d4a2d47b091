import type { Command } from '../../keys/command.js';
import type { ClockChange, ClockHandle } from './clock-handle.js';
import { describeClock } from './describe-clock.js';

const GROUP = 'Clock';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FAST = [10, 60, 1_000];

/** What can be done to time, from every view; `change` has already said what became of it. */
export function listClockCommands(
  { clock, isBusy }: Pick<ClockHandle, 'clock' | 'isBusy'>,
  change: (wanted: ClockChange) => void,
): Command[] {
  if (isBusy) return [];
  const make = (id: string, title: string, wanted: ClockChange): Command => ({
    id: `clock-${id}`,
    title,
    group: GROUP,
    words: 'time',
    run: () => change(wanted),
  });
  return [
    make('attempt', 'Jump to the next attempt', { jumpTo: 'next-attempt' }),
    make('due', 'Jump to whatever is due next', { jumpTo: 'next-timer' }),
    make('hour', 'Jump an hour', { advanceMs: HOUR_MS }),
    make('day', 'Jump a day', { advanceMs: DAY_MS }),
    ...(clock?.speed === 0 ? [] : [make('freeze', 'Freeze the clock', { speed: 0 })]),
    ...(clock?.speed === 1 ? [] : [make('run', 'Run in real time', { speed: 1 })]),
    ...(clock?.aheadMs != null && describeClock(clock) !== null ? [make('real', 'Back to real time', { realTime: true })] : []),
    ...FAST.filter((speed) => speed !== clock?.speed).map((speed) =>
      make(`speed-${speed}`, `Speed: run ${speed} times as fast`, { speed }),
    ),
  ];
}
