import Router from '@koa/router';
import type Koa from 'koa';
import type { CalledRoute, Provider, RouteReply, RouteRequest } from '../providers/provider.js';
import { answerWithFault, meetFault } from './api-fault.js';
import { type CaptureRules, captureRequest } from './capture-exchange.js';
import { maskBody } from './mask-secrets.js';
import { type ProviderCallParts, performCall } from './provider-call.js';
import { renderContent } from './render-content.js';
import { type ReceivedBody, receiveBody } from './request-body.js';
import { RouterShelf } from './router-shelf.js';

/** Answers everything below one provider's base, whose prefix the caller has taken off `ctx.path`. */
export function createProviderRoutes(provider: Provider, parts: ProviderCallParts): Koa.Middleware {
  // Exact paths, as the providers' own servers are assumed to take them: a sloppy base URL shows here, not in production.
  const routers = new RouterShelf(() => new Router({ sensitive: true, strict: true }));
  for (const route of provider.routes) {
    routers
      .at(route.path)
      .register(route.path, [route.method], (ctx) =>
        answerRoute(ctx as Koa.Context, provider, route, ctx.params as Record<string, string>, parts),
      );
  }
  return async (ctx) => {
    const { router, dispatch } = routers.find(ctx.path);
    await dispatch(ctx as Parameters<typeof dispatch>[0], async () => {
      const { path: samePath } = router.match(ctx.path, ctx.method);
      const allowed = [...new Set(samePath.flatMap((layer) => layer.methods))];
      await answerRoute(ctx, provider, createUnknownRoute(provider, ctx.path, allowed), {}, parts);
      if (allowed.length > 0) ctx.set('Allow', allowed.join(', '));
    });
  };
}

/** A wrong path is the first mistake of an integration: it is written down like a call, under its caller where that is known. */
function createUnknownRoute(provider: Provider, path: string, allowedMethods: readonly string[]): CalledRoute {
  return {
    // Browsers ask for an icon by themselves; nobody's code is wrong then.
    kind: path === '/favicon.ico' ? 'asset' : 'api',
    name: allowedMethods.length === 0 ? 'unknown path' : 'unknown method',
    handle: (request, view) => {
      const caller = provider.findCaller(request, view);
      return { reply: provider.answerUnmatched(request, allowedMethods), ...(caller ? { accountId: caller.id } : {}) };
    },
  };
}

async function answerRoute(
  ctx: Koa.Context,
  provider: Provider,
  route: CalledRoute,
  params: Record<string, string>,
  parts: ProviderCallParts,
): Promise<void> {
  const received = await receiveBody(ctx);
  const call = {
    provider,
    route,
    request: toRouteRequest(ctx, params, received),
    capture: (rules: CaptureRules) => captureRequest(ctx, maskBody(received, provider.secretFields), rules),
    ...(route.kind === 'page' ? { left: whenGone(ctx) } : {}),
  };
  const fault = meetFault(call, parts.engine);
  if (fault) {
    const answer = await answerWithFault(call, fault, parts, whenGone(ctx));
    return answer ? writeReply(ctx, answer) : dropConnection(ctx);
  }
  const { reply } = await performCall(call, parts);
  return reply ? writeReply(ctx, reply) : dropConnection(ctx);
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
