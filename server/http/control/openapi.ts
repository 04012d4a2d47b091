import type { Provider } from '../../providers/provider.js';
import type { ControlRoute } from './control-route.js';
import { toJsonSchema } from './json-schema.js';
import { errorView, healthView } from './replies.js';

/** OpenAPI 3.1 description of the control plane, made from the schemas that check its requests and shape its replies. */
export function buildOpenApi(routes: readonly ControlRoute[], providers: readonly Provider[], version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const own = route.isStageWide ? { servers: [STAGE] } : {};
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: { ...describe(route, providers), ...own } };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Paystage control plane',
      version,
      description: 'Read and steer the stage: payments, customer actions, deliveries, accounts, clock.',
    },
    servers: [STAGE, LANE],
    paths: { '/health': { servers: [{ url: '/_paystage' }], get: HEALTH }, ...paths },
  };
}

function describe(route: ControlRoute, providers: readonly Provider[]) {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(route.query ?? {}).map(([name, description]) => ({
    name,
    in: 'query',
    description,
    schema: { type: WHOLE_NUMBERS.has(name) ? 'integer' : 'string' },
  }));
  const schema = bodySchema(route, providers);
  return {
    summary: route.summary,
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[{}]/g, '').replace(/\/(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    parameters: [...inPath, ...inQuery],
    ...(schema ? { requestBody: { required: !isOptional(route), content: { 'application/json': { schema } } } } : {}),
    responses: {
      [route.status ?? 200]: {
        description: 'done',
        content: { [route.replyType ?? 'application/json']: { schema: toJsonSchema(route.reply) } },
      },
      default: { description: 'refused', content: { 'application/json': { schema: toJsonSchema(errorView) } } },
    },
  };
}

/** Bodies that depend on the provider are described as what any of them takes. */
function bodySchema(route: ControlRoute, providers: readonly Provider[]) {
  if (route.path.endsWith('/customer'))
    return { anyOf: providers.map(({ customerActions }) => toJsonSchema(customerActions.schema)) };
  if (route.path.endsWith('/staff'))
    return { anyOf: providers.flatMap(({ staffActions }) => (staffActions ? [toJsonSchema(staffActions.schema)] : [])) };
  if (route.path === '/accounts/{provider}/payments')
    return { anyOf: providers.map(({ creation }) => toJsonSchema(creation.fields)) };
  if (route.method === 'PATCH' && route.path.startsWith('/accounts'))
    return {
      anyOf: providers.map(({ settings, settingAliases }) =>
        toJsonSchema(settings.partial().extend(settingAliases?.shape ?? {})),
      ),
    };
  const body = route.documentedBody ?? route.body;
  return body ? toJsonSchema(body) : undefined;
}

function isOptional(route: ControlRoute): boolean {
  return route.body?.safeParse(undefined).success ?? true;
}

const HEALTH = {
  summary: 'Readiness; needs no token',
  operationId: 'getHealth',
  responses: { 200: { description: 'ready', content: { 'application/json': { schema: toJsonSchema(healthView) } } } },
};
const WHOLE_NUMBERS = new Set(['limit', 'after', 'waitMs']);
const STAGE = { url: '/_paystage/api', description: 'the default lane; an id is found in every lane' };
const LANE = {
  url: '/_paystage/api/lanes/{lane}',
  description: 'one lane and nothing else',
  variables: { lane: { default: 'default', description: 'name of the lane' } },
};
