/** What an app needs to know about its stage: the variables of all providers, secrets included. */
export type AppEnvironment = Record<string, string>;

/** Asks the control plane, which is quicker than a process of its own. */
export async function readEnvironment(url: string): Promise<AppEnvironment> {
  const { providers } = await post<{ providers: { env: AppEnvironment }[] }>(`${url}/_paystage/api/environment/reveal`, {});
  return Object.assign({ PAYSTAGE_URL: url }, ...providers.map(({ env }) => env));
}

/** Pays as a customer with a card that simply works. */
export async function payAsCustomer(env: AppEnvironment, id: string): Promise<void> {
  await post(`${env.PAYSTAGE_URL}/_paystage/api/payments/${id}/customer`, { action: 'pay' });
}

/** Creates a payment on the stage and pays it, so that its webhooks go out. */
export async function startPaying(url: string, create: (env: AppEnvironment) => Promise<string>): Promise<void> {
  const env = await readEnvironment(url);
  await payAsCustomer(env, await create(env));
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as T;
}

/** Creates a SecPaid link over 49.99 EUR as an app would. @returns its pay id. */
export async function createLink(env: AppEnvironment, fields: Record<string, unknown> = {}): Promise<string> {
  const reply = await fetch(`${env.SECPAID_BASE_URL}/api/v2/createLink`, {
    method: 'POST',
    headers: { token: env.SECPAID_TOKEN ?? '', 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 49.99, recipient_note: 'Order 7', cancellable: true, ...fields }),
  });
  const { data } = (await reply.json()) as { data: { id: number } };
  return String(data.id);
}

/** Creates a SecurePayAPI intent over 20.00 USD as an app would. @returns its id. */
export async function createIntent(env: AppEnvironment): Promise<string> {
  const reply = await fetch(`${env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 2000, currency: 'USD', reference: 'R-9' }),
  });
  return ((await reply.json()) as { id: string }).id;
}
