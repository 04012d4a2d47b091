import type { LogRecord } from '../../server/protocol/records.js';

/** An app under test and its customer, reduced to calls over HTTP; works against a stage in this process or in another. */
export interface PayingApp {
  /** Variables of all providers, secrets in full. */
  env: Record<string, string>;
  /** Creates a SecPaid link. Resolves with its id. */
  createLink(note: string): Promise<string>;
  /** Creates a SecurePayAPI intent. Resolves with its id. */
  createIntent(externalId: string): Promise<string>;
  pay(paymentId: string): Promise<void>;
  /** What the built-in receiver of that name answers from now on. */
  answerWith(bin: string, answer: { status?: number; body?: string; delayMs?: number }): Promise<void>;
  /** The whole log. */
  readRecords(): Promise<LogRecord[]>;
  /** The log once every delivery has been acknowledged. */
  waitForDeliveries(): Promise<LogRecord[]>;
}

/** Reads the keys from the stage at `url`, as a developer copies them. */
export async function createPayingApp(url: string): Promise<PayingApp> {
  const control = `${url}/_paystage/api`;
  const { providers } = await call<{ providers: { env: Record<string, string> }[] }>('POST', `${control}/environment/reveal`, {});
  const env: Record<string, string> = Object.assign({}, ...providers.map((provider) => provider.env));
  const readRecords = async () => (await call<{ records: LogRecord[] }>('GET', `${control}/records?limit=1000`)).records;
  return {
    env,
    readRecords,
    async createLink(note) {
      const fields = { amount: 42.5, recipient_note: note };
      const link = await call<{ data: { id?: number; linktopay_id?: number } }>(
        'POST',
        `${env.SECPAID_BASE_URL}/api/v2/createLink`,
        fields,
        { token: env.SECPAID_TOKEN ?? '' },
      );
      return String(link.data.id ?? link.data.linktopay_id);
    },
    async createIntent(externalId) {
      const fields = { amount: 2_000, currency: 'USD', externalid: externalId };
      const headers = { authorization: `Bearer ${env.SECUREPAYAPI_SECRET_KEY}` };
      return (await call<{ id: string }>('POST', `${env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, fields, headers)).id;
    },
    async pay(paymentId) {
      await call('POST', `${control}/payments/${paymentId}/customer`, { action: 'pay' });
    },
    async answerWith(bin, answer) {
      await call('PATCH', `${control}/bins/${bin}`, answer);
    },
    async waitForDeliveries() {
      for (;;) {
        const records = await readRecords();
        if (records.every((record) => record.type !== 'event.announced' || isDelivered(records, record.deliveries)))
          return records;
      }
    },
  };
}

function isDelivered(records: readonly LogRecord[], deliveries: readonly { deliveryId: string }[]): boolean {
  return deliveries.every(({ deliveryId }) =>
    records.some(
      (record) =>
        record.type === 'attempt.finished' && record.deliveryId === deliveryId && record.deliveryStatus === 'acknowledged',
    ),
  );
}

/** @throws Error with status and body when the call is refused. */
async function call<T>(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const reply = await fetch(url, {
    method,
    ...(body === undefined
      ? { headers }
      : { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${text}`);
  return JSON.parse(text) as T;
}
