import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ExplanationView } from '../../server/http/control/provider-replies.js';
import type { DeliveryView } from '../../server/http/control/replies.js';
import type { Harness, LogRecord } from '../../server/index.js';
import { actAsCustomer, callControl, connectShop, postJson, readPayment, startHarness } from '../support/harness.js';
import { createRawBodyShop } from '../support/raw-body-shop.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import type { Shop } from '../support/shop-config.js';

type Resent = Extract<LogRecord, { type: 'resend.finished' }>;

const HOUR_MS = 3_600_000;
const OTHER_KEY = 'sp_secret_thisIsNotTheKeyOfThisAccount00';

let harness: Harness;
let shop: Shop;
let receiver: Receiver;

beforeAll(async () => {
  [harness, shop, receiver] = await Promise.all([startHarness(), createRawBodyShop({ toleranceSeconds: 300 }), createReceiver()]);
  await connectShop(harness, shop);
});
beforeEach(() => {
  receiver.replyWith({});
  receiver.clear();
});
afterAll(async () => {
  await Promise.all([harness.close(), shop.close(), receiver.close()]);
});

const resend = (id: string, body: object) => callControl<Resent>(harness, 'POST', `/deliveries/${id}/resend`, body);
const explain = (seq: number) => callControl<ExplanationView>(harness, 'GET', `/records/${seq}/explanation`);

async function refuse(method: string, path: string, body?: object) {
  const reply = await fetch(`${harness.url}/_paystage/api${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const { error } = (await reply.json()) as { error: { code: string; message: string; hint?: string } };
  return { status: reply.status, ...error };
}

/** Buys at the shop, pays, and waits for the first delivery to be acknowledged. */
async function buy() {
  const { intentId } = await postJson<{ intentId: string }>(`${shop.url}/buy/securepayapi`, { amount: 2000 });
  await actAsCustomer(harness, intentId, { action: 'pay' });
  await harness.engine.activity.whenIdle();
  const [event] = (await readPayment(harness, intentId)).events;
  const [delivery] = event?.deliveries ?? [];
  if (!event || !delivery) throw new Error('nothing was delivered');
  return { intentId, event, delivery };
}

async function readSent(delivery: DeliveryView): Promise<[string, string][]> {
  const record = await callControl<LogRecord>(harness, 'GET', `/records/${delivery.attempts.at(-1)?.seq}`);
  if (record.type !== 'attempt.finished' || !record.request) throw new Error('nothing was sent');
  return record.request.headers;
}

test('an edited body signed again is accepted, kept or under another key it is refused, and the delivery stays as it was', async () => {
  const { delivery, event, intentId } = await buy();
  const body = event.body.replace('2000', '9999');
  expect(body).not.toBe(event.body);
  const before = await readPayment(harness, intentId);
  const fresh = await resend(delivery.id, { signing: 'fresh', body });
  expect(fresh).toMatchObject({
    type: 'resend.finished',
    code: 'acknowledged',
    sentence: 'answered 204, which SecurePayAPI accepts. Edited and resent, so the delivery stays as it was.',
    request: { body: { text: body } },
    response: { status: 204 },
    signing: 'fresh',
    deliveryId: delivery.id,
  });
  const kept = await resend(delivery.id, { signing: 'kept', body });
  expect(kept).toMatchObject({
    code: 'not_acknowledged',
    sentence: 'answered 401; SecurePayAPI accepts only 204. Edited and resent, so the delivery stays as it was.',
  });
  const other = await resend(delivery.id, { signing: 'other_key', key: OTHER_KEY });
  expect(other).toMatchObject({ code: 'not_acknowledged', response: { status: 401 } });
  expect((await resend(delivery.id, { signing: 'kept' })).code).toBe('acknowledged');
  expect(await readPayment(harness, intentId)).toEqual(before);
  expect(new Set([fresh, kept, other].map(({ resendId }) => resendId)).size).toBe(3);
  for (const record of [fresh, kept, other]) expect(await callControl(harness, 'GET', `/records/${record.seq}`)).toEqual(record);
});

test('what was sent is explained: again, edited, under another key', async () => {
  const { delivery, event } = await buy();
  expect((await explain(delivery.attempts[0]?.seq ?? 0)).result).toBe('match');
  const body = `${event.body} `;
  expect((await explain((await resend(delivery.id, { signing: 'fresh', body })).seq)).result).toBe('match');
  expect((await explain((await resend(delivery.id, { signing: 'kept', body })).seq)).result).toBe('mismatch');
  const other = await explain((await resend(delivery.id, { signing: 'other_key', key: OTHER_KEY })).seq);
  expect(other).toMatchObject({ result: 'mismatch', sentence: expect.stringMatching(/\S/) });
  for (const secret of harness.engine.accounts.secretValues()) expect(JSON.stringify(other)).not.toContain(secret);
});

test('an old timestamp is refused when it is kept, and made new when it is signed again', async () => {
  const late = await startHarness({ clock: { startMs: Date.now() - HOUR_MS } });
  await connectShop(late, shop);
  const { intentId } = await postJson<{ intentId: string }>(`${shop.url}/buy/securepayapi`, { amount: 2000 });
  await actAsCustomer(late, intentId, { action: 'pay' });
  await late.engine.activity.whenIdle();
  const delivery = (await readPayment(late, intentId)).events[0]?.deliveries[0];
  expect(delivery?.attempts[0]?.statusCode).toBe(401);
  const { request } = await callControl<{ request: { headers: [string, string][] } }>(
    late,
    'GET',
    `/records/${delivery?.attempts[0]?.seq}`,
  );
  late.engine.clock.setSpeed(0);
  await late.engine.clock.advance(HOUR_MS, () => Promise.resolve());
  const send = (body: object) => callControl<Resent>(late, 'POST', `/deliveries/${delivery?.id}/resend`, body);
  const answers = [
    await send({ signing: 'kept', basedOn: delivery?.attempts[0]?.id }),
    await send({ signing: 'kept', headers: request.headers }),
    await send({ signing: 'fresh', headers: request.headers }),
    await send({ signing: 'fresh' }),
  ];
  expect(answers.map(({ response }) => response?.status)).toEqual([401, 401, 204, 204]);
  await late.close();
  await connectShop(harness, shop);
});

test('headers go out exactly as given, in their order, except those of the connection; only time and signature are made anew', async () => {
  const { delivery, event } = await buy();
  const sent = await readSent(delivery);
  const value = (name: string) => sent.find(([other]) => other.toLowerCase() === name)?.[1] ?? '';
  const headers: [string, string][] = [
    ['x-SIGNATURE', 'ffff'],
    ['X-Twice', '1'],
    ['host', 'elsewhere.test'],
    ['Content-Length', '3'],
    ['Transfer-Encoding', 'chunked'],
    ['X-Twice', '2'],
    ['X-Timestamp', '12'],
    ['User-Agent', 'edited'],
    ['X-Latin', 'caf\u00e9'],
  ];
  const endpoint = `${receiver.url}/elsewhere?x=1`;
  await resend(delivery.id, { signing: 'kept', endpoint, headers });
  await resend(delivery.id, { signing: 'fresh', endpoint, headers });
  const [kept, fresh] = receiver.requests;
  const own = (request: typeof kept) => request?.headers.filter(([name]) => !/^(host|connection|content-length)$/i.test(name));
  const expected = headers.filter(([name]) => !/^(host|content-length|transfer-encoding)$/i.test(name));
  expect(own(kept)).toEqual(expected);
  expect(kept?.url).toBe('/elsewhere?x=1');
  expect(kept?.header('host')).toBe(new URL(receiver.url).host);
  expect(kept?.body.toString()).toBe(event.body);
  expect(own(fresh)?.map(([name]) => name)).toEqual(expected.map(([name]) => name));
  expect(fresh?.header('user-agent')).toBe('edited');
  expect(Math.abs(Number(fresh?.header('x-timestamp')) - Date.now() / 1000)).toBeLessThan(60);
  expect(fresh?.header('x-signature')).toMatch(/^[0-9a-f]{64}$/);
  expect(value('x-signature')).toMatch(/^[0-9a-f]{64}$/);
});

test('a header that was taken away stays away, and without any the provider makes them', async () => {
  const { delivery } = await buy();
  const endpoint = receiver.url;
  await resend(delivery.id, { signing: 'fresh', endpoint, headers: [['X-Timestamp', '1']] });
  await resend(delivery.id, { signing: 'fresh', endpoint });
  const [bare, whole] = receiver.requests;
  expect(bare?.header('x-signature')).toBeUndefined();
  expect(bare?.header('x-timestamp')).not.toBe('1');
  expect(whole?.headers.map(([name]) => name)).toEqual(expect.arrayContaining(['Content-Type', 'X-Timestamp', 'X-Signature']));
});

test('no key reaches the log or a reply: not the one given, not one typed into body or header, not one that the app answers', async () => {
  const { delivery } = await buy();
  const secret = harness.env.SECUREPAYAPI_SECRET_KEY ?? '';
  receiver.replyWith((request) => ({ status: 400, body: `no: ${request.body.toString()}`, headers: { 'x-echo': OTHER_KEY } }));
  const record = await resend(delivery.id, {
    signing: 'other_key',
    key: OTHER_KEY,
    endpoint: receiver.url.replace('//', '//user:hush-hush@'),
    body: JSON.stringify({ secret, other: OTHER_KEY }),
    headers: [
      ['Authorization', 'Bearer another-credential-of-mine'],
      ['X-Copy', secret],
      ['Content-Type', 'application/json'],
    ],
  });
  expect(receiver.requests[0]?.body.toString()).toContain(secret);
  expect(record).toMatchObject({ code: 'not_acknowledged', response: { status: 400 } });
  const lines: string[] = [];
  for await (const batch of harness.engine.log.read(0)) lines.push(...batch);
  for (const text of [JSON.stringify(record), lines.join('\n')]) {
    for (const hidden of [secret, OTHER_KEY, 'another-credential', 'hush']) expect(text).not.toContain(hidden);
  }
});

test('where it may not go it is not sent, and a target that fails is told in the same way', async () => {
  const { delivery } = await buy();
  const outside = await resend(delivery.id, { signing: 'fresh', endpoint: 'http://192.0.2.1/hook' });
  expect(outside).toMatchObject({
    code: 'blocked_target',
    sentence: expect.stringMatching(/--allow-target .*\. Edited and resent, so the delivery stays as it was\.$/),
  });
  expect(await refuse('GET', `/records/${outside.seq}/explanation`)).toMatchObject({ status: 404, code: 'nothing_to_explain' });
  receiver.replyWith({ behaviour: 'reset' });
  expect((await resend(delivery.id, { signing: 'fresh', endpoint: receiver.url })).code).toBe('reset');
  receiver.replyWith({ status: 302, headers: { location: '/there' } });
  expect(await resend(delivery.id, { signing: 'fresh', endpoint: receiver.url })).toMatchObject({
    code: 'redirect',
    location: '/there',
  });
});

test('the endpoint may come back as it was shown, without its credentials', async () => {
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrl: receiver.url.replace('//', '//user:hush-hush@') });
  const { delivery } = await buy();
  receiver.clear();
  expect(delivery.endpoint).toContain('***@');
  await resend(delivery.id, { signing: 'kept', endpoint: delivery.endpoint, headers: await readSent(delivery) });
  expect(receiver.requests[0]?.header('authorization')).toBe(`Basic ${Buffer.from('user:hush-hush').toString('base64')}`);
  await connectShop(harness, shop);
});

test('an empty body and one in another script go out as they are', async () => {
  const { delivery } = await buy();
  const empty = await resend(delivery.id, { signing: 'fresh', body: '', endpoint: receiver.url });
  expect(empty.request.body).toBeUndefined();
  expect((await explain(empty.seq)).result).toBe('match');
  await resend(delivery.id, { signing: 'fresh', body: '{"n":"支払い"}', endpoint: receiver.url });
  expect(receiver.requests.map(({ body }) => body.toString())).toEqual(['', '{"n":"支払い"}']);
});

test('an unsigned provider resends and explains, too', async () => {
  await callControl(harness, 'PATCH', '/accounts/secpaid', { paymentEndpoints: [receiver.url] });
  const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/secpaid/payments', {});
  await actAsCustomer(harness, paymentId, { action: 'pay' });
  await harness.engine.activity.whenIdle();
  const delivery = (await readPayment(harness, paymentId)).events[0]?.deliveries[0];
  const record = await resend(delivery?.id ?? '', { signing: 'other_key', key: OTHER_KEY, body: 'status=success' });
  expect(record).toMatchObject({ code: 'acknowledged', request: { body: { text: 'status=success' } } });
  expect((await explain(record.seq)).result).toBe('unsigned');
});

test.each([
  ['no signing', {}, 400, 'invalid_body', 'signing'],
  ['an unknown signing', { signing: 'twice' }, 400, 'invalid_body', 'signing'],
  ['another key without one', { signing: 'other_key' }, 400, 'invalid_body', 'key'],
  ['a key that is not asked for', { signing: 'fresh', key: 'x' }, 400, 'invalid_body', 'key'],
  ['a line break in a header', { signing: 'kept', headers: [['X-A', 'a\r\nX-B: b']] }, 400, 'invalid_body', 'headers.0.1'],
  ['a header value that HTTP cannot carry', { signing: 'kept', headers: [['X-A', '支']] }, 400, 'invalid_body', 'headers.0.1'],
  ['a name that is no header', { signing: 'kept', headers: [['X A', 'a']] }, 400, 'invalid_body', 'headers.0.0'],
  ['an endpoint that is no URL', { signing: 'fresh', endpoint: 'ftp://x/' }, 400, 'invalid_body', 'endpoint'],
  ['a field that does not exist', { signing: 'fresh', boddy: '' }, 400, 'invalid_body', 'boddy'],
  ['an unknown attempt', { signing: 'kept', basedOn: 'att_0' }, 404, 'unknown_attempt', 'att_0'],
  ['a body over 1 MiB', { signing: 'fresh', body: 'x'.repeat(1_100_000) }, 413, 'body_too_large', '1048576'],
])('refuses %s, and sends nothing', async (_title, body, status, code, message) => {
  const { delivery } = await buy();
  const { newestSeq } = harness.engine.log;
  expect(await refuse('POST', `/deliveries/${delivery.id}/resend`, body)).toMatchObject({
    status,
    code,
    message: expect.stringContaining(message),
  });
  expect(harness.engine.log.newestSeq).toBe(newestSeq);
});

test('what cannot be resent or explained says so', async () => {
  expect(await refuse('POST', '/deliveries/dlv_0_0/resend', { signing: 'fresh' })).toMatchObject({
    status: 404,
    code: 'unknown_delivery',
  });
  expect(await refuse('GET', '/records/1/explanation')).toMatchObject({
    status: 404,
    code: 'nothing_to_explain',
    hint: expect.any(String),
  });
  expect(await refuse('GET', '/records/999999/explanation')).toMatchObject({ status: 404, code: 'unknown_record' });
  const { delivery } = await buy();
  const { seq } = await resend(delivery.id, { signing: 'fresh' });
  await callControl(harness, 'POST', '/reset');
  expect(await refuse('GET', `/records/${seq}/explanation`)).toMatchObject({ status: 404, code: 'unknown_payment' });
  expect(await refuse('POST', `/deliveries/${delivery.id}/resend`, { signing: 'fresh' })).toMatchObject({
    code: 'unknown_delivery',
  });
});

test('before anything was sent there is no signature to keep', async () => {
  receiver.replyWith(() => new Promise(() => {}));
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrl: receiver.url });
  const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/securepayapi/payments', {});
  await actAsCustomer(harness, paymentId, { action: 'pay' });
  await receiver.waitForRequests(1);
  const [first] = (await readPayment(harness, paymentId)).events.flatMap(({ deliveries }) => deliveries);
  expect(await refuse('POST', `/deliveries/${first?.id}/resend`, { signing: 'kept' })).toMatchObject({
    status: 409,
    code: 'nothing_to_keep',
    hint: expect.any(String),
  });
});
