import type { Account } from '../../domain/account.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Provider, RouteRequest } from '../../providers/provider.js';
import { captureCall } from '../capture-exchange.js';
import { maskBody } from '../mask-secrets.js';
import type { ProviderCall } from '../provider-call.js';
import type { ControlContext } from './control-route.js';

/** The provider's own call that creates a payment, as an app would make it with these fields. */
export function buildCreationCall(
  provider: Provider,
  account: Account,
  fields: JsonObject,
  { request }: ControlContext,
): ProviderCall {
  const { creation, secretFields } = provider;
  const { method, path, headers, body } = creation.buildRequest(fields, account);
  const route = provider.routes.find((candidate) => candidate.name === creation.route && candidate.method === method);
  if (route?.path !== path) throw new Error(`${provider.name} creates payments with ${method} ${path}, which is no route of it`);
  const received = { body: { kind: 'json' as const, value: body }, text: JSON.stringify(body) };
  const byName: RouteRequest['headers'] = Object.create(null);
  for (const [name, value] of headers) byName[name.toLowerCase()] = value;
  const remoteAddress = request.socket.remoteAddress ?? '';
  return {
    provider,
    route,
    request: { method, path, params: {}, query: {}, headers: byName, remoteAddress, body: received.body },
    capture: (rules) =>
      captureCall({ method, url: `/${provider.name}${path}`, headers }, maskBody(received, secretFields), rules),
  };
}
