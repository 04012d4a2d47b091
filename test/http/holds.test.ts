import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HoldsView } from '../../server/http/control/hold-replies.js';
import type { Harness, LogRecord } from '../../server/index.js';
import { actAsCustomer, callControl, readPayment, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

let receiver: Receiver;
let harness: Harness;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paystage-holds-'));
  receiver = await createReceiver();
  harness = await start();
});
afterEach(async () => {
  await harness.close();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

function start(): Promise<Harness> {
  return startHarness({
    dataDir: folder,
    accounts: {
      secpaid: { settings: { paymentEndpoints: [`${receiver.url}/hook`], callbackUrls: [`${receiver.url}/back`] } },
      securepayapi: { settings: { webhookUrls: [`${receiver.url}/signed`] } },
    },
  });
}

const control = <T = HoldsView>(method: string, path: string, body?: unknown) =>
  callControl<T>(harness, method, path, method === 'GET' ? undefined : (body ?? {}));
const hold = (target: string, rest: object = {}) => control('POST', '/holds', { target, ...rest });
const arrived = (path: string) => receiver.requests.filter(({ url }) => url.startsWith(path)).length;

async function createLink(): Promise<{ id: string; page: string }> {
  const reply = await fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink`, {
    method: 'POST',
    headers: { token: harness.env.SECPAID_TOKEN ?? '', 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 42.5 }),
  });
  const { data } = (await reply.json()) as { data: { id?: number; linktopay_id?: number; pay_link: string } };
  const id = String(data.id ?? data.linktopay_id);
  return { id, page: (await readPayment(harness, id)).checkoutUrl ?? '' };
}

/** What a browser does on the pay page: reads the form and sends it. */
async function payInBrowser(page: string, signal?: AbortSignal): Promise<Response> {
  const html = await (await fetch(page)).text();
  const fields = new URLSearchParams({ action: 'pay-card' });
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
    fields.set(name ?? '', value ?? '');
  const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1] ?? '';
  return fetch(new URL(action, page), {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: new URL(page).origin },
    body: fields,
    ...(signal ? { signal } : {}),
  });
}

async function createIntent(): Promise<string> {
  const reply = await fetch(`${harness.env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${harness.env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 2_000, currency: 'USD' }),
  });
  return ((await reply.json()) as { id: string }).id;
}

const listTypes = async (id: string) =>
  (await callControl<{ records: LogRecord[] }>(harness, 'GET', `/payments/${id}/timeline`)).records.map(({ type }) => type);

describe('the race between webhook and redirect', () => {
  test('is won by the redirect while the webhook is held', async () => {
    const { id, page } = await createLink();
    await hold('delivery', { paymentId: id });
    const reply = await payInBrowser(page);
    expect(reply.status).toBe(302);
    expect(reply.headers.get('location')).toContain(`pay_id=${id}`);
    expect(arrived('/hook')).toBe(0);
    const [held] = (await control('GET', '/holds')).held;
    expect(held).toMatchObject({ target: 'delivery', paymentId: id, event: 'Success', to: `${receiver.url}/hook` });
    expect((await readPayment(harness, id)).events[0]?.deliveries[0]).toMatchObject({
      status: 'pending',
      heldAt: expect.stringMatching(/^\d{4}/),
      nextAttemptAt: null,
      attempts: [],
    });

    expect(await control('POST', `/held/${held?.id}/release`)).toEqual({ holds: [], held: [] });
    await receiver.waitFor(({ url }) => url === '/hook');
    await harness.engine.activity.whenIdle();
    expect((await readPayment(harness, id)).events[0]?.deliveries[0]).toMatchObject({ status: 'acknowledged', heldAt: null });
    expect(await listTypes(id)).toEqual(expect.arrayContaining(['delivery.held', 'delivery.released']));
  });

  test('ends for a payment whose rest is dropped: nothing waits, nothing is sent, and its holds are gone', async () => {
    const dropped = await createIntent();
    const kept = await createIntent();
    for (const paymentId of [dropped, kept]) await hold('delivery', { paymentId, count: null });
    for (const id of [dropped, kept]) await actAsCustomer(harness, id, { action: 'pay', method: 'card', card: 'frictionless' });
    await expect.poll(async () => (await control('GET', '/holds')).held.length).toBe(2);
    const count = (await readPayment(harness, dropped)).events.length;

    expect(await control<{ dropped: number }>('POST', `/payments/${dropped}/drop`)).toEqual({ dropped: count });
    const left = await control('GET', '/holds');
    expect(left.holds.map(({ paymentId }) => paymentId)).toEqual([kept]);
    expect(left.held.map(({ paymentId }) => paymentId)).toEqual([kept]);
    await control('POST', '/held/release');
    await harness.engine.activity.whenIdle();
    expect(receiver.requests.some(({ body }) => body.includes(dropped))).toBe(false);

    await harness.close();
    harness = await start();
    await harness.engine.activity.whenIdle();
    const [first] = (await readPayment(harness, dropped)).events;
    expect(first?.deliveries[0]).toMatchObject({ status: 'exhausted', heldAt: null, attempts: [] });
    expect(receiver.requests.some(({ body }) => body.includes(dropped))).toBe(false);
  });

  test('is won by the webhook while the redirect is held', async () => {
    const { id, page } = await createLink();
    await hold('redirect');
    let isAnswered = false;
    const paying = payInBrowser(page).then((reply) => {
      isAnswered = true;
      return reply;
    });
    await receiver.waitFor(({ url }) => url === '/hook');
    const waiting = await waitForHeld();
    expect(isAnswered).toBe(false);
    expect(await listTypes(id), 'nothing says that the browser has left').not.toContain('redirect.issued');
    expect(waiting).toMatchObject({
      target: 'redirect',
      paymentId: id,
      event: null,
      to: expect.stringContaining('/back?pay_id='),
    });
    await control('POST', '/held/release');
    expect((await paying).status).toBe(302);
    const types = await listTypes(id);
    const held = types.indexOf('redirect.held');
    expect(types.slice(held).filter((type) => type.startsWith('redirect.') || type === 'page.served')).toEqual([
      'redirect.held',
      'redirect.released',
      'redirect.issued',
      'page.served',
    ]);
  });

  test('can be held on both sides and decided by hand', async () => {
    const { page } = await createLink();
    await hold('redirect');
    await hold('delivery');
    const paying = payInBrowser(page);
    await expect.poll(async () => (await control('GET', '/holds')).held.length).toBe(2);
    const { held } = await control('GET', '/holds');
    await control('POST', `/held/${held.find(({ target }) => target === 'delivery')?.id}/release`);
    await receiver.waitFor(({ url }) => url === '/hook');
    await control('POST', '/held/release');
    expect((await paying).status).toBe(302);
  });

  async function waitForHeld(): Promise<HoldsView['held'][number] | undefined> {
    await expect.poll(async () => (await control('GET', '/holds')).held.length).toBe(1);
    return (await control('GET', '/holds')).held[0];
  }

  test('knows that the browser left, and does not keep its answer', async () => {
    const { id, page } = await createLink();
    await hold('redirect');
    const gone = new AbortController();
    const paying = payInBrowser(page, gone.signal).catch(() => 'aborted');
    await waitForHeld();
    gone.abort();
    expect(await paying).toBe('aborted');
    await expect.poll(async () => (await control('GET', '/holds')).held).toEqual([]);
    expect(await listTypes(id)).toContain('redirect.released');
  });

  test('ends with the stage: a browser that waits is answered', async () => {
    const { page } = await createLink();
    await hold('redirect');
    const paying = payInBrowser(page);
    await waitForHeld();
    await harness.close();
    expect((await paying).status).toBe(302);
    harness = await start();
  });

  test('is not held for a customer who is played by a call', async () => {
    const { id } = await createLink();
    await hold('redirect');
    expect((await actAsCustomer(harness, id, { action: 'pay' })).redirect).toContain('pay_id=');
    expect((await control('GET', '/holds')).held).toEqual([]);
  });
});

describe('a hold', () => {
  test('holds as many as it was asked to, and says how many are left', async () => {
    const set = await hold('delivery', { count: 2 });
    expect(set.holds).toMatchObject([{ target: 'delivery', paymentId: null, countLeft: 2 }]);
    for (const left of [1, 0]) {
      await actAsCustomer(harness, (await createLink()).id, { action: 'pay' });
      expect((await control('GET', '/holds')).holds.map(({ countLeft }) => countLeft)).toEqual(left === 0 ? [] : [left]);
    }
    await actAsCustomer(harness, (await createLink()).id, { action: 'pay' });
    await receiver.waitForRequests(1);
    expect((await control('GET', '/holds')).held).toHaveLength(2);
    await control('POST', '/held/release');
    await receiver.waitForRequests(3);
  });

  test('without a number holds every one until it is cleared, and what it holds stays held', async () => {
    const { holds } = await hold('delivery', { count: null });
    const ids = [await createLink(), await createLink()].map((link) => link.id);
    for (const id of ids) await actAsCustomer(harness, id, { action: 'pay' });
    expect(await control('DELETE', `/holds/${holds[0]?.id}`)).toMatchObject({ holds: [], held: [{}, {}] });
    await actAsCustomer(harness, (await createLink()).id, { action: 'pay' });
    await receiver.waitForRequests(1);
    await hold('delivery', { count: null });
    await control('POST', '/holds/clear');
    expect((await control('GET', '/holds')).held.map(({ paymentId }) => paymentId)).toEqual(ids);
  });

  test('of one payment leaves the others alone, and is used before one for any payment', async () => {
    const [mine, other] = [await createLink(), await createLink()];
    await hold('delivery', { count: 5 });
    await hold('delivery', { paymentId: mine.id });
    await actAsCustomer(harness, mine.id, { action: 'pay' });
    expect((await control('GET', '/holds')).holds).toMatchObject([{ paymentId: null, countLeft: 5 }]);
    await control('POST', '/holds/clear');
    await actAsCustomer(harness, other.id, { action: 'pay' });
    await receiver.waitForRequests(1);
    expect((await control('GET', '/holds')).held.map(({ paymentId }) => paymentId)).toEqual([mine.id]);
  });

  test('keeps the events of a payment in order: those behind a held one wait too', async () => {
    const id = await createIntent();
    await hold('delivery', { paymentId: id });
    await actAsCustomer(harness, id, { action: 'pay' });
    await harness.engine.activity.whenIdle();
    expect(arrived('/signed')).toBe(0);
    const { held } = await control('GET', '/holds');
    expect(held).toMatchObject([{ event: 'INIT' }]);
    await control('POST', '/held/release');
    const requests = await receiver.waitForRequests(3);
    expect(requests.map(({ event }) => event.split(' ')[1])).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
  });

  test('gives way to a redelivery by hand, which ends it when it is acknowledged', async () => {
    const { id } = await createLink();
    await hold('delivery');
    await actAsCustomer(harness, id, { action: 'pay' });
    const [held] = (await control('GET', '/holds')).held;
    await control('POST', `/deliveries/${held?.id}/redeliver`);
    expect(arrived('/hook')).toBe(1);
    expect((await control('GET', '/holds')).held).toEqual([]);
  });

  test('catches a delivery once: its retries go out by the schedule', async () => {
    receiver.replyNext({ status: 500 });
    await hold('delivery', { count: null });
    const { id } = await createLink();
    await actAsCustomer(harness, id, { action: 'pay' });
    await control('POST', '/held/release');
    await receiver.waitForRequests(1);
    await harness.engine.activity.whenIdle();
    await control<object>('POST', '/clock', { jumpTo: 'next-timer' });
    await receiver.waitForRequests(2);
    expect((await control('GET', '/holds')).held).toEqual([]);
  });

  test('does not make the clock wait', async () => {
    await hold('delivery');
    await actAsCustomer(harness, (await createLink()).id, { action: 'pay' });
    await control<object>('POST', '/clock', { advanceMs: 3_600_000 });
    expect((await control('GET', '/holds')).held).toHaveLength(1);
  });

  test('and what it holds survive a restart, and a release sends it', async () => {
    await hold('delivery', { count: 2 });
    const { id } = await createLink();
    await actAsCustomer(harness, id, { action: 'pay' });
    await harness.close();
    harness = await start();
    const { holds, held } = await control('GET', '/holds');
    expect(holds).toMatchObject([{ countLeft: 1 }]);
    expect(held).toMatchObject([{ paymentId: id }]);
    await harness.engine.activity.whenIdle();
    expect(receiver.requests).toEqual([]);
    await control('POST', `/held/${held[0]?.id}/release`);
    await receiver.waitForRequests(1);
  });

  test('ends with a reset, and browsers that wait are answered', async () => {
    const { page } = await createLink();
    await hold('redirect');
    await hold('delivery', { count: null });
    const paying = payInBrowser(page);
    await expect.poll(async () => (await control('GET', '/holds')).held.length).toBe(2);
    await control<object>('POST', '/reset');
    expect((await paying).status).toBe(302);
    expect(await control('GET', '/holds')).toEqual({ holds: [], held: [] });
    expect(receiver.requests).toEqual([]);
  });

  test.each([
    ['POST', '/holds', { target: 'everything' }, /400.*invalid_body/],
    ['POST', '/holds', {}, /400.*invalid_body/],
    ['POST', '/holds', { target: 'delivery', count: 0 }, /400.*invalid_body/],
    ['POST', '/holds', { target: 'delivery', count: 1.5 }, /400.*invalid_body/],
    ['POST', '/holds', { target: 'delivery', many: 1 }, /400.*invalid_body/],
    ['POST', '/holds', { target: 'delivery', paymentId: 'nobody' }, /404.*unknown_payment/],
    ['DELETE', '/holds/hold_99', undefined, /404.*unknown_hold/],
    ['POST', '/held/dlv_99_1/release', undefined, /404.*unknown_held/],
  ])('is refused in words: %s %s %j', async (method, path, body, words) => {
    await expect(control(method, path, body)).rejects.toThrow(words);
    expect(await control('GET', '/holds')).toEqual({ holds: [], held: [] });
  });
});
