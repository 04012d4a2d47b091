import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LaneSummary } from '../../server/http/control/lane-replies.js';
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

describe('a lane', () => {
  test('is handed over with everything an app needs, and listed with secrets masked', async () => {
    const { view } = await openLane(harness, {
      name: 'checkout',
      accounts: { secpaid: { settings: { webhookFormat: 'form' } } },
    });
    expect(view).toMatchObject({ name: 'checkout', seed: null, isRepeatable: false, clock: { speed: 1 } });
    expect(view.env).toMatchObject({ PAYSTAGE_URL: harness.url, SECPAID_BASE_URL: harness.env.SECPAID_BASE_URL });
    expect(view.env.SECPAID_TOKEN).not.toBe(harness.env.SECPAID_TOKEN);
    expect(view.providers.find(({ name }) => name === 'secpaid')?.settings).toMatchObject({
      webhookFormat: 'form',
      paymentEndpoints: [`${harness.url}/_paystage/bin/checkout.secpaid`],
    });
    expect([view.api, view.page]).toEqual([`${harness.url}/_paystage/api/lanes/checkout`, `${harness.url}/?q=lane:checkout`]);
    const listed = (await askControl(harness, 'GET', '/lanes')).text + (await askControl(harness, 'GET', '/lanes/checkout')).text;
    const { lanes } = await callControl<{ lanes: LaneSummary[] }>(harness, 'GET', '/lanes');
    expect(lanes.map(({ name }) => name)).toEqual(['default', 'checkout']);
    for (const secret of [view.env.SECPAID_TOKEN, view.env.SECUREPAYAPI_SECRET_KEY]) expect(listed).not.toContain(secret);
    const { clock: _time, ...steady } = view;
    expect(await callControl(harness, 'POST', '/lanes/checkout/reveal', {})).toMatchObject(steady);
  });

  test('takes given keys, and no key that another lane has', async () => {
    const keys = { secretKey: `sp_secret_${'a'.repeat(32)}` };
    const lane = await openLane(harness, { accounts: { securepayapi: { keys } } });
    expect(lane.view.env.SECUREPAYAPI_SECRET_KEY).toBe(keys.secretKey);
    expect(await askControl(harness, 'POST', '/lanes', { accounts: { securepayapi: { keys } } })).toMatchObject({
      status: 409,
      code: 'key_in_use',
    });
    const rotated = await askControl(harness, 'POST', '/accounts/securepayapi/keys/secretKey/rotate', { value: keys.secretKey });
    expect(rotated).toMatchObject({ status: 409, code: 'key_in_use' });
    const again = await lane.call<{ value: string }>('POST', '/accounts/securepayapi/keys/secretKey/rotate', {
      value: keys.secretKey,
    });
    expect(again.value).toBe(keys.secretKey);
  });

  test.each<[string, object, number, string]>([
    ['a name with a dot', { name: 'a.b' }, 400, 'invalid_body'],
    ['the name of the default lane', { name: 'default' }, 409, 'lane_exists'],
    ['an unknown provider', { accounts: { securpayapi: {} } }, 400, 'unknown_provider'],
    ['an unknown setting', { accounts: { secpaid: { settings: { webhokFormat: 'form' } } } }, 400, 'invalid_setting'],
    ['an unknown key', { accounts: { secpaid: { keys: { tokn: 'x' } } } }, 404, 'unknown_key'],
    ['a key that cannot be one', { accounts: { securepayapi: { keys: { secretKey: 'x' } } } }, 400, 'invalid_key'],
    ['an empty seed', { seed: '' }, 400, 'invalid_body'],
    ['a start that is no moment', { clock: { startAt: 'soon' } }, 400, 'invalid_body'],
    ['a speed below zero', { clock: { speed: -1 } }, 400, 'invalid_body'],
    ['a name that it does not know', { nam: 'x' }, 400, 'invalid_body'],
  ])('is not opened with %s, and nothing is left behind', async (_what, asked, status, code) => {
    expect(await askControl(harness, 'POST', '/lanes', { ...asked })).toMatchObject({ status, code });
    expect(harness.engine.lanes.list()).toHaveLength(1);
    expect(harness.engine.accounts.list()).toHaveLength(2);
  });

  test('with a clock or a seed of another kind is told what there can be', async () => {
    for (const [body, message] of [
      [{ clock: 'fast' }, '"clock": expected "simulated" or a map.'],
      [{ seed: null }, '"seed": expected a string or a number.'],
    ] as const) {
      const reply = await fetch(`${harness.url}/_paystage/api/lanes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect([reply.status, (await reply.json()) as object]).toMatchObject([400, { error: { code: 'invalid_body', message } }]);
    }
  });

  test('that is not there is answered with the nearest name, on every path below it', async () => {
    await openLane(harness, { name: 'checkout' });
    for (const [method, path] of [
      ['GET', '/lanes/chekout'],
      ['DELETE', '/lanes/chekout'],
      ['POST', '/lanes/chekout/reveal'],
      ['GET', '/lanes/chekout/records'],
      ['POST', '/lanes/chekout/clock'],
    ] as const) {
      const reply = await askControl(harness, method, path, method === 'GET' ? undefined : {});
      expect(reply).toMatchObject({ status: 404, code: 'unknown_lane' });
      expect(reply.text).toContain('Did you mean \\"checkout\\"?');
    }
    expect(await askControl(harness, 'DELETE', '/lanes/default')).toMatchObject({ status: 409, code: 'lane_is_default' });
    expect((await askControl(harness, 'GET', '/lanes/checkout/lanes')).status).toBe(404);
  });

  test('has bins of its own, whose records it sees and nobody else', async () => {
    const lane = await openLane(harness, { name: 'a' });
    await openLane(harness, { name: 'b' });
    await lane.call('PATCH', '/bins/hook', { status: 418 });
    expect(await lane.call('GET', '/bins/a.hook')).toMatchObject({ name: 'a.hook', status: 418 });
    // Below a lane a name never leaves it.
    await lane.call('PATCH', '/bins/b.hook', { status: 500 });
    expect(await callControl(harness, 'GET', '/bins/b.hook')).toMatchObject({ status: 204 });
    expect((await fetch(`${harness.url}/_paystage/bin/a.hook`, { method: 'POST', body: 'x' })).status).toBe(418);
    await fetch(`${harness.url}/_paystage/bin/b.hook`, { method: 'POST', body: 'x' });
    expect((await lane.records('type=bin.received')).map((record) => 'bin' in record && record.bin)).toEqual(['a.hook']);
    await lane.dispose();
    expect(await callControl(harness, 'GET', '/bins/a.hook')).toMatchObject({ status: 204 });
  });

  test('of the name of an earlier one knows nothing of it', async () => {
    const first = await openLane(harness, { name: 'again', seed: 1 });
    const id = await createIntentIn(first);
    await first.dispose();
    const second = await openLane(harness, { name: 'again', seed: 1 });
    expect(await createIntentIn(second)).toBe(id);
    const types = (await second.records()).map(({ type }) => type);
    expect(types.filter((type) => type === 'lane.created')).toHaveLength(1);
    expect(types).not.toContain('lane.disposed');
    const page = openPage(`${harness.address.streamUrl}?lane=again`);
    await page.until(() => page.records.length >= types.length);
    expect(page.records.map(({ type }) => type)).toEqual(types);
    await second.dispose();
    expect(await page.closed).toBe(1000);
    expect(page.records.at(-1)?.type).toBe('lane.disposed');
  });

  test('jumps to the next attempt and to a moment, and never back', async () => {
    receiver.replyWith({ status: 500 });
    const lane = await openLane(harness, {
      accounts: { securepayapi: { settings: { webhookUrls: [receiver.url], retryScheduleMs: [7_000, 11_000] } } },
      clock: { startAt: '2026-05-01T00:00:00Z', speed: 0 },
    });
    expect(await lane.call('POST', '/clock', { jumpTo: 'next-attempt' })).toMatchObject({ now: '2026-05-01T00:00:00.000Z' });
    await pay(lane, await createIntentIn(lane));
    const jump = async () => (await lane.call<ClockView>('POST', '/clock', { jumpTo: 'next-attempt' })).now;
    expect(await jump()).toBe('2026-05-01T00:00:07.000Z');
    expect(await jump()).toBe('2026-05-01T00:00:18.000Z');
    expect(await jump()).toBe('2026-05-01T00:00:18.000Z');
    expect(await lane.call('POST', '/clock', { to: '2026-05-02T01:00:00+01:00' })).toMatchObject({
      now: '2026-05-02T00:00:00.000Z',
    });
    const back = await askControl(harness, 'POST', `/lanes/${lane.view.name}/clock`, { to: '2026-05-01T23:59:59Z' });
    expect(back).toMatchObject({ status: 400, code: 'invalid_move' });
    const texts = (await lane.records('type=clock.changed')).map((record) => 'text' in record && record.text);
    expect(texts).toContain('no attempt is due, the clock stays');
  });
});

test('a stream for a lane that is not there is refused before it begins', async () => {
  const page = openPage(`${harness.address.streamUrl}?lane=nobody`);
  expect(await page.closed).toBe(1006);
  expect(page.hello).toBeNull();
});

test('the description lists every call once, for the default lane and for any other', async () => {
  const reply = await fetch(`${harness.url}/_paystage/openapi.json`);
  const { servers, paths } = (await reply.json()) as {
    servers: { url: string }[];
    paths: Record<string, Record<string, { servers?: { url: string }[] }>>;
  };
  expect(servers.map(({ url }) => url)).toEqual(['/_paystage/api', '/_paystage/api/lanes/{lane}']);
  expect(paths['/lanes/{lane}']?.delete?.servers?.map(({ url }) => url)).toEqual(['/_paystage/api']);
  expect(paths['/records']?.get?.servers).toBeUndefined();
});
