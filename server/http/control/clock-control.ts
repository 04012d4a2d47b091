import { z } from 'zod';
import { sayDuration } from '../../domain/duration.js';
import { HarnessError } from '../../domain/errors.js';
import type { Lane } from '../../engine/lane.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { type ClockView, clockView } from './replies.js';

const MAX_ADVANCE_MS = 366 * 86_400_000;

const clockChange = z
  .strictObject({
    speed: z.number().min(0).max(1_000_000).optional().meta({ description: '1 is real time, 0 freezes' }),
    advanceMs: z
      .number()
      .min(0)
      .max(MAX_ADVANCE_MS)
      .optional()
      .meta({ description: 'move on by this much; due work happens on the way' }),
    to: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'move on to this moment, ISO 8601; due work happens on the way' }),
    jumpTo: z
      .enum(['next-timer', 'next-attempt'])
      .optional()
      .meta({ description: 'move on to whatever is due next, or to the next attempt of a delivery' }),
  })
  .refine((change) => Object.keys(change).length === 1, 'give exactly one of speed, advanceMs, to, jumpTo');

export const clockControl = [
  defineRoute({
    method: 'GET',
    path: '/clock',
    summary: 'Time of the lane',
    reply: clockView,
    handle: ({ engine, lane }) => presentClock(engine.lanes.of(lane)),
  }),
  defineRoute({
    method: 'POST',
    path: '/clock',
    summary:
      'Speed the clock of the lane up, freeze it, or move it on. Answers when the work that came due is done; a target that does not answer holds it up until the attempt times out',
    body: clockChange,
    reply: clockView,
    handle: changeClock,
  }),
];

/** @throws HarnessError `invalid_move` for a moment that has passed or lies too far ahead; `unknown_lane` when it was disposed on the way. */
async function changeClock({ engine, lane: name }: ControlContext, change: z.infer<typeof clockChange>): Promise<ClockView> {
  const lane = engine.lanes.get(name);
  const text = await moveClock(lane, change, () => engine.nextAttemptAtMs(name));
  engine.lanes.get(name);
  const { now, speed } = presentClock(lane);
  engine.log.append(name, lane.clock.nowMs(), { type: 'clock.changed', now, speed, text });
  await engine.whenDurable();
  return presentClock(lane);
}

/** @returns what was done, in words. */
async function moveClock(
  { clock, activity }: Lane,
  change: z.infer<typeof clockChange>,
  findNextAttempt: () => number | null,
): Promise<string> {
  const settle = () => activity.whenIdle();
  if (change.speed !== undefined) {
    clock.setSpeed(change.speed);
    return `clock runs at speed ${change.speed}`;
  }
  if (change.advanceMs !== undefined) {
    await clock.advance(change.advanceMs, settle);
    return `clock moved on by ${sayDuration(change.advanceMs)}`;
  }
  if (change.to !== undefined) {
    await clock.advance(measureWay(clock.nowMs(), Date.parse(change.to)), settle);
    return `clock moved on to ${new Date(change.to).toISOString()}`;
  }
  if (change.jumpTo === 'next-attempt') {
    // What is under way decides when the next attempt is due.
    await settle();
    const dueAtMs = findNextAttempt();
    if (dueAtMs === null) return 'no attempt is due, the clock stays';
    await clock.advance(Math.max(0, dueAtMs - clock.nowMs()), settle);
    return 'clock moved on to the next attempt';
  }
  return (await clock.advanceToNextTimer(settle)) ? 'clock moved on to what was due next' : 'nothing is due, the clock stays';
}

function measureWay(nowMs: number, toMs: number): number {
  const way = toMs - nowMs;
  if (way >= 0 && way <= MAX_ADVANCE_MS) return way;
  const why = way < 0 ? 'has passed, and the clock cannot go back' : 'is more than a year ahead';
  throw new HarnessError('invalid_move', `${new Date(toMs).toISOString()} ${why}.`, {
    hint: `It is ${new Date(nowMs).toISOString()} by the clock of the lane.`,
  });
}

export function presentClock({ clock }: Lane): ClockView {
  const nextMs = clock.nextTimerAtMs();
  return {
    now: new Date(clock.nowMs()).toISOString(),
    speed: clock.speed,
    aheadMs: clock.leadMs(),
    nextTimerAt: nextMs === null ? null : new Date(nextMs).toISOString(),
  };
}
