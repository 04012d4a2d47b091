import { createHmac } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ExplanationView } from '../../server/http/control/provider-replies.js';
import { type Craft, connect, type Harness, type Lane, type LogRecord } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

const MIB = 1_048_576;
const SECOND_MS = 1_000;

let harness: Harness;
let lane: Lane;
let receiver: Receiver;
let deliveryId: string;

beforeAll(async () => {
  [harness, receiver] = await Promise.all([startHarness(), createReceiver()]);
  lane = await connect(harness.url).lane({ accounts: { securepayapi: { settings: { webhookUrls: [receiver.url] } } } });
  await lane.holds.webhook({ count: null });
  const { id } = await lane.create('securepayapi', {});
  await lane.control.post(`/payments/${id}/customer`, { action: 'pay' });
  deliveryId = (await lane.payment(id)).events[0]?.deliveries[0]?.id ?? '';
});
beforeEach(() => {
  receiver.replyWith({});
  receiver.clear();
});
afterAll(async () => {
  await harness.close();
  await receiver.close();
});

const send = (craft: Craft = {}) => lane.send(deliveryId, craft);
const explain = (seq: number) => lane.control.get<ExplanationView>(`/records/${seq}/explanation`);
const sign = (body: Buffer, timestamp: string) =>
  createHmac('sha256', lane.keys('securepayapi').secretKey ?? '')
    .update(timestamp)
    .update(body)
    .digest('hex');

/** Takes what comes down to the bytes, and answers 204 once `isWhole` says so. */
async function listenRaw(
  isWhole: (text: string) => boolean,
): Promise<{ url: string; server: Server; read: () => string; ended: Promise<void> }> {
  let text = '';
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const server = createServer((socket: Socket) => {
    socket.on('error', end).on('close', end);
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
      if (isWhole(text)) socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}/hook`, server, read: () => text, ended };
}

test('a held delivery that was never sent can be sent, and stays held', async () => {
  expect((await send()).code).toBe('acknowledged');
  expect((await lane.holds.list()).held.map(({ id }) => id)).toContain(deliveryId);
  expect(receiver.requests).toHaveLength(1);
});

test.each(['GET', 'PUT', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS'] as const)(
  '%s goes out as such, with a body where one is usual',
  async (method) => {
    const record = await send({ method });
    const [request] = receiver.requests;
    expect([request?.method, record.request.method]).toEqual([method, method]);
    const hasBody = method === 'PUT' || method === 'PATCH';
    expect(request?.body.length === 0).toBe(!hasBody);
    expect(record.request.body === undefined).toBe(!hasBody);
    expect((await explain(record.seq)).result).toBe('match');
  },
);

test('a GET carries a body when it is given one', async () => {
  await send({ method: 'GET', body: '{"a":1}' });
  expect(receiver.requests[0]).toMatchObject({ method: 'GET', isComplete: true });
  expect(receiver.requests[0]?.body.toString()).toBe('{"a":1}');
});

test('bytes that are no text go out as they are, and are signed and explained as such', async () => {
  const body = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]);
  const record = await send({ body });
  const [request] = receiver.requests;
  expect(request?.body.equals(body)).toBe(true);
  expect(request?.header('x-signature')).toBe(sign(body, request?.header('x-timestamp') ?? ''));
  expect(record.request.body).toEqual({ base64: body.toString('base64'), sizeBytes: 5 });
  expect((await explain(record.seq)).result).toBe('match');
});

test('a body of 1 MiB fits, as base64 too; one byte more is refused', async () => {
  const whole = Buffer.alloc(MIB, 0xff);
  expect((await send({ body: whole })).request.body?.sizeBytes).toBe(MIB);
  expect(receiver.requests[0]?.body.equals(whole)).toBe(true);
  await expect(send({ body: Buffer.alloc(MIB + 1) })).rejects.toMatchObject({ code: 'body_too_large' });
  await expect(lane.control.patch('/accounts/secpaid', { x: 'x'.repeat(1_500_000) })).rejects.toMatchObject({
    code: 'body_too_large',
  });
});

test('in chunks there is no length, and several chunks', async () => {
  const raw = await listenRaw((text) => text.endsWith('\r\n0\r\n\r\n'));
  const record = await send({ framing: 'chunked', body: 'abcdefghij', endpoint: raw.url });
  raw.server.close();
  expect(record).toMatchObject({ code: 'acknowledged', framing: 'chunked' });
  expect(record.request.headers.at(-1)).toEqual(['transfer-encoding', 'chunked']);
  expect(raw.read()).not.toMatch(/content-length/i);
  expect(raw.read()).toContain('\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n3\r\nghi\r\n1\r\nj\r\n0\r\n\r\n');
});

test.each([0, 1, 5])('a cut after %i bytes resets the connection there', async (cutAfterBytes) => {
  const raw = await listenRaw(() => false);
  const record = await send({
    cutAfterBytes,
    body: 'abcdefghij',
    endpoint: raw.url,
    headers: [['X-Case', 'kept']],
    signing: 'kept',
  });
  await raw.ended;
  raw.server.close();
  expect(raw.read()).toMatch(/^POST \/hook HTTP\/1\.1\r\n/);
  expect(raw.read().split('\r\n\r\n')).toEqual([
    expect.stringMatching(/X-Case: kept\r\ncontent-length: 10$/),
    'abcdefghij'.slice(0, cutAfterBytes),
  ]);
  expect(record).toMatchObject({
    code: 'reset',
    cutAfterBytes,
    sentence: expect.stringContaining(`reset on purpose after ${cutAfterBytes} of 10 bytes`),
    request: { body: { text: 'abcdefghij' } },
  });
  await expect(explain(record.seq)).rejects.toMatchObject({ code: 'nothing_to_explain' });
});

test('a cut never comes after the last byte, and chunks may be cut, too', async () => {
  expect(await send({ cutAfterBytes: 500_000, body: 'abc' })).toMatchObject({ code: 'reset', cutAfterBytes: 2 });
  expect(await send({ cutAfterBytes: 0, framing: 'chunked', body: 'abc' })).toMatchObject({ code: 'reset', cutAfterBytes: 0 });
  const cut = await receiver.waitFor(({ headers }) => headers.some(([name]) => name === 'transfer-encoding'));
  expect(cut).toMatchObject({ isComplete: false });
});

test('it is signed for another time when asked, and says so', async () => {
  const record = await send({ signedAtOffsetMs: -3_600 * SECOND_MS });
  const timestamp = receiver.requests[0]?.header('x-timestamp') ?? '';
  expect(Math.abs(Date.now() / SECOND_MS - 3_600 - Number(timestamp))).toBeLessThan(60);
  expect(record.signedAtOffsetMs).toBe(-3_600 * SECOND_MS);
  expect((await explain(record.seq)).result).toBe('match');
  await send({ signedAtOffsetMs: 3_600 * SECOND_MS, signing: 'other_key', key: 'sp_secret_other' });
  expect(Number(receiver.requests[1]?.header('x-timestamp'))).toBeGreaterThan(Date.now() / SECOND_MS + 3_000);
});

test('its note stands in the record, without the secrets that somebody put there', async () => {
  const secret = lane.keys('securepayapi').secretKey ?? '';
  const record = await send({ note: `Check SIG-1, with ${secret}` });
  expect(record.note).toMatch(/^Check SIG-1, with sp_secret_…/);
  expect('note' in (await send())).toBe(false);
});

test('kept headers go out exactly as given', async () => {
  const headers: [string, string][] = [
    ['x-SIGNATURE', 'ff'],
    ['X-Empty', ''],
  ];
  await send({ signing: 'kept', headers });
  const own = receiver.requests[0]?.headers.filter(([name]) => !/^(host|connection|content-length)$/.test(name));
  expect(own).toEqual(headers);
});

test('it waits no longer than it is told', async () => {
  receiver.replyWith(() => new Promise(() => {}));
  expect(await send({ timeoutMs: 50 })).toMatchObject({ code: 'timeout' });
});

test.each([
  ['a method that is none of them', { signing: 'fresh', method: 'TRACE' }, 'invalid_body'],
  ['two bodies', { signing: 'fresh', body: '', bodyBase64: '' }, 'invalid_body'],
  ['no base64', { signing: 'fresh', bodyBase64: 'a-b' }, 'invalid_body'],
  ['an empty body in chunks', { signing: 'fresh', body: '', framing: 'chunked' }, 'empty_body'],
  ['an empty body to cut', { signing: 'fresh', method: 'GET', cutAfterBytes: 0 }, 'empty_body'],
  ['a time for a kept signature', { signing: 'kept', headers: [], signedAtOffsetMs: 1 }, 'invalid_body'],
  ['a long note', { signing: 'fresh', note: 'x'.repeat(201) }, 'invalid_body'],
  ['no time at all', { signing: 'fresh', timeoutMs: 0 }, 'invalid_body'],
])('refuses %s, and sends nothing', async (_title, body, code) => {
  await expect(lane.control.post(`/deliveries/${deliveryId}/resend`, body)).rejects.toMatchObject({ code });
  expect(receiver.requests).toHaveLength(0);
});

test('an account gets the keys that it is given, and has them back', async () => {
  const given = 'sp_secret_chosenByHand0000000000';
  const before = await lane.setKeys('securepayapi', { secretKey: given });
  expect([lane.keys('securepayapi').secretKey, lane.env.SECUREPAYAPI_SECRET_KEY]).toEqual([given, given]);
  await send();
  const [request] = receiver.requests;
  expect(request?.header('x-signature')).toBe(sign(request?.body ?? Buffer.alloc(0), request?.header('x-timestamp') ?? ''));
  await lane.setKeys('securepayapi', before);
  expect(lane.keys('securepayapi')).toMatchObject(before);
  await expect(lane.setKeys('securepayapi', { secretKey: 'no' })).rejects.toMatchObject({ code: 'invalid_key' });
  const records = await lane.records({ types: ['account.changed'] });
  expect(records).toMatchObject([{ rotatedKeys: ['secretKey'] }, { rotatedKeys: ['secretKey'] }] satisfies Partial<LogRecord>[]);
  expect(JSON.stringify(records)).not.toContain(given);
});
