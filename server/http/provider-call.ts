import { HarnessError } from '../domain/errors.js';
import { DEFAULT_LANE } from '../domain/lane.js';
import type { Applied } from '../engine/decisions.js';
import type { Engine } from '../engine/engine.js';
import type { Lane } from '../engine/lanes/lane.js';
import type { CapturedRequest, Header, LogRecord } from '../protocol/records.js';
import type { CalledRoute, Provider, RouteOutcome, RouteReply, RouteRequest } from '../providers/provider.js';
import { type CaptureRules, captureReply } from './capture-exchange.js';
import type { ReportDefect } from './error-handler.js';
import { renderContent } from './render-content.js';

export interface ProviderCallParts {
  engine: Engine;
  reportDefect: ReportDefect;
}

/** A call of one of a provider's routes, whoever makes it. */
export interface ProviderCall {
  provider: Provider;
  route: CalledRoute;
  request: RouteRequest;
  /** What the record keeps of the request. */
  capture(rules: CaptureRules): CapturedRequest;
  /** Aborted once a browser is answered or gone; missing where no browser waits. */
  left?: AbortSignal;
  /** Names of the faults that keep the answer from its caller. */
  unanswered?: string[];
}

export interface PerformedCall {
  /** What the caller gets; null: its connection ends without an answer. */
  reply: RouteReply | null;
  outcome: RouteOutcome;
  applied: Applied;
  /** The record of the exchange; null for an asset, and while nothing can be stored. */
  record: LogRecord | null;
}

/** How a record shows that nothing was answered. */
export const NO_REPLY: RouteReply = { status: 0 };

const NOTHING: Applied = { redirect: null, eventIds: [], paymentIds: [], secretWrites: [] };

/**
 * Lets the provider decide, writes the exchange down, and returns when everything decided is on disk. A failure of ours becomes a reply in
 * the provider's own error shape.
 */
export async function performCall(call: ProviderCall, parts: ProviderCallParts): Promise<PerformedCall> {
  const { provider, route } = call;
  const { engine } = parts;
  const startedAt = performance.now();
  const { outcome, applied } = decide(call, parts);
  const lane = findLane(outcome, engine);
  const watch = lane.startWatch(startedAt);
  // In a repeatable lane no race is left to chance: the webhook goes first, unless a hold or a fault says otherwise.
  const isWebhookFirst = outcome.awaitFirstAttempts || (lane.isRepeatable && applied.redirect !== null);
  if (isWebhookFirst) await engine.whenFirstAttempted(applied.eventIds);
  if (route.kind === 'asset') return { reply: outcome.reply, outcome, applied, record: null };
  const sentBack = applied.redirect ? await engine.sendBack.pass(applied.redirect, lane, call.left ?? null) : null;
  const isAnswered = call.unanswered === undefined && sentBack?.isAnswered !== false;
  const faults = isAnswered ? [] : (call.unanswered ?? sentBack?.faults);
  const told = isAnswered ? outcome : { ...outcome, reply: NO_REPLY };
  // Disposed while it waited: the caller is answered, and nothing of the lane is written any more.
  const record = lane.isOpen ? recordExchange(call, told, watch(), lane, engine, faults) : null;
  if (await isStored(engine, applied)) return { reply: isAnswered ? outcome.reply : null, outcome, applied, record };
  noteUnstored(lane, engine, provider, route);
  const reply = provider.answerFailure(507, tellUnstored(applied));
  return { reply, outcome, applied, record: null };
}

function decide(
  { provider, route, request }: ProviderCall,
  { engine, reportDefect }: ProviderCallParts,
): { outcome: RouteOutcome; applied: Applied } {
  try {
    return engine.handleRoute(provider, route, request);
  } catch (error) {
    if (error instanceof HarnessError) {
      const status = error.status === 507 || error.status === 503 ? error.status : 500;
      return { outcome: { reply: provider.answerFailure(status, error.message) }, applied: NOTHING };
    }
    reportDefect(error, `${provider.name} ${route.name}`);
    return {
      outcome: { reply: provider.answerFailure(500, 'The harness failed on this request; its terminal has the details.') },
      applied: NOTHING,
    };
  }
}

/** Whose call it was; a call that nobody can be told by belongs to the default lane. */
function findLane(outcome: RouteOutcome, engine: Engine): Lane {
  const account = outcome.accountId === undefined ? undefined : engine.accounts.get(outcome.accountId);
  return engine.lanes.of(account?.lane ?? engine.state.payments.get(outcome.paymentId ?? '')?.lane ?? DEFAULT_LANE);
}

async function isStored(engine: Engine, { secretWrites }: Applied): Promise<boolean> {
  try {
    await Promise.all([engine.whenDurable(), ...secretWrites]);
    return true;
  } catch {
    return false;
  }
}

/** What was decided when the disk refused it is there, and is written down as soon as there is room. */
function tellUnstored({ paymentIds }: Applied): string {
  return paymentIds.length === 0
    ? 'The harness cannot store records at the moment; nothing was changed.'
    : 'The harness could not store what this call did. It is kept once there is room: look before you call again.';
}

/** The record of the exchange says what would have been answered; this one says what was. */
function noteUnstored(lane: Lane, engine: Engine, provider: Provider, route: CalledRoute): void {
  engine.log.append(lane.name, lane.clock.nowMs(), {
    type: 'harness.notice',
    level: 'error',
    code: 'answered_507',
    message: `${provider.title} ${route.name} was answered 507, because what it did could not be stored in time.`,
    hint: 'See that the disk has room and the data folder is writable; nothing that was acknowledged is lost.',
  });
}

/** Writes a call down. @param faults names of those that it met. @returns null while nothing can be stored. */
export function recordExchange(
  { provider, route, capture }: ProviderCall,
  outcome: RouteOutcome,
  durationMs: number,
  lane: Lane,
  engine: Engine,
  faults: string[] = [],
): LogRecord | null {
  if (engine.log.storageProblem) return null;
  const [contentType, text] = renderContent(outcome.reply.content);
  const replyHeaders: Header[] = [
    ...(contentType ? [['Content-Type', contentType] as Header] : []),
    ...(outcome.reply.headers ?? []),
  ];
  const { refusal } = outcome.reply;
  const { credentialHeaders, secretFields } = provider;
  const rules = { redact: engine.redactorOf(outcome.paymentId), credentialHeaders, secretFields };
  const shared = {
    provider: provider.name,
    route: route.name,
    paymentId: outcome.paymentId ?? null,
    request: capture(rules),
    // A page's markup is the same every time and says nothing about the app.
    response: captureReply(
      outcome.reply.status,
      replyHeaders,
      route.kind === 'api' || outcome.reply.content?.kind === 'json' ? text : '',
      rules,
    ),
    durationMs: Math.round(durationMs * 10) / 10,
    ...(faults.length === 0 ? {} : { faults }),
  };
  return engine.log.append(
    lane.name,
    lane.clock.nowMs(),
    route.kind === 'api'
      ? {
          type: 'api.called',
          accountId: outcome.accountId ?? null,
          ...shared,
          // As the body: a message may repeat what was sent.
          ...(refusal ? { refusal: { ...refusal, message: rules.redact.maskText(refusal.message) } } : {}),
        }
      : { type: 'page.served', ...shared },
  );
}
