import { z } from 'zod';
import { hideCredentials } from '../../domain/url-credentials.js';
import type { Engine } from '../../engine/engine.js';
import type { Held } from '../../engine/holds/holds.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { type HoldsView, holdsView } from './hold-replies.js';
import { findOwnPayment } from './lane-lookups.js';

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

export const holdControl = [
  defineRoute({
    method: 'GET',
    path: '/holds',
    summary: 'What will be held, and what waits to be released',
    reply: holdsView,
    handle: presentHolds,
  }),
  defineRoute({
    method: 'POST',
    path: '/holds',
    summary: 'Hold the next deliveries or redirects, so that a test decides which of them the app sees first',
    body: holdAsked,
    reply: holdsView,
    handle(context, { target, paymentId, count }) {
      const payment = paymentId === undefined ? null : findOwnPayment(context, paymentId);
      const lane = payment?.lane ?? context.lane;
      context.engine.holds.set(lane, { target, paymentId: payment?.id ?? null, count });
      return settle({ ...context, lane });
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/holds/clear',
    summary: 'End every hold; what is held stays held until it is released',
    reply: holdsView,
    handle(context) {
      context.engine.holds.clearAll(context.lane);
      return settle(context);
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/holds/{id}',
    summary: 'End one hold; what it holds stays held until it is released',
    reply: holdsView,
    handle(context: ControlContext) {
      const lane = context.engine.holds.clear(context.params.id ?? '', limitOf(context));
      return settle({ ...context, lane });
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/held/release',
    summary: 'Release everything that is held, oldest first',
    reply: holdsView,
    handle(context) {
      context.engine.holds.releaseAll(context.lane);
      return settle(context);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/held/{id}/release',
    summary: 'Release one held delivery or redirect',
    reply: holdsView,
    handle(context: ControlContext) {
      const lane = context.engine.holds.release(context.params.id ?? '', limitOf(context));
      return settle({ ...context, lane });
    },
  }),
];

/** The one lane that is looked at; undefined: every one. */
function limitOf({ lane, isLaneGiven }: ControlContext): string | undefined {
  return isLaneGiven ? lane : undefined;
}

async function settle(context: ControlContext): Promise<HoldsView> {
  await context.engine.whenDurable();
  return presentHolds(context);
}

function presentHolds({ engine, lane }: ControlContext): HoldsView {
  return {
    holds: engine.holds.list(lane).map(({ id, target, paymentId, countLeft, setAtMs }) => ({
      id,
      target,
      paymentId,
      countLeft,
      setAt: new Date(setAtMs).toISOString(),
    })),
    held: engine.holds.listHeld(lane).map((held) => presentHeld(engine, held)),
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
