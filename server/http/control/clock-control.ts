import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { sayDuration } from '../../domain/duration.js';
import { HarnessError } from '../../domain/errors.js';
import { parseDuration } from '../../domain/parse-duration.js';
import type { Lane } from '../../engine/lanes/lane.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { type ClockView, clockView } from './replies.js';

const MAX_ADVANCE_MS = 366 * 86_400_000;
/** What is under way may itself wait for this very move, as a webhook does that is sent to this address. Node's own clients give up after 5 min. */
const DEFAULT_WITHIN_MS = 240_000;

/** Text with units, as files and the terminal take it, or ms. */
const durationMs = z
  .union([z.string().max(40), z.number()])
  .transform((given) => (typeof given === 'number' ? given : parseDuration(given)))
  .pipe(z.number({ error: 'takes a duration such as 90s, 5m, 2h or 1d, or ms' }).min(0).max(MAX_ADVANCE_MS));

const clockChange = z
  .strictObject({
    speed: z.number().min(0).max(1_000_000).optional().meta({ description: '1 is real time, 0 freezes' }),
    advanceMs: z
      .number()
      .min(0)
      .max(MAX_ADVANCE_MS)
      .optional()
      .meta({ description: 'move on by this much; due work happens on the way' }),
    advance: durationMs.optional().meta({ description: 'the same as text: "1d", "90s"' }),
    to: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'move on to this moment, ISO 8601; due work happens on the way' }),
    jumpTo: z
      .enum(['next-timer', 'next-attempt'])
      .optional()
      .meta({ description: 'move on to whatever is due next, or to the next attempt of a delivery' }),
    realTime: z.literal(true).optional().meta({
      description:
        'back to the time of this machine, at its own speed; a move that is under way ends, and what was due ahead of that time waits until then',
    }),
    withinMs: z.number().min(1).max(3_600_000).optional().meta({
      description: 'how long the move may take in real time; then the clock stays where it has come to. Default: 4 minutes',
    }),
  })
  .refine(
    ({ withinMs: _limit, ...change }) => Object.keys(change).length === 1,
    'give exactly one of speed, advance, advanceMs, to, jumpTo, realTime',
  );

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
      'Speed the clock of the lane up, freeze it, move it on, or bring it back to real time. Answers when the work that came due is done; while the clock stands, an attempt that gets no answer times out as the clock passes its timeout',
    body: clockChange,
    reply: clockView,
    handle: changeClock,
  }),
];

/**
 * @throws HarnessError `invalid_move` for a moment that has passed or lies too far ahead; `unknown_lane` when it was disposed on the way;
 * `clock_held_up` and `clock_brought_back` (409).
 */
async function changeClock({ engine, lane: name }: ControlContext, asked: z.infer<typeof clockChange>): Promise<ClockView> {
  const lane = engine.lanes.get(name);
  const { withinMs, ...change } = asked;
  const text = await moveClock(lane, change, () => engine.nextAttemptAtMs(name), limitWait(lane, withinMs ?? DEFAULT_WITHIN_MS));
  engine.lanes.get(name);
  const { now, speed } = presentClock(lane);
  engine.log.append(name, lane.clock.nowMs(), { type: 'clock.changed', now, speed, text });
  await engine.whenDurable();
  return presentClock(lane);
}

/** Waits for what is under way in the lane, and only so long for all of it. */
function limitWait(lane: Lane, withinMs: number): () => Promise<void> {
  const endsAtMs = performance.now() + withinMs;
  return async () => {
    const end = new AbortController();
    const late = setTimeout(Math.max(1, endsAtMs - performance.now()), true, { signal: end.signal }).catch(() => false);
    const isLate = await Promise.race([lane.whenSettled().then(() => false), late]);
    end.abort();
    if (!isLate) return;
    throw new HarnessError('clock_held_up', `The clock has come to ${new Date(lane.clock.nowMs()).toISOString()} only.`, {
      status: 409,
      hint: 'Something was under way all the time: an answer that does not come, or a browser that is held.',
    });
  };
}

type ClockChange = Omit<z.infer<typeof clockChange>, 'withinMs'>;

/** @returns what was done, in words. */
async function moveClock(
  { clock, unanswered }: Lane,
  change: ClockChange,
  findNextAttempt: () => number | null,
  settle: () => Promise<void>,
): Promise<string> {
  if (change.speed !== undefined) {
    clock.setSpeed(change.speed);
    return `clock runs at speed ${change.speed}`;
  }
  if (change.realTime) {
    if (clock.leadMs() === null)
      throw new HarnessError('invalid_move', 'The clock of this lane is its own, there is no real time to go back to.', {
        hint: 'Open another lane, with a clock of its own.',
      });
    clock.returnToRealTime();
    return 'clock brought back to real time';
  }
  const advanceMs = change.advanceMs ?? change.advance;
  if (advanceMs !== undefined) {
    await clock.advance(advanceMs, settle);
    return `clock moved on by ${sayDuration(advanceMs)}`;
  }
  if (change.to !== undefined) {
    const toMs = Date.parse(change.to);
    refuseFarMove(clock.nowMs(), toMs);
    await clock.advanceTo(() => toMs, settle);
    return `clock moved on to ${new Date(change.to).toISOString()}`;
  }
  if (change.jumpTo === 'next-attempt') {
    // What is under way decides when the next attempt is due; what gets no answer does when it times out.
    await clock.advanceTo(() => (findNextAttempt() === null ? unanswered.nextExpiryAtMs() : null), settle);
    const isDue = await clock.advanceTo(findNextAttempt, settle);
    return isDue ? 'clock moved on to the next attempt' : 'no attempt is due, the clock stays';
  }
  return (await clock.advanceToNextTimer(settle)) ? 'clock moved on to what was due next' : 'nothing is due, the clock stays';
}

function refuseFarMove(nowMs: number, toMs: number): void {
  const way = toMs - nowMs;
  if (way >= 0 && way <= MAX_ADVANCE_MS) return;
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
