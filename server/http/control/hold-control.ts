import { z } from 'zod';
import { hideCredentials } from '../../domain/url-credentials.js';
import type { Engine } from '../../engine/engine.js';
import type { Held } from '../../engine/holds.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { type HoldsView, holdsView } from './hold-replies.js';

const holdAsked = z.strictObject({
  target: z
    .enum(['delivery', 'redirect'])
    .meta({ description: 'what is held: deliveries before their first attempt, or redirects' }),
  paymentId: z.string().min(1).optional().meta({ description: 'only of this payment' }),
  count: z
    .int()
    .min(1)
    .max(1_000)
    .nullable()
    .default(1)
    .meta({ description: 'how many; null: every one until the hold is cleared' }),
});

const LANE = 'default';

export const holdControl = [
  defineRoute({
    method: 'GET',
    path: '/holds',
    summary: 'What will be held, and what waits to be released',
    reply: holdsView,
    handle: ({ engine }) => presentHolds(engine),
  }),
  defineRoute({
    method: 'POST',
    path: '/holds',
    summary: 'Hold the next deliveries or redirects, so that a test decides which of them the app sees first',
    body: holdAsked,
    reply: holdsView,
    handle({ engine }, { target, paymentId, count }) {
      const payment = paymentId === undefined ? null : engine.payment(paymentId);
      engine.holds.set(payment?.lane ?? LANE, { target, paymentId: payment?.id ?? null, count });
      return settle(engine);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/holds/clear',
    summary: 'End every hold; what is held stays held until it is released',
    reply: holdsView,
    handle({ engine }) {
      engine.holds.clearAll(LANE);
      return settle(engine);
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/holds/{id}',
    summary: 'End one hold; what it holds stays held until it is released',
    reply: holdsView,
    handle({ engine, params }: ControlContext) {
      engine.holds.clear(params.id ?? '');
      return settle(engine);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/held/release',
    summary: 'Release everything that is held, oldest first',
    reply: holdsView,
    handle({ engine }) {
      engine.holds.releaseAll(LANE);
      return settle(engine);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/held/{id}/release',
    summary: 'Release one held delivery or redirect',
    reply: holdsView,
    handle({ engine, params }: ControlContext) {
      engine.holds.release(params.id ?? '');
      return settle(engine);
    },
  }),
];

async function settle(engine: Engine): Promise<HoldsView> {
  await engine.whenDurable();
  return presentHolds(engine);
}

function presentHolds(engine: Engine): HoldsView {
  return {
    holds: engine.holds.list(LANE).map(({ id, target, paymentId, countLeft, setAtMs }) => ({
      id,
      target,
      paymentId,
      countLeft,
      setAt: new Date(setAtMs).toISOString(),
    })),
    held: engine.holds.listHeld(LANE).map((held) => presentHeld(engine, held)),
  };
}

function presentHeld(engine: Engine, held: Held): HoldsView['held'][number] {
  if (held.kind === 'redirect') {
    const { id, paymentId, location, heldAtMs } = held.redirect;
    return {
      id,
      target: 'redirect',
      paymentId,
      event: null,
      to: hideCredentials(location),
      heldAt: new Date(heldAtMs).toISOString(),
    };
  }
  const { delivery, heldAtMs } = held;
  return {
    id: delivery.id,
    target: 'delivery',
    paymentId: delivery.paymentId,
    event: engine.state.events.get(delivery.eventId)?.status ?? null,
    to: hideCredentials(delivery.endpoint),
    heldAt: new Date(heldAtMs).toISOString(),
  };
}
