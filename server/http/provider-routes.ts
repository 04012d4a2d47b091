import Router from '@koa/router';
import type Koa from 'koa';
import type { Redactor } from '../log/redact.js';
import type { Provider, ProviderRoute, RouteReply, RouteRequest } from '../providers/provider.js';
import { answerWithFault, meetFault } from './api-fault.js';
import { captureRequest } from './capture-exchange.js';
import { maskBody } from './mask-secrets.js';
import { type ProviderCallParts, performCall } from './provider-call.js';
import { renderContent } from './render-content.js';
import { type ReceivedBody, receiveBody } from './request-body.js';

export interface ProviderRouteParts extends ProviderCallParts {
  redact: Redactor;
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
  const received = await receiveBody(ctx);
  const { credentialHeaders, secretFields } = provider;
  const rules = { redact: parts.redact, credentialHeaders, secretFields };
  const call = {
    provider,
    route,
    request: toRouteRequest(ctx, params, received),
    capture: () => captureRequest(ctx, maskBody(received, secretFields), rules),
    rules,
  };
  const fault = meetFault(call, parts.engine);
  if (fault) {
    const answer = await answerWithFault(call, fault, parts, whenGone(ctx));
    if (answer) writeReply(ctx, answer);
    else dropConnection(ctx);
    return;
  }
  const { reply, outcome, applied, record } = await performCall(call, parts);
  if (route.kind === 'page' && applied.redirect !== null && record !== null && outcome.paymentId !== undefined) {
    const isDropped = await passRedirect(ctx, record.lane, outcome.paymentId, applied.redirect, parts.engine);
    if (isDropped) return dropConnection(ctx);
  } else if (applied.redirect !== null && outcome.paymentId !== undefined) {
    // Nobody is sent back, so nothing waits for that.
    void parts.engine.faults.redirects.tellAnswered(outcome.paymentId);
  }
  writeReply(ctx, reply);
}

/** Resolves when the browser may be sent back, with whether it gets no answer at all. What waits for it goes on once it was answered. */
async function passRedirect(
  ctx: Koa.Context,
  lane: string,
  paymentId: string,
  location: string,
  { faults, holds }: ProviderRouteParts['engine'],
): Promise<boolean> {
  const gone = whenGone(ctx);
  const plan = await faults.redirects.whenDue(paymentId, gone);
  await holds.passRedirect(lane, paymentId, location, gone);
  if (!plan) return false;
  const tell = () => void faults.redirects.tellAnswered(paymentId);
  if (gone.aborted) tell();
  else gone.addEventListener('abort', tell);
  return plan.isDropped;
}

/** The caller sees its connection end without an answer. */
function dropConnection(ctx: Koa.Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

/** Aborted when the browser no longer waits for its answer. */
function whenGone(ctx: Koa.Context): AbortSignal {
  const gone = new AbortController();
  if (ctx.req.socket.destroyed) gone.abort();
  else ctx.res.once('close', () => gone.abort());
  return gone.signal;
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
  const [contentType, text] = renderContent(reply.content);
  ctx.status = reply.status;
  ctx.body = text === '' ? null : text;
  // `null` makes Koa choose 204; the provider's own status wins.
  ctx.status = reply.status;
  if (contentType !== null && text !== '') ctx.set('Content-Type', contentType);
  for (const [name, value] of reply.headers ?? []) ctx.set(name, value);
}
