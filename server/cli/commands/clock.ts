import type { z } from 'zod';
import { HarnessError } from '../../domain/errors.js';
import { parseDuration } from '../../domain/parse-duration.js';
import type { clockView } from '../../http/control/replies.js';
import { checkChoice } from '../check-choice.js';
import { connect } from '../find-stage.js';
import { toDayTime } from '../format-time.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';

type ClockView = z.infer<typeof clockView>;

export const clock: Verb = {
  name: 'clock',
  summary: 'show, speed up, freeze or advance the time',
  description: `Shows or changes the time of the stage, which retries, expiries and signed timestamps follow.
  show              the time, its speed, and what is due next (the default)
  speed <factor>    1 is real time, 60 a minute per second
  freeze            stop it
  advance <time>    move on by 90s, 10m, 1h30m or 7d; what comes due happens
  next              move on to whatever is due next, such as the next retry
  real              back to the time of this machine, at its own speed`,
  arguments: [
    { syntax: '[what]', description: 'show, speed, freeze, advance, next or real' },
    { syntax: '[amount]', description: 'factor of speed, or time of advance' },
  ],
  settings: connectionSettings,
  examples: [
    'paystage clock',
    'paystage clock next',
    'paystage clock advance 10m',
    'paystage clock speed 60',
    'paystage clock real',
  ],
  async run({ args, values, output }) {
    const what = checkChoice('change', args[0] ?? 'show', ['show', 'speed', 'freeze', 'advance', 'next', 'real']);
    const change = readChange(what, args[1]);
    const client = await connect(values);
    const before = await client.get<ClockView>('/clock');
    const view = change === null ? before : await client.post<ClockView>('/clock', change);
    if (values.get(jsonSetting)) {
      output.json(view);
      return 0;
    }
    if (what === 'next' && before.nextTimerAt === null) output.line('Nothing is due, so the time stays as it is.');
    output.line(`It is ${toDayTime(view.now)}, ${describeSpeed(view.speed)}.`);
    output.line(view.nextTimerAt === null ? 'Nothing is due.' : `Next due: ${toDayTime(view.nextTimerAt)}.`);
    return 0;
  },
};

function readChange(
  what: 'show' | 'speed' | 'freeze' | 'advance' | 'next' | 'real',
  amount: string | undefined,
): Record<string, unknown> | null {
  if (what !== 'speed' && what !== 'advance' && amount !== undefined) {
    throw new HarnessError('misuse', `"${what}" takes nothing after it; found "${toTerminalText(amount, 100)}".`);
  }
  switch (what) {
    case 'show':
      return null;
    case 'freeze':
      return { speed: 0 };
    case 'next':
      return { jumpTo: 'next-timer' };
    case 'real':
      return { realTime: true };
    case 'speed':
      return { speed: readFactor(amount) };
    case 'advance':
      return { advanceMs: readTime(amount) };
  }
}

function readFactor(text = ''): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new HarnessError('misuse', `speed takes a factor from 0 up; found "${toTerminalText(text, 100)}".`, {
    hint: 'Such as "paystage clock speed 60" for a minute per second.',
  });
}

function readTime(text = ''): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new HarnessError('misuse', `advance takes a time with a unit (ms, s, m, h, d); found "${toTerminalText(text, 100)}".`, {
    hint: 'Such as "paystage clock advance 10m".',
  });
}

function describeSpeed(speed: number): string {
  if (speed === 0) return 'and time stands still';
  return speed === 1 ? 'and time runs as usual' : `and time runs at ${speed} times its usual speed`;
}
