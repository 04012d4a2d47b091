import { HarnessError } from '../domain/errors.js';
import type { Applied } from '../engine/decisions.js';
import type { Engine } from '../engine/engine.js';
import type { CapturedRequest, Header, LogRecord } from '../protocol/records.js';
import type { Provider, ProviderRoute, RouteOutcome, RouteReply, RouteRequest } from '../providers/provider.js';
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
  route: ProviderRoute;
  request: RouteRequest;
  /** What the record keeps of the request. */
  capture(): CapturedRequest;
  /** How the record masks the reply. */
  rules: CaptureRules;
}

export interface PerformedCall {
  /** What the caller gets. */
  reply: RouteReply;
  outcome: RouteOutcome;
  applied: Applied;
  /** The record of the exchange; null for an asset, and while nothing can be stored. */
  record: LogRecord | null;
}

const NOTHING: Applied = { redirect: null, eventIds: [], paymentIds: [] };

/**
 * Lets the provider decide, writes the exchange down, and returns when everything decided is on disk. A failure of ours becomes a reply in
 * the provider's own error shape.
 */
export async function performCall(call: ProviderCall, parts: ProviderCallParts): Promise<PerformedCall> {
  const { provider, route } = call;
  const { engine } = parts;
  const startedAt = performance.now();
  const { outcome, applied } = decide(call, parts);
  if (outcome.awaitFirstAttempts) await engine.whenFirstAttempted(applied.eventIds);
  if (route.kind === 'asset') return { reply: outcome.reply, outcome, applied, record: null };
  const record = recordExchange(call, outcome, performance.now() - startedAt, engine);
  if (await isStored(engine)) return { reply: outcome.reply, outcome, applied, record };
  noteUnstored(engine, provider, route);
  const reply = provider.answerFailure(507, 'The harness cannot store records at the moment; nothing was acknowledged.');
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

async function isStored(engine: Engine): Promise<boolean> {
  try {
    await engine.whenDurable();
    return true;
  } catch {
    return false;
  }
}

/** The record of the exchange says what would have been answered; this one says what was. */
function noteUnstored(engine: Engine, provider: Provider, route: ProviderRoute): void {
  engine.log.append('default', engine.nowMs(), {
    type: 'harness.notice',
    level: 'error',
    code: 'answered_507',
    message: `${provider.title} ${route.name} was answered 507, because its records could not be stored in time.`,
    hint: 'See that the disk has room and the data folder is writable; nothing that was acknowledged is lost.',
  });
}

function recordExchange(
  { provider, route, capture, rules }: ProviderCall,
  outcome: RouteOutcome,
  durationMs: number,
  engine: Engine,
): LogRecord | null {
  if (engine.log.storageProblem) return null;
  const account = outcome.accountId === undefined ? undefined : engine.accounts.get(outcome.accountId);
  const lane = account?.lane ?? engine.state.payments.get(outcome.paymentId ?? '')?.lane ?? 'default';
  const [contentType, text] = renderContent(outcome.reply.content);
  const replyHeaders: Header[] = [
    ...(contentType ? [['Content-Type', contentType] as Header] : []),
    ...(outcome.reply.headers ?? []),
  ];
  const shared = {
    provider: provider.name,
    route: route.name,
    paymentId: outcome.paymentId ?? null,
    request: capture(),
    // A page's markup is the same every time and says nothing about the app.
    response: captureReply(
      outcome.reply.status,
      replyHeaders,
      route.kind === 'api' || outcome.reply.content?.kind === 'json' ? text : '',
      rules,
    ),
    durationMs: Math.round(durationMs * 10) / 10,
  };
  return engine.log.append(
    lane,
    engine.nowMs(),
    route.kind === 'api'
      ? { type: 'api.called', accountId: outcome.accountId ?? null, ...shared }
      : { type: 'page.served', ...shared },
  );
}
