import type { PaymentView } from '../../server/http/control/replies.js';
import { createHarness, type Harness, type HarnessOptions } from '../../server/index.js';
import type { Shop } from './shop-config.js';

/** A harness on a free port, in memory unless told otherwise. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const harness = await createHarness({ port: 0, ...options });
  return harness.listen();
}

/** Does for a shop what its developer does: one base URL and one key per provider, and the webhook address at the provider. */
export async function connectShop(harness: Harness, shop: Shop): Promise<void> {
  const { env } = harness;
  shop.configure({
    secpaidUrl: env.SECPAID_BASE_URL ?? '',
    secpaidToken: env.SECPAID_TOKEN ?? '',
    securepayapiUrl: env.SECUREPAYAPI_BASE_URL ?? '',
    securepayapiSecret: env.SECUREPAYAPI_SECRET_KEY ?? '',
    publishableKey: env.SECUREPAYAPI_PUBLISHABLE_KEY ?? '',
  });
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrl: `${shop.url}/webhooks/securepayapi` });
}

/** One call of the control plane. @throws Error with status and body when it is refused. */
export async function callControl<T = Record<string, unknown>>(
  harness: Harness,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const reply = await fetch(`${harness.url}/_paystage/api${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
  return JSON.parse(text) as T;
}

export function readPayment(harness: Harness, id: string): Promise<PaymentView> {
  return callControl(harness, 'GET', `/payments/${id}`);
}

export function actAsCustomer(
  harness: Harness,
  id: string,
  action: unknown,
): Promise<{ payment: PaymentView; redirect?: string }> {
  return callControl(harness, 'POST', `/payments/${id}/customer`, action);
}

/** Posts JSON to a target app and reads its JSON. */
export async function postJson<T>(url: string, body: unknown): Promise<T> {
  const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(`POST ${url}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as T;
}
