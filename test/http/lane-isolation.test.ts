import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ClockView, PaymentView } from '../../server/http/control/replies.js';
import type { Harness, LogRecord } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';
import { askControl, createIntentIn, type OpenLane, openLane } from '../support/lanes.js';
import { createReceiver, type ReceivedRequest, type Receiver } from '../support/receiver.js';
import { openPage } from '../support/stream-page.js';

let harness: Harness;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await createReceiver();
  harness = await startHarness();
});
afterEach(async () => {
  await harness.close();
  await receiver.close();
});

const sendTo = (url: string) => ({ accounts: { securepayapi: { settings: { webhookUrls: [url] } } } });
const pay = (lane: OpenLane, id: string) => lane.call('POST', `/payments/${id}/customer`, { action: 'pay' });
const isSignedFor = ({ view }: OpenLane, request: ReceivedRequest) => {
  const mac = createHmac('sha256', view.env.SECUREPAYAPI_SECRET_KEY ?? '');
  return mac.update(`${request.header('x-timestamp')}${request.body}`).digest('hex') === request.header('x-signature');
};

test('fifty lanes in parallel never see one another: keys, targets, holds, clock, records and stream', async () => {
  const count = 50;
  const numbers = Array.from({ length: count }, (_, index) => index);
  const receivers = await Promise.all(numbers.map(() => createReceiver()));
  const lanes = await Promise.all(
    numbers.map((index) =>
      openLane(harness, {
        ...sendTo(receivers[index]?.url ?? ''),
        clock: { startAt: '2026-01-01T00:00:00Z', speed: 0 },
        seed: 7,
      }),
    ),
  );
  const pages = lanes.map(({ view }) => openPage(`${harness.address.streamUrl}?lane=${view.name}`));
  const ids = await Promise.all(
    lanes.map(async (lane, index) => {
      const id = await createIntentIn(lane, 1_000 + index);
      // Every other lane holds its first webhook; every lane moves its clock on by another distance.
      if (index % 2 === 0) await lane.call('POST', '/holds', { target: 'delivery' });
      await pay(lane, id);
      await lane.call('POST', '/clock', { advanceMs: index * 1_000 });
      expect(await lane.call('POST', '/idle', {})).toEqual({ isIdle: true, pending: 0 });
      return id;
    }),
  );
  expect(new Set(ids).size).toBe(count);
  expect(new Set(lanes.map(({ view }) => view.env.SECUREPAYAPI_SECRET_KEY)).size).toBe(count);

  await Promise.all(
    lanes.map(async (lane, index) => {
      const { name } = lane.view;
      const id = ids[index] ?? '';
      const requests = receivers[index]?.requests ?? [];
      expect(requests.length > 0).toBe(index % 2 === 1);
      expect(requests.every((request) => request.event.startsWith(id) && isSignedFor(lane, request))).toBe(true);
      const held = await lane.call<{ held: { paymentId: string }[] }>('GET', '/holds');
      expect(held.held.map(({ paymentId }) => paymentId)).toEqual(index % 2 === 0 ? [id] : []);
      const clock = await lane.call<ClockView>('GET', '/clock');
      expect(Date.parse(clock.now) - Date.UTC(2026, 0, 1)).toBe(index * 1_000);
      const records = await lane.records();
      expect(records.length).toBeGreaterThan(5);
      expect(records.every((record) => record.lane === name)).toBe(true);
      const text = JSON.stringify([records, await lane.call('GET', '/payments'), await lane.call('GET', '/accounts')]);
      expect(ids.filter((other) => text.includes(other))).toEqual([id]);
      const page = pages[index];
      await page?.until(() => page.records.at(-1)?.seq === records.at(-1)?.seq);
      expect(page?.records).toEqual(records);
    }),
  );
  await Promise.all([...pages.map((page) => page.close()), ...lanes.map((lane) => lane.dispose())]);
  expect(harness.engine.state.payments.size).toBe(0);
  await Promise.all(receivers.map((target) => target.close()));
});

test('nothing of one lane is found, changed or guessed by its id from another', async () => {
  const own = await openLane(harness, sendTo(receiver.url));
  const other = await openLane(harness, sendTo(receiver.url));
  await own.call('POST', '/holds', { target: 'delivery', count: null });
  const id = await createIntentIn(own);
  await pay(own, id);
  const payment = await own.call<PaymentView>('GET', `/payments/${id}`);
  const delivery = payment.events[0]?.deliveries[0]?.id ?? '';
  const { holds } = await own.call<{ holds: { id: string }[] }>('GET', '/holds');
  const seq = (await own.records()).at(-1)?.seq;
  const before = JSON.stringify(await own.records());

  const calls: [method: string, path: string, body?: object][] = [
    ['GET', `/payments/${id}`],
    ['GET', `/payments/${id}/actions`],
    ['GET', `/payments/${id}/timeline`],
    ['POST', `/payments/${id}/customer`, { action: 'pay' }],
    ['POST', `/payments/${id}/staff`, { action: 'expire' }],
    ['GET', `/deliveries/${delivery}`],
    ['POST', `/deliveries/${delivery}/redeliver`, {}],
    ['POST', `/deliveries/${delivery}/resend`, { signing: 'fresh' }],
    ['POST', '/holds', { target: 'delivery', paymentId: id }],
    ['DELETE', `/holds/${holds[0]?.id}`, {}],
    ['POST', `/held/${delivery}/release`, {}],
    ['GET', `/records/${seq}`],
    ['GET', `/records/${seq}/explanation`],
  ];
  for (const [method, path, body] of calls) {
    const unknown = path
      .replace(id, 'f'.repeat(24))
      .replace(delivery, 'dlv_999_1')
      .replace(`/${seq}`, '/99999')
      .replace(/hold_[\w-]+/, 'hold_99999');
    const strange = body && JSON.parse(JSON.stringify(body).replace(id, 'f'.repeat(24)));
    const denied = await askControl(harness, method, `/lanes/${other.view.name}${path}`, body);
    const absent = await askControl(harness, method, `/lanes/${other.view.name}${unknown}`, strange);
    expect([path, denied.status, denied.code]).toEqual([path, 404, absent.code]);
    // Word for word what an id gets that is nowhere, but for the id itself.
    const blank = (text: string, ...names: string[]) => names.reduce((left, name) => left.replaceAll(name, '*'), text);
    expect(blank(denied.text, id, delivery, holds[0]?.id ?? '', String(seq))).toBe(
      blank(absent.text, 'f'.repeat(24), 'dlv_999_1', 'hold_99999', '99999'),
    );
  }
  expect(JSON.stringify(await own.records())).toBe(before);

  // Clearing and releasing everything there is stays in the lane, too.
  await other.call('POST', '/held/release', {});
  await other.call('POST', '/holds/clear', {});
  expect(JSON.stringify(await own.records())).toBe(before);
  // The provider's own call with the key of the other lane does not find it either.
  const { env } = other.view;
  const asked = await fetch(`${env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents/${id}`, {
    headers: { authorization: `Bearer ${env.SECUREPAYAPI_SECRET_KEY}` },
  });
  expect(asked.status).toBe(404);
  // The operator, who names no lane, finds it by its id.
  expect((await callControl<PaymentView>(harness, 'GET', `/payments/${id}`)).lane).toBe(own.view.name);
  expect((await callControl<{ payments: unknown[] }>(harness, 'GET', '/payments')).payments).toEqual([]);
});

test('the log download of a lane holds its records and no others', async () => {
  const own = await openLane(harness);
  const other = await openLane(harness);
  await createIntentIn(own);
  await createIntentIn(other);
  const text = (await askControl(harness, 'GET', `/lanes/${own.view.name}/log`)).text;
  const [head, ...lines] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogRecord);
  expect(head).toMatchObject({ paystage: 'log' });
  expect(lines).toEqual(await own.records());
});

test('a target of one lane that never answers holds up no other lane, though both send to the same origin', async () => {
  const slow = await openLane(harness, sendTo(`${receiver.url}/slow`));
  const quick = await openLane(harness, { ...sendTo(`${receiver.url}/quick`), clock: 'simulated' });
  receiver.replyWith(({ url }) => (url === '/slow' ? new Promise(() => {}) : {}));
  const slowIds = await Promise.all(Array.from({ length: 20 }, () => createIntentIn(slow)));
  await Promise.all(slowIds.map((id) => pay(slow, id)));
  await receiver.waitForRequests(16);
  const id = await createIntentIn(quick);
  await pay(quick, id);
  expect(await quick.call('POST', '/idle', { waitMs: 5_000 })).toEqual({ isIdle: true, pending: 0 });
  await quick.call('POST', '/clock', { advanceMs: 60_000 });
  const { events } = await quick.call<PaymentView>('GET', `/payments/${id}`);
  expect(events.flatMap(({ deliveries }) => deliveries.map(({ status }) => status))).toEqual(events.map(() => 'acknowledged'));
  expect(await slow.call('POST', '/idle', { waitMs: 0 })).toMatchObject({ isIdle: false });
  await slow.dispose();
});

test('a reset of one lane leaves payments, timers, holds, bins and clock of the others alone', async () => {
  const own = await openLane(harness, { clock: 'simulated' });
  const other = await openLane(harness, { clock: 'simulated' });
  const id = await createIntentIn(other);
  await createIntentIn(own);
  await other.call('POST', '/holds', { target: 'redirect' });
  await other.call('PATCH', '/bins/securepayapi', { status: 503 });
  await own.call('POST', '/clock', { advanceMs: 5_000 });
  await own.call('POST', '/reset', {});
  expect(await own.call('GET', '/payments')).toMatchObject({ total: 0 });
  expect(await other.call('GET', '/payments')).toMatchObject({ total: 1 });
  expect(await other.call('GET', '/bins/securepayapi')).toMatchObject({ status: 503 });
  expect((await other.call<{ holds: unknown[] }>('GET', '/holds')).holds).toHaveLength(1);
  await other.call('POST', '/clock', { advanceMs: 8 * 86_400_000 });
  expect((await other.call<PaymentView>('GET', `/payments/${id}`)).outcome).toBe('expired');
});
