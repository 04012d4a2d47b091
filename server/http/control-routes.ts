import { Readable } from 'node:stream';
import Router from '@koa/router';
import type Koa from 'koa';
import { HarnessError } from '../domain/errors.js';
import { DEFAULT_LANE } from '../domain/lane.js';
import { accountControl } from './control/account-control.js';
import { checkControl } from './control/check-control.js';
import { clockControl } from './control/clock-control.js';
import { type ControlContext, type ControlRoute, Download } from './control/control-route.js';
import { demoControl } from './control/demo-control.js';
import { diagnosisControl } from './control/diagnosis-control.js';
import { faultControl } from './control/fault-control.js';
import { holdControl } from './control/hold-control.js';
import { laneControl } from './control/lane-control.js';
import { logControl } from './control/log-control.js';
import { buildOpenApi } from './control/openapi.js';
import { paymentControl } from './control/payment-control.js';
import { providerControl } from './control/provider-control.js';
import { recordControl } from './control/record-control.js';
import type { HealthView } from './control/replies.js';
import { resendControl } from './control/resend-control.js';
import { stageControl } from './control/stage-control.js';
import { targetControl } from './control/target-control.js';
import { tellBody } from './control/tell-body.js';
import { visitControl } from './control/visit-control.js';
import { writeError } from './error-handler.js';
import { receiveBody } from './request-body.js';
import { RouterShelf } from './router-shelf.js';
import { STREAM_PATH } from './stream.js';

export interface ControlParts extends Omit<ControlContext, 'params' | 'query' | 'request' | 'lane' | 'isLaneGiven'> {
  startedAt: string;
}

const BASE = '/_paystage/api';
export const controlRoutes: readonly ControlRoute[] = [
  ...accountControl,
  ...providerControl,
  ...targetControl,
  ...paymentControl,
  ...visitControl,
  ...resendControl,
  ...holdControl,
  ...faultControl,
  ...checkControl,
  ...diagnosisControl,
  ...recordControl,
  ...clockControl,
  ...stageControl,
  ...logControl,
  ...laneControl,
  ...demoControl,
];

const largeBodyPaths = controlRoutes
  .filter((route) => route.takesLargeBody)
  .map(({ method, path }) => ({ method, pattern: new RegExp(`^${BASE}(/lanes/[^/]+)?${path.replace(/\{\w+\}/g, '[^/]+')}/?$`) }));

/** True for a call whose body may be larger than that of any other. */
export function takesLargeBody(method: string, path: string): boolean {
  return largeBodyPaths.some((route) => route.method === method && route.pattern.test(path));
}

/** The control plane: `/_paystage/health`, `/_paystage/openapi.json` and everything under `/_paystage/api`. */
export function createControlRoutes(parts: ControlParts): Koa.Middleware {
  // What the guard compares and what is routed must be the same spelling.
  const routers = new RouterShelf(() => new Router({ sensitive: true }));
  routers.at('/_paystage/health').get('/_paystage/health', (ctx) => {
    ctx.body = presentHealth(parts);
  });
  routers.at('/_paystage/openapi.json').get('/_paystage/openapi.json', (ctx) => {
    ctx.body = buildOpenApi(controlRoutes, [...parts.engine.providers.values()], parts.version);
  });
  for (const route of controlRoutes) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    const prefixes = route.isStageWide ? [BASE] : [BASE, `${BASE}/lanes/:ofLane`];
    for (const prefix of prefixes) {
      routers
        .at(prefix + path)
        .register(prefix + path, [route.method], (ctx) =>
          answer(ctx as unknown as Koa.Context, route, ctx.params as Record<string, string>, parts),
        );
    }
  }
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/_paystage/')) return next();
    const { router, dispatch } = routers.find(ctx.path);
    await dispatch(ctx as unknown as Parameters<typeof dispatch>[0], async () => {
      const allowed = [...new Set(router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods))];
      if (allowed.length === 0 && ctx.path === STREAM_PATH) {
        ctx.set('Upgrade', 'websocket');
        const hint = 'GET /_paystage/api/records?after=<seq>&waitMs=30000 gives records as they come without one.';
        return writeError(ctx, 426, 'upgrade_required', 'The stream of records is a WebSocket.', hint);
      }
      if (allowed.length === 0) {
        const hint = 'GET /_paystage/openapi.json lists every call.';
        return writeError(ctx, 404, 'not_found', `There is nothing at ${ctx.path.slice(0, 200)}.`, hint);
      }
      ctx.set('Allow', allowed.join(', '));
      writeError(ctx, 405, 'method_not_allowed', `${ctx.path} takes ${allowed.join(', ')}, not ${ctx.method}.`);
    });
  };
}

async function answer(ctx: Koa.Context, route: ControlRoute, params: Record<string, string>, parts: ControlParts): Promise<void> {
  const { ofLane, ...ownParams } = params;
  const lane = ofLane === undefined ? DEFAULT_LANE : parts.engine.lanes.get(ofLane).name;
  const body = route.method === 'GET' ? undefined : await readJson(ctx, route);
  const query = new URLSearchParams(ctx.querystring);
  const result = await route.handle(
    { ...parts, params: ownParams, query, request: ctx.req, lane, isLaneGiven: ofLane !== undefined },
    body,
  );
  if (!(result instanceof Download)) {
    ctx.status = route.status ?? 200;
    ctx.body = result;
    return;
  }
  ctx.body = Readable.from(result.pieces);
  ctx.attachment(result.fileName);
  ctx.type = result.type ?? route.replyType ?? 'application/octet-stream';
}

/** @throws HarnessError when the body is no JSON, or not what the route takes. */
async function readJson(ctx: Koa.Context, route: ControlRoute): Promise<unknown> {
  // Other origins can send text/plain or a form without asking first, JSON they cannot; so nothing else is taken.
  const hasBytes = Number(ctx.get('Content-Length') || 0) > 0 || ctx.get('Transfer-Encoding') !== '';
  const contentType = ctx.get('Content-Type');
  if (!isJsonType(contentType) && (hasBytes || contentType !== '')) {
    throw new HarnessError('unsupported_type', 'The control plane takes JSON only.', {
      status: 415,
      hint: 'Send "Content-Type: application/json".',
    });
  }
  const { body } = await receiveBody(ctx);
  if (body.kind === 'problem') {
    throw new HarnessError(`body_${body.problem}`, `The body cannot be read: ${body.message}.`, {
      status: body.problem === 'too_large' ? 413 : 400,
    });
  }
  if (!route.body) return undefined;
  const given = body.kind === 'json' ? body.value : undefined;
  const empty = route.body.safeParse(given);
  // No body at all says as much as an empty one.
  const parsed = empty.success || given !== undefined ? empty : route.body.safeParse({});
  if (parsed.success) return parsed.data;
  const { message, hint } = tellBody(parsed.error, route.body);
  throw new HarnessError('invalid_body', message, {
    hint: hint ?? `/_paystage/openapi.json describes ${route.method} ${BASE}${route.path}.`,
  });
}

/** Parameters have to be well formed: a type that one parser reads and another does not would be a body that is passed over. */
function isJsonType(contentType: string): boolean {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim());
  return type.toLowerCase() === 'application/json' && parameters.every((parameter) => /^[\w-]+=\S+$/.test(parameter));
}

function presentHealth({ engine, version, startedAt, address }: ControlParts): HealthView {
  const storage = engine.log.storageProblem;
  const status = storage ? 'storage_failing' : 'ready';
  return { status, name: 'paystage', version, pid: process.pid, startedAt, url: address.publicUrl, storage };
}
