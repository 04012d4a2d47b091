import { z } from 'zod';
import type { Lane } from '../../engine/lanes/lane.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { binView } from './replies.js';

const DEFAULT_IDLE_MS = 10_000;

/** The connection's own headers are the server's business: a false length breaks the reply instead of shaping it. */
const FRAMING_HEADERS = ['connection', 'content-length', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'];
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/)
  .refine((name) => !FRAMING_HEADERS.includes(name.toLowerCase()), 'is set by the server itself');

const typesIn = (headers: readonly (readonly [name: string, value: string])[]) =>
  headers.filter(([name]) => name.toLowerCase() === 'content-type').map(([, type]) => type);

const binChange = z.strictObject({
  status: z.int().min(200).max(599).optional(),
  delayMs: z.number().min(0).max(600_000).optional(),
  headers: z
    .array(z.tuple([headerName, z.string().regex(/^[\t\x20-\x7e]*$/)]))
    .max(50)
    .refine((headers) => typesIn(headers).length < 2, 'name Content-Type once')
    .refine((headers) => typesIn(headers).every((type) => type.trim() !== ''), 'give Content-Type a value, or leave it out')
    .optional(),
  body: z.string().max(65_536).optional(),
});

export const stageControl = [
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
      context.engine.bins.set(nameOf(context), change);
      return presentBin(context);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/idle',
    summary: 'Wait until nothing is under way in the lane: no attempt, callback or visit. What is due later is not waited for',
    body: z
      .strictObject({
        waitMs: z.int().min(0).max(60_000).default(DEFAULT_IDLE_MS).meta({ description: 'at most this long, real ms' }),
      })
      .optional(),
    reply: z.object({ isIdle: z.boolean(), pending: z.int().meta({ description: 'what is still under way' }) }),
    async handle({ engine, lane: name }, asked) {
      const lane = engine.lanes.get(name);
      const isIdle = await waitUntilIdle(lane, asked?.waitMs ?? DEFAULT_IDLE_MS, engine.stopping);
      return { isIdle, pending: lane.activity.running };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/reset',
    summary:
      'Forget every payment, hold, fault and bin setting of the lane and go back to real time, unless its clock is its own; a move of the clock that is under way ends then. Accounts, keys and settings stay',
    reply: z.object({ reset: z.literal(true) }),
    async handle({ engine, lane }) {
      await engine.reset(lane);
      return { reset: true };
    },
  }),
];

/** Below a lane only that lane's bins exist, by their whole name or by what comes after the lane's. */
function nameOf({ lane, isLaneGiven, params, engine }: ControlContext): string {
  const name = params.name ?? '';
  return isLaneGiven && engine.bins.laneOf(name) !== lane ? `${lane}.${name}` : name;
}

function presentBin(context: ControlContext) {
  const { engine, address } = context;
  const name = nameOf(context);
  return { name, url: address.binUrl(name), ...engine.bins.answerOf(name) };
}

/** The limit is real time: the lane's may stand still. */
async function waitUntilIdle(lane: Lane, waitMs: number, stopping: AbortSignal): Promise<boolean> {
  // Not AbortSignal.timeout: Node may lose a timer that is only part of another signal (nodejs/node#57736), and nobody would be answered.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), waitMs);
  const over = AbortSignal.any([late.signal, stopping, lane.closing]);
  const limit = new Promise<false>((resolve) => {
    over.addEventListener('abort', () => resolve(false), { once: true });
    if (over.aborted) resolve(false);
  });
  return Promise.race([lane.activity.whenIdle().then(() => true), limit]).finally(() => {
    clearTimeout(timer);
    // Node keeps a signal that somebody listens to until it is aborted.
    late.abort();
  });
}
