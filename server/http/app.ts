import Koa from 'koa';
import type { Engine } from '../engine/engine.js';
import type { Redactor } from '../log/redact.js';
import type { ProbeTarget } from '../transport/probe-target.js';
import type { Address } from './address.js';
import { createBinRoutes } from './bin-routes.js';
import type { CheckDesk } from './control/check-desk.js';
import type { DemoDesk } from './control/demo-desk.js';
import { createControlRoutes, takesLargeBody } from './control-routes.js';
import { createErrorHandler, type ReportDefect, writeError } from './error-handler.js';
import type { Guard } from './guard.js';
import { createProviderRoutes } from './provider-routes.js';
import { createBodyParser } from './request-body.js';
import { securityHeaders } from './security-headers.js';
import { createUiFiles } from './ui-files.js';

export interface AppParts {
  engine: Engine;
  guard: Guard;
  address: Address;
  redact: Redactor;
  reportDefect: ReportDefect;
  probeTarget: ProbeTarget;
  checkDesk: CheckDesk;
  demoDesk: DemoDesk;
  version: string;
  startedAt: string;
  uiFolder: string;
}

/** Builds the Koa app; nothing listens yet. Middleware runs in the order of this function. */
export function createApp(parts: AppParts): Koa {
  const app = new Koa();
  app.silent = true;
  app.use(createErrorHandler(parts.reportDefect));
  app.use(securityHeaders);
  app.use(async (ctx, next) => {
    await next();
    // A connection that is kept open after its last answer would hold up the end until it is cut.
    if (parts.engine.stopping.aborted) ctx.set('Connection', 'close');
  });
  app.use(async (ctx, next) => {
    const refusal = parts.guard.check(ctx.req, 'request');
    if (!refusal) return next();
    writeError(ctx, refusal.status, refusal.code, refusal.message, refusal.hint);
  });
  app.use(createBinRoutes(parts.engine, parts.redact));
  app.use(createBodyParser(takesLargeBody));
  app.use(createControlRoutes(parts));
  app.use(createProviderMount(parts));
  app.use(createUiFiles(parts.uiFolder));
  app.use((ctx) => {
    const bases = [...parts.engine.providers.keys()].map((name) => parts.address.providerUrl(name));
    writeError(
      ctx,
      404,
      'not_found',
      `There is nothing at ${ctx.path.slice(0, 200)}.`,
      `The emulated providers are at ${bases.join(' and ')}.`,
    );
  });
  return app;
}

/** Sends `/<provider>/...` and everything on the host `<provider>.localhost` to that provider's routes, with the prefix taken off. */
function createProviderMount(parts: AppParts): Koa.Middleware {
  const mounts = new Map(
    [...parts.engine.providers.values()].map((provider) => [provider.name, createProviderRoutes(provider, parts)]),
  );
  return async (ctx, next) => {
    const byHost = mounts.get(ctx.get('Host').toLowerCase().split('.localhost')[0] ?? '');
    if (byHost) return byHost(ctx, next);
    const [, first = ''] = ctx.path.split('/', 2);
    const byPath = mounts.get(first);
    if (!byPath) return next();
    ctx.path = ctx.path.slice(first.length + 1) || '/';
    return byPath(ctx, next);
  };
}
