import type { ActiveFault } from '../domain/fault.js';
import { DEFAULT_LANE } from '../domain/lane.js';
import type { Engine } from '../engine/engine.js';
import type { RouteReply } from '../providers/provider.js';
import { NO_REPLY, type ProviderCall, type ProviderCallParts, performCall, recordExchange } from './provider-call.js';

/** The fault that a call meets, if any. It counts as used when this returns. */
export function meetFault({ provider, route, request }: ProviderCall, engine: Engine): ActiveFault | null {
  if (route.kind !== 'api' || engine.state.faults.size === 0) return null;
  const caller = provider.findCaller(request, engine.viewOf(provider));
  return engine.faults.meetCall(provider, route.name, caller?.lane ?? DEFAULT_LANE);
}

/**
 * Answers a call that meets a fault; null: its connection is to be dropped without an answer.
 * @param left aborted when the caller no longer waits.
 */
export async function answerWithFault(
  call: ProviderCall,
  { spec, lane: laneName }: ActiveFault,
  parts: ProviderCallParts,
  left: AbortSignal,
): Promise<RouteReply | null> {
  const { provider, request } = call;
  const { engine } = parts;
  const faults = [spec.fault];
  if (spec.fault === 'api-drop' && spec.moment === 'after') {
    await performCall({ ...call, unanswered: faults }, parts);
    return null;
  }
  const lane = engine.lanes.of(laneName);
  const watch = lane.startWatch();
  const reply = buildReply(spec, provider);
  if (spec.fault === 'api-timeout') await wait(Number(spec.afterMs), [left, lane.closing, engine.stopping]);
  const caller = provider.findCaller(request, engine.viewOf(provider));
  const outcome = { reply: reply ?? NO_REPLY, ...(caller ? { accountId: caller.id } : {}) };
  if (lane.isOpen) recordExchange(call, outcome, watch(), lane, engine, faults);
  await engine.whenDurable().catch(() => {});
  return reply;
}

function buildReply(spec: ActiveFault['spec'], { title, answerFailure }: ProviderCall['provider']): RouteReply | null {
  if (spec.fault === 'api-error') {
    return answerFailure(Number(spec.status), `${title} fails on purpose: a fault is set on this call`);
  }
  if (spec.fault !== 'api-rate-limit') return null;
  const reply = answerFailure(429, 'Too many requests');
  return { ...reply, headers: [...(reply.headers ?? []), ['Retry-After', String(spec.retryAfterSeconds)]] };
}

/** In real time, because the caller's limit is real, too. */
function wait(ms: number, ends: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const end of ends) end.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    for (const end of ends) end.addEventListener('abort', done);
    if (ends.some(({ aborted }) => aborted)) done();
  });
}
