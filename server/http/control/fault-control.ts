import { z } from 'zod';
import { HarnessError } from '../../domain/errors.js';
import { type ActiveFault, endsAtMs, kindOfFault, usesLeft } from '../../domain/fault.js';
import { anyFaultSpec } from '../../domain/fault-spec.js';
import { nearestName } from '../../domain/nearest.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { presentKinds } from './fault-kind-views.js';
import { type FaultsView, type FaultView, faultsView, faultView } from './fault-replies.js';
import { findOwnPayment } from './lane-lookups.js';
import { jsonObject } from './replies.js';

export const faultControl = [
  defineRoute({
    method: 'GET',
    path: '/faults',
    summary: 'What goes wrong on purpose, and everything that can',
    reply: faultsView,
    handle: presentFaults,
  }),
  defineRoute({
    method: 'POST',
    path: '/faults',
    summary: 'Make something go wrong from now on; several faults may apply to one delivery',
    body: jsonObject,
    documentedBody: anyFaultSpec,
    reply: faultView,
    async handle(context, asked) {
      const { engine } = context;
      const payment = readPaymentId(asked);
      const lane = payment === undefined ? context.lane : findOwnPayment(context, payment).lane;
      refuseUnknownStatus(context, lane, asked);
      const fault = engine.faults.active.set(lane, asked);
      await engine.whenDurable();
      return presentFault(fault);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/faults/clear',
    summary: 'End every fault; what faults keep back goes out',
    reply: faultsView,
    async handle(context) {
      context.engine.faults.clearAll(context.lane);
      await context.engine.whenDurable();
      return presentFaults(context);
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/faults/{id}',
    summary: 'End one fault; what it keeps back goes out',
    reply: z.object({ cleared: z.literal(true) }),
    async handle({ engine, params, lane, isLaneGiven }: ControlContext) {
      engine.faults.clear(params.id ?? '', isLaneGiven ? lane : undefined);
      await engine.whenDurable();
      return { cleared: true };
    },
  }),
];

/** A status that no event announces would wait for ever. @throws HarnessError `unknown_status` with the nearest one. */
function refuseUnknownStatus({ engine }: ControlContext, lane: string, { when }: z.infer<typeof jsonObject>): void {
  if (typeof when !== 'object' || when === null || Array.isArray(when) || typeof when.status !== 'string') return;
  const { status, provider: name, payment } = when;
  const owner = typeof payment === 'string' ? engine.state.payments.get(payment)?.provider : name;
  const asked = [...engine.providers.values()].filter((provider) => owner === undefined || provider.name === owner);
  const known = asked.flatMap((provider) => {
    const { settings } = engine.accounts.inLane(provider.name, lane);
    return provider.listEventStatuses?.(settings) ?? Object.keys(provider.statuses);
  });
  if (asked.length === 0 || known.includes(status)) return;
  const near = nearestOf(status, known);
  throw new HarnessError('unknown_status', `No event announces the status "${status.slice(0, 80)}".`, {
    hint: near ? `Did you mean "${near}"?` : `Known statuses: ${[...new Set(known)].join(', ')}.`,
  });
}

/** Statuses are written in capitals by some. */
function nearestOf(wrong: string, known: readonly string[]): string | undefined {
  const folded = known.map((name) => name.toLowerCase());
  const near = nearestName(wrong, folded);
  return near === undefined ? undefined : known[folded.indexOf(near)];
}

/** Anything else than an id is refused where the fault is checked. */
function readPaymentId({ when }: z.infer<typeof jsonObject>): string | undefined {
  if (typeof when !== 'object' || when === null || Array.isArray(when)) return undefined;
  return typeof when.payment === 'string' && when.payment !== '' ? when.payment : undefined;
}

function presentFaults({ engine, lane }: ControlContext): FaultsView {
  const { state, providers } = engine;
  return {
    faults: engine.faults.active.list(lane).map(presentFault),
    keptBack: [...state.keptBack.values()].flatMap(({ deliveryId, waits }) => {
      const paymentId = state.deliveries.get(deliveryId)?.paymentId ?? '';
      if (state.payments.get(paymentId)?.lane !== lane || waits.length === 0) return [];
      const untilMs = waits.some((wait) => wait.untilMs === null) ? null : Math.max(...waits.map((wait) => wait.untilMs ?? 0));
      const until = untilMs === null ? null : new Date(untilMs).toISOString();
      return [{ deliveryId, paymentId, faults: waits.map(({ fault }) => fault), until }];
    }),
    kinds: presentKinds([...providers.values()]),
  };
}

function presentFault(fault: ActiveFault): FaultView {
  const { id, spec, uses, setAtMs } = fault;
  const { title, sentence, place } = kindOfFault(fault);
  const endMs = endsAtMs(fault);
  return {
    id,
    fault: spec.fault,
    title,
    sentence,
    place,
    spec,
    timesLeft: usesLeft(fault),
    uses,
    setAt: new Date(setAtMs).toISOString(),
    endsAt: endMs === null ? null : new Date(endMs).toISOString(),
  };
}
