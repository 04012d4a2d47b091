import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LaneSummary } from '../../server/http/control/lane-replies.js';
import type { ClockView } from '../../server/http/control/replies.js';
import type { Harness } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';
import { askControl, createIntentIn, type OpenLane, openLane } from '../support/lanes.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
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

const pay = (lane: OpenLane, id: string) => lane.call('POST', `/payments/${id}/customer`, { action: 'pay' });

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
