import Router from '@koa/router';
import type Koa from 'koa';
import { HarnessError } from '../domain/errors.js';
import type { Applied } from '../engine/decisions.js';
import type { Engine } from '../engine/engine.js';
import type { Redactor } from '../log/redact.js';
import type { Header } from '../protocol/records.js';
import type { Provider, ProviderRoute, ReplyContent, RouteOutcome, RouteReply, RouteRequest } from '../providers/provider.js';
import { type CaptureRules, captureReply, captureRequest } from './capture-exchange.js';
import type { ReportDefect } from './error-handler.js';
import { maskBody } from './mask-secrets.js';
import { type ReceivedBody, receiveBody } from './request-body.js';

export interface ProviderRouteParts {
  engine: Engine;
  redact: Redactor;
  reportDefect: ReportDefect;
}

/** Answers everything below one provider's base, whose prefix the caller has taken off `ctx.path`. */
export function createProviderRoutes(provider: Provider, parts: ProviderRouteParts): Koa.Middleware {
  // Exact paths, as the providers' own servers are assumed to take them: a sloppy base URL shows here, not in production.
  const router = new Router({ sensitive: true, strict: true });
  for (const route of provider.routes) {
    router.register(route.path, [route.method], (ctx) =>
      answerRoute(ctx as Koa.Context, provider, route, ctx.params as Record<string, string>, parts),
    );
  }
  const dispatch = router.routes();
  return async (ctx) => {
    await dispatch(ctx as Parameters<typeof dispatch>[0], async () => {
      const { path: samePath } = router.match(ctx.path, ctx.method);
      const allowed = [...new Set(samePath.flatMap((layer) => layer.methods))];
      const request = toRouteRequest(ctx, {}, await receiveBody(ctx));
      writeReply(ctx, provider.answerUnmatched(request, allowed));
      if (allowed.length > 0) ctx.set('Allow', allowed.join(', '));
    });
  };
}

async function answerRoute(
  ctx: Koa.Context,
  provider: Provider,
  route: ProviderRoute,
  params: Record<string, string>,
  parts: ProviderRouteParts,
): Promise<void> {
  const startedAt = performance.now();
  const received = await receiveBody(ctx);
  const request = toRouteRequest(ctx, params, received);
  const decided = decide(provider, route, request, parts);
  if (decided.outcome.awaitFirstAttempts) await parts.engine.whenFirstAttempted(decided.applied.eventIds);
  if (route.kind !== 'asset') {
    recordExchange(ctx, provider, route, received, decided.outcome, performance.now() - startedAt, parts);
    if (!(await isStored(parts.engine))) {
      noteUnstored(parts.engine, provider, route);
      writeReply(ctx, provider.answerFailure(507, 'The harness cannot store records at the moment; nothing was acknowledged.'));
      return;
    }
  }
  writeReply(ctx, decided.outcome.reply);
}

const NOTHING: Applied = { redirect: null, eventIds: [], paymentIds: [] };

function decide(
  provider: Provider,
  route: ProviderRoute,
  request: RouteRequest,
  parts: ProviderRouteParts,
): { outcome: RouteOutcome; applied: Applied } {
  try {
    return parts.engine.handleRoute(provider, route, request);
  } catch (error) {
    if (error instanceof HarnessError) {
      const status = error.status === 507 || error.status === 503 ? error.status : 500;
      return { outcome: { reply: provider.answerFailure(status, error.message) }, applied: NOTHING };
    }
    parts.reportDefect(error, `${provider.name} ${route.name}`);
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
  ctx: Koa.Context,
  provider: Provider,
  route: ProviderRoute,
  received: ReceivedBody,
  outcome: RouteOutcome,
  durationMs: number,
  parts: ProviderRouteParts,
): void {
  const { engine } = parts;
  if (engine.log.storageProblem) return;
  const rules: CaptureRules = {
    redact: parts.redact,
    credentialHeaders: provider.credentialHeaders,
    secretFields: provider.secretFields,
  };
  const account = outcome.accountId === undefined ? undefined : engine.accounts.get(outcome.accountId);
  const lane = account?.lane ?? engine.state.payments.get(outcome.paymentId ?? '')?.lane ?? 'default';
  const [contentType, text] = render(outcome.reply.content);
  const replyHeaders: Header[] = [
    ...(contentType ? [['Content-Type', contentType] as Header] : []),
    ...(outcome.reply.headers ?? []),
  ];
  const shared = {
    provider: provider.name,
    route: route.name,
    paymentId: outcome.paymentId ?? null,
    request: captureRequest(ctx, maskBody(received, provider.secretFields), rules),
    // A page's markup is the same every time and says nothing about the app.
    response: captureReply(
      outcome.reply.status,
      replyHeaders,
      route.kind === 'api' || outcome.reply.content?.kind === 'json' ? text : '',
      rules,
    ),
    durationMs: Math.round(durationMs * 10) / 10,
  };
  engine.log.append(
    lane,
    engine.nowMs(),
    route.kind === 'api'
      ? { type: 'api.called', accountId: outcome.accountId ?? null, ...shared }
      : { type: 'page.served', ...shared },
  );
}

function toRouteRequest(ctx: Koa.Context, params: Record<string, string>, received: ReceivedBody): RouteRequest {
  const headers: Record<string, string> = Object.create(null);
  for (const [name, values] of Object.entries(ctx.req.headersDistinct)) if (values) headers[name] = values.join(', ');
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(ctx.querystring)) query[name] ??= value;
  return {
    method: ctx.method,
    path: ctx.path,
    params,
    query,
    headers,
    remoteAddress: ctx.req.socket.remoteAddress ?? '',
    body: received.body,
  };
}

function writeReply(ctx: Koa.Context, reply: RouteReply): void {
  const [contentType, text] = render(reply.content);
  ctx.status = reply.status;
  ctx.body = text === '' ? null : text;
  // `null` makes Koa choose 204; the provider's own status wins.
  ctx.status = reply.status;
  if (contentType !== null && text !== '') ctx.set('Content-Type', contentType);
  for (const [name, value] of reply.headers ?? []) ctx.set(name, value);
}

function render(content: ReplyContent | undefined): [contentType: string | null, text: string] {
  switch (content?.kind) {
    case 'json':
      return ['application/json; charset=utf-8', JSON.stringify(content.value)];
    case 'html':
      return ['text/html; charset=utf-8', content.text];
    case 'css':
      return ['text/css; charset=utf-8', content.text];
    case 'script':
      return ['text/javascript; charset=utf-8', content.text];
    default:
      return [null, ''];
  }
}
