import { z } from 'zod';
import { sayDuration } from '../../domain/duration.js';
import { HarnessError } from '../../domain/errors.js';
import type { LogRecord } from '../../protocol/records.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { binView, clockView, jsonObject } from './replies.js';

const MAX_RECORDS = 1_000;

const clockChange = z
  .strictObject({
    speed: z.number().min(0).max(1_000_000).optional().meta({ description: '1 is real time, 0 freezes' }),
    advanceMs: z
      .number()
      .min(0)
      .max(366 * 86_400_000)
      .optional()
      .meta({ description: 'move on by this much; due work happens on the way' }),
    jumpTo: z.enum(['next-timer']).optional().meta({ description: 'move on to whatever is due next' }),
  })
  .refine((change) => Object.keys(change).length === 1, 'give exactly one of speed, advanceMs, jumpTo');

/** The connection's own headers are the server's business: a false length breaks the reply instead of shaping it. */
const FRAMING_HEADERS = ['connection', 'content-length', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'];
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/)
  .refine((name) => !FRAMING_HEADERS.includes(name.toLowerCase()), 'is set by the server itself');

const binChange = z.strictObject({
  status: z.int().min(200).max(599).optional(),
  delayMs: z.number().min(0).max(600_000).optional(),
  headers: z
    .array(z.tuple([headerName, z.string().regex(/^[\t\x20-\x7e]*$/)]))
    .max(50)
    .optional(),
  body: z.string().max(65_536).optional(),
});

export const stageControl = [
  defineRoute({
    method: 'GET',
    path: '/records',
    summary: 'The log, oldest first',
    query: { after: 'only records with a higher seq', limit: `at most this many, 1 to ${MAX_RECORDS}, default 100` },
    reply: z.object({ records: z.array(jsonObject), newestSeq: z.int(), oldestSeq: z.int() }),
    async handle({ engine, query }) {
      const after = readWhole(query, 'after', 0, Number.MAX_SAFE_INTEGER, 0);
      const limit = readWhole(query, 'limit', 1, MAX_RECORDS, 100);
      const records: LogRecord[] = [];
      for await (const lines of engine.log.read(after)) {
        for (const line of lines) if (records.length < limit) records.push(JSON.parse(line) as LogRecord);
        if (records.length >= limit) break;
      }
      return { records, newestSeq: engine.log.newestSeq, oldestSeq: engine.log.oldestSeq };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/records/{seq}',
    summary: 'One record in full',
    reply: jsonObject,
    async handle({ engine, params }) {
      const record = await engine.log.get(Number(params.seq));
      if (record) return record;
      throw new HarnessError('unknown_record', `There is no record ${params.seq}.`, { status: 404 });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/clock',
    summary: 'Time of the stage',
    reply: clockView,
    handle: presentClock,
  }),
  defineRoute({
    method: 'POST',
    path: '/clock',
    summary:
      'Speed the clock up, freeze it, or move it on. Answers when the work that came due is done; a target that does not answer holds it up until the attempt times out',
    body: clockChange,
    reply: clockView,
    async handle(context, change) {
      const { engine } = context;
      const settle = () => engine.activity.whenIdle();
      let text = `clock runs at speed ${change.speed}`;
      if (change.speed !== undefined) engine.clock.setSpeed(change.speed);
      if (change.advanceMs !== undefined) {
        await engine.clock.advance(change.advanceMs, settle);
        text = `clock moved on by ${sayDuration(change.advanceMs)}`;
      }
      if (change.jumpTo !== undefined) {
        const didJump = await engine.clock.advanceToNextTimer(settle);
        text = didJump ? 'clock moved on to what was due next' : 'nothing is due, the clock stays';
      }
      const { now, speed } = presentClock(context);
      engine.log.append('default', engine.nowMs(), { type: 'clock.changed', now, speed, text });
      await engine.whenDurable();
      return presentClock(context);
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/bins/{name}',
    summary: 'What a built-in receiver answers',
    reply: binView,
    handle: presentBin,
  }),
  defineRoute({
    method: 'PATCH',
    path: '/bins/{name}',
    summary: 'Set what a built-in receiver answers, such as 200 instead of 204, or 503, or late',
    body: binChange,
    reply: binView,
    handle(context, change) {
      context.engine.bins.set(context.params.name ?? '', change);
      return presentBin(context);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/reset',
    summary: 'Forget every payment and bin setting and go back to real time; accounts, keys and settings stay',
    reply: z.object({ reset: z.literal(true) }),
    async handle({ engine }) {
      await engine.reset('default');
      return { reset: true };
    },
  }),
];

function presentClock({ engine }: ControlContext) {
  const nextMs = engine.clock.nextTimerAtMs();
  return {
    now: new Date(engine.nowMs()).toISOString(),
    speed: engine.clock.speed,
    nextTimerAt: nextMs === null ? null : new Date(nextMs).toISOString(),
  };
}

function presentBin({ engine, address, params }: ControlContext) {
  const name = params.name ?? '';
  return { name, url: `${address.publicUrl}/_paystage/bin/${name}`, ...engine.bins.answerOf(name) };
}

function readWhole(query: URLSearchParams, name: string, least: number, most: number, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new HarnessError('invalid_query', `${name} must be a whole number from ${least} to ${most}, not "${text}".`);
}
