import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CreatedView, OfferView, ProviderView } from '../../server/http/control/provider-replies.js';
import type { AccountView } from '../../server/http/control/replies.js';
import type { Harness, LogRecord } from '../../server/index.js';
import { CLIENT_HEADER, LIVE_PAGE_CLIENT } from '../../server/protocol/live-page.js';
import { callControl, readPayment, startHarness } from '../support/harness.js';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const create = (provider: string, fields: object) =>
  callControl<CreatedView>(harness, 'POST', `/accounts/${provider}/payments`, fields);

async function readRecord<T extends LogRecord['type']>(seq: number, type: T) {
  const record = await callControl<LogRecord>(harness, 'GET', `/records/${seq}`);
  if (record.type !== type) throw new Error(`record ${seq} is ${record.type}`);
  return record as Extract<LogRecord, { type: T }>;
}

async function refuse(method: string, path: string, body?: object) {
  const reply = await fetch(`${harness.url}/_paystage/api${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const { error } = (await reply.json()) as { error: { code: string; message: string; hint?: string } };
  return { status: reply.status, ...error };
}

test('providers are described in full, and without a secret', async () => {
  const reply = await callControl<{ providers: ProviderView[] }>(harness, 'GET', '/providers');
  for (const provider of reply.providers) {
    const names = provider.statuses.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.values(provider.transitions).flat()));
    expect(provider.settingsSchema).toMatchObject({ type: 'object', properties: expect.any(Object) });
    expect(provider.creation.schema).toMatchObject({ type: 'object', properties: { amount: { type: 'number' } } });
    expect(Object.values(provider.timers).every((title) => /^[A-Z].+[^.]$/.test(title))).toBe(true);
    expect(provider.keys.some(({ isSecret }) => isSecret)).toBe(true);
  }
  for (const secret of harness.engine.accounts.secretValues()) expect(JSON.stringify(reply)).not.toContain(secret);
});

test('every setting says what it takes', async () => {
  const account = await callControl<AccountView>(harness, 'GET', '/accounts/secpaid');
  const byName = new Map(account.switches.map((setting) => [setting.name, setting]));
  expect(byName.get('errorHttpStatus')?.schema).toMatchObject({ enum: ['mapped', 'always200'], default: 'mapped' });
  expect(byName.get('callbackUrls')?.schema).toMatchObject({ type: 'array', items: { type: 'string' } });
  for (const { schema, title } of account.switches) expect(schema.title).toBe(title);
});

test.each(['secpaid', 'securepayapi'])(
  'a payment is created at %s through its own call, recorded as an app makes it',
  async (provider) => {
    const created = await create(provider, { amount: 15 });
    expect(created.status).toBeLessThan(300);
    const payment = await readPayment(harness, created.paymentId ?? '');
    expect(created.checkoutUrl).toMatch(new RegExp(`^${harness.url}/${provider}/`));
    expect((await fetch(created.checkoutUrl ?? '')).status).toBe(200);
    expect(payment).toMatchObject({ provider, checkoutUrl: created.checkoutUrl });
    const record = await readRecord(created.seq, 'api.called');
    const { route } = harness.engine.providers.get(provider)?.creation ?? {};
    expect(record).toMatchObject({ provider, route, paymentId: created.paymentId, accountId: `${provider}-default` });
    expect(record.response.status).toBe(created.status);
    expect(record.response.body?.text).toBe(created.body);
    expect(record.request.method).toBe('POST');
    expect(record.request.url).toMatch(new RegExp(`^/${provider}/api/`));
    expect(JSON.parse(record.request.body?.text ?? '')).toMatchObject({ amount: 15 });
    const names = record.request.headers.map(([name]) => name.toLowerCase());
    expect(names).toContain(harness.engine.providers.get(provider)?.credentialHeaders[0]);
    for (const secret of harness.engine.accounts.secretValues()) expect(JSON.stringify([created, record])).not.toContain(secret);
  },
);

test('what is recorded of a created payment is what an app that sends the same leaves behind', async () => {
  const provider = harness.engine.providers.get('securepayapi');
  if (!provider) throw new Error('not registered');
  const account = harness.engine.accounts.inLane('securepayapi', 'default');
  const { seq } = await create('securepayapi', { amount: 4599, currency: 'USD' });
  const made = await readRecord(seq, 'api.called');
  const { path, headers, body } = provider.creation.buildRequest(
    provider.creation.fields.parse({ amount: 4599, currency: 'USD' }) as never,
    account,
  );
  await fetch(`${harness.env.SECUREPAYAPI_BASE_URL}${path}`, {
    method: 'POST',
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    body: JSON.stringify(body),
  });
  const { log } = harness.engine;
  const sent = await readRecord(log.newestSeq, 'api.called');
  const shape = (record: typeof sent) => ({
    ...record,
    seq: 0,
    at: '',
    paymentId: '',
    durationMs: 0,
    request: { ...record.request, headers: [] },
    response: { ...record.response, body: Object.keys(JSON.parse(record.response.body?.text ?? '{}')) },
  });
  expect(shape(made)).toEqual(shape(sent));
  const lower = (record: typeof sent) =>
    Object.fromEntries(record.request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  expect(lower(sent)).toMatchObject(lower(made));
  expect(lower(made).authorization).toMatch(/^Bearer sp_secret_…\w{4}$/);
});

test('what the provider refuses is answered with its own words, recorded, and creates nothing', async () => {
  const { total } = await callControl<{ total: number }>(harness, 'GET', '/payments');
  for (const provider of ['secpaid', 'securepayapi']) {
    const refused = await create(provider, { amount: 0 });
    expect(refused).toMatchObject({ status: 400, paymentId: null, checkoutUrl: null });
    expect((await readRecord(refused.seq, 'api.called')).response.body?.text).toBe(refused.body);
  }
  expect((await callControl<{ total: number }>(harness, 'GET', '/payments')).total).toBe(total);
});

test('a key of one link stays out of the log', async () => {
  const key = 'perLinkKey-0123456789-ABCDEFGHIJ';
  const { seq } = await create('secpaid', { amount: 1, is_encryption: 'Yes', encryption_key: key });
  expect(JSON.stringify(await readRecord(seq, 'api.called'))).not.toContain(key);
});

test.each([
  ['a form field of the wrong kind', '/accounts/secpaid/payments', { amount: 'much' }, 400, 'invalid_body', '"amount"'],
  ['a field that the form does not have', '/accounts/secpaid/payments', { amuont: 1 }, 400, 'invalid_body', 'amuont'],
  ['an unknown provider', '/accounts/secpade/payments', {}, 404, 'unknown_provider', 'secpade'],
])('refuses %s', async (_title, path, body, status, code, message) => {
  expect(await refuse('POST', path, body)).toMatchObject({ status, code, message: expect.stringContaining(message) });
});

test('a field that the form does not have is answered with those it has', async () => {
  const { hint } = await refuse('POST', '/accounts/securepayapi/payments', { amuont: 1 });
  expect(hint).toMatch(/^SecurePayAPI takes .*\bamount\b.*\bexternalid\b/);
});

test.each<[provider: string, who: string, action: object, known: string, near: string | null]>([
  ['secpaid', 'customer', { action: 'pay', crad: 'decline' }, 'known are method, card', 'card'],
  ['secpaid', 'customer', { action: 'pay', methd: 'bank-transfer' }, 'known are method, card', 'method'],
  ['secpaid', 'customer', { action: 'cancel', card: 'decline' }, 'it has none', null],
  ['secpaid', 'staff', { action: 'reject-refund', raeson: 'late' }, 'known are reason', 'reason'],
  ['secpaid', 'staff', { action: 'close-dispute', reslt: 'won' }, 'known are result', 'result'],
  ['securepayapi', 'customer', { action: 'pay', crad: 'decline' }, 'known are method, card', 'card'],
  ['securepayapi', 'staff', { action: 'expire', now: true }, 'it has none', null],
])('at %s a detail that no action of the %s has is refused, not left out: %j', async (provider, who, action, known, near) => {
  const created = await create(provider, { amount: 15 });
  const id = created.paymentId ?? '';
  const before = await readPayment(harness, id);
  const [word, wrong] = [Object.values(action)[0], Object.keys(action)[1]];
  expect(await refuse('POST', `/payments/${id}/${who}`, action)).toEqual({
    status: 400,
    code: 'invalid_action',
    message: `"${word}" has no detail "${wrong}"; ${known}.`,
    hint: near === null ? expect.stringContaining('openapi.json') : `Did you mean "${near}"?`,
  });
  expect(await readPayment(harness, id)).toEqual(before);
});

test('the actions of a payment can be taken as they are offered, and an unknown payment has none', async () => {
  for (const provider of ['secpaid', 'securepayapi']) {
    const { paymentId } = await create(provider, {});
    const { actions } = await callControl<{ actions: OfferView[] }>(harness, 'GET', `/payments/${paymentId}/actions`);
    const possible = actions.filter(({ obstacle }) => obstacle === null);
    expect(possible.length).toBeGreaterThan(0);
    const [first] = possible;
    await callControl(harness, 'POST', `/payments/${paymentId}/${first?.by}`, first?.action);
  }
  expect(await refuse('GET', '/payments/nope/actions')).toMatchObject({ status: 404, code: 'unknown_payment' });
});

test.each([
  ['customer', 'secpaid', { action: 'pay' }],
  ['customer', 'securepayapi', { action: 'pay' }],
  ['staff', 'securepayapi', { action: 'hold' }],
] as const)(
  'what the %s does at %s is told apart when the live page says that it was pressed there',
  async (by, provider, action) => {
    for (const [client, source] of [
      [LIVE_PAGE_CLIENT, 'live_page'],
      ['somebody', 'control'],
      [undefined, 'control'],
    ] as const) {
      const { paymentId } = await create(provider, { amount: 15 });
      const reply = await fetch(`${harness.url}/_paystage/api/payments/${paymentId}/${by}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(client === undefined ? {} : { [CLIENT_HEADER]: client }) },
        body: JSON.stringify(action),
      });
      expect(reply.status).toBe(200);
      const path = `/records?payment=${paymentId}&type=payment.acted`;
      const { records } = await callControl<{ records: LogRecord[] }>(harness, 'GET', path);
      expect(records, `${client}`).toEqual([expect.objectContaining({ source, action: expect.objectContaining(action) })]);
    }
  },
);
