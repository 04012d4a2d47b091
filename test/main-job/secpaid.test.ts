import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { createExpressShop } from '../support/express-shop.js';
import { actAsCustomer, callControl, connectShop, postJson, readPayment, startHarness } from '../support/harness.js';
import { createRawBodyShop } from '../support/raw-body-shop.js';
import { createReceiver } from '../support/receiver.js';
import type { Shop } from '../support/shop-config.js';

const shops = [
  { name: 'an Express shop with the documented callback handler', create: createExpressShop },
  { name: 'a Fastify shop that talks JSON', create: createRawBodyShop },
];

describe.each(shops)('SecPaid against $name', ({ create }) => {
  let harness: Harness;
  let shop: Shop;

  beforeEach(async () => {
    harness = await startHarness({ clock: { speed: 0, startMs: Date.UTC(2026, 10, 2, 8) } });
    shop = await create();
    await connectShop(harness, shop);
  });
  afterEach(async () => {
    await harness.close();
    await shop.close();
  });

  const buy = () => postJson<{ orderId: string; payLink: string; payId: string }>(`${shop.url}/buy/secpaid`, { amount: 42.5 });

  test('a card payment redirects as the seed shows, and the order is fulfilled once by redirect and webhook together', async () => {
    const { orderId, payId } = await buy();
    const { redirect, payment } = await actAsCustomer(harness, payId, { action: 'pay', method: 'card' });
    expect(payment.status).toBe('Used');
    expect(redirect).toBe(`${shop.url}/checkout/callback?pay_id=${payId}&user_id=${harness.env.SECPAID_USER_ID}&status=success`);
    await fetch(redirect ?? '', { redirect: 'manual' });
    const order = await shop.orders.waitForOrder(orderId, ({ status }) => status === 'paid');
    await harness.engine.activity.whenIdle();
    expect(order.fulfilledCount).toBe(1);
    const { events } = await readPayment(harness, payId);
    expect(events).toHaveLength(1);
    expect(events[0]?.deliveries[0]).toMatchObject({ status: 'acknowledged', attempts: [{ statusCode: 200 }] });
  });

  test('a cancelled payment redirects with status=cancel, is announced, and stays unpaid', async () => {
    const { orderId, payId } = await buy();
    const { redirect, payment } = await actAsCustomer(harness, payId, { action: 'cancel' });
    expect(payment.status).toBe('Cancelled');
    expect(redirect).toMatch(/&status=cancel$/);
    await harness.engine.activity.whenIdle();
    expect(shop.orders.find(orderId)?.fulfilledCount).toBe(0);
    expect(JSON.parse((await readPayment(harness, payId)).events[0]?.body ?? '')).toMatchObject({
      ResponseCode: 1,
      data: { pay_id: Number(payId), status: 'cancel' },
    });
  });

  test('a declined card leaves the link payable and tells nobody', async () => {
    const { payId } = await buy();
    const { payment, redirect } = await actAsCustomer(harness, payId, { action: 'pay', card: 'decline' });
    expect(payment.status).toBe('Unused');
    expect(redirect).toBeUndefined();
    expect(payment.events).toEqual([]);
    expect((await actAsCustomer(harness, payId, { action: 'pay' })).payment.status).toBe('Used');
  });

  test('a bank transfer redirects at once, and the order is fulfilled only when the money has settled', async () => {
    const { orderId, payId } = await buy();
    const { redirect } = await actAsCustomer(harness, payId, { action: 'pay', method: 'bank-transfer' });
    await fetch(redirect ?? '', { redirect: 'manual' });
    await harness.engine.activity.whenIdle();
    expect(shop.orders.find(orderId)).toMatchObject({ fulfilledCount: 0 });
    await actAsCustomer(harness, payId, { action: 'settle' });
    const order = await shop.orders.waitForOrder(orderId, ({ status }) => status === 'paid');
    expect(order.fulfilledCount).toBe(1);
  });

  test('a link is used once: a second payment is refused and announces nothing', async () => {
    const { payId } = await buy();
    await actAsCustomer(harness, payId, { action: 'pay' });
    await expect(actAsCustomer(harness, payId, { action: 'pay' })).rejects.toThrow(/409.*action_not_possible/);
    await expect(actAsCustomer(harness, payId, { action: 'cancel' })).rejects.toThrow(/409.*action_not_possible/);
    expect((await readPayment(harness, payId)).events).toHaveLength(1);
  });

  test('T6 an app that is down is called again after 1, 2, 4 and 8 s, then not any more', async () => {
    const receiver = await createReceiver({ status: 503 });
    await callControl(harness, 'PATCH', '/accounts/secpaid', { paymentEndpoints: [receiver.url] });
    const link = await createLink(harness, { amount: 10 });
    await actAsCustomer(harness, link.id, { action: 'pay' });
    await callControl(harness, 'POST', '/clock', { advanceMs: 15_000 });
    const [delivery] = (await readPayment(harness, link.id)).events[0]?.deliveries ?? [];
    expect(delivery?.status).toBe('exhausted');
    const startedAt = delivery?.attempts.map((attempt) => Date.parse(attempt.startedAt)) ?? [];
    expect(startedAt.map((at) => at - (startedAt[0] ?? 0))).toEqual([0, 1_000, 3_000, 7_000, 15_000]);
    expect(new Set(receiver.requests.map(({ body }) => body.toString())).size).toBe(1);
    await receiver.close();
  });

  test('of several callbacks the browser follows the first, the others are called in the background', async () => {
    const receiver = await createReceiver({ status: 200 });
    const link = await createLink(harness, {
      amount: 10,
      callback_url: `${shop.url}/checkout/callback,${receiver.url}/other?shop=1#top`,
    });
    const { redirect } = await actAsCustomer(harness, link.id, { action: 'pay' });
    expect(redirect).toContain(`${shop.url}/checkout/callback?pay_id=${link.id}`);
    const { url } = await receiver.waitFor(({ method }) => method === 'GET');
    expect(url).toBe(`/other?shop=1&pay_id=${link.id}&user_id=${harness.env.SECPAID_USER_ID}&status=success`);
    await receiver.close();
  });

  test('W9 one dead endpoint never delays another', async () => {
    const alive = await createReceiver({ status: 200 });
    const dead = await createReceiver(() => new Promise(() => {}));
    const link = await createLink(harness, { amount: 10, payment_endpoint: `${dead.url},${alive.url}` });
    await actAsCustomer(harness, link.id, { action: 'pay' });
    await alive.waitForRequests(1);
    const deliveries = (await readPayment(harness, link.id)).events[0]?.deliveries;
    expect(deliveries?.map(({ endpoint }) => endpoint)).toEqual([dead.url, alive.url]);
    await dead.close();
    await alive.close();
  });
});

async function createLink(harness: Harness, parameters: Record<string, unknown>): Promise<{ id: string }> {
  const reply = await fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink`, {
    method: 'POST',
    headers: { token: harness.env.SECPAID_TOKEN ?? '', 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  const { data } = (await reply.json()) as { data: { id: number } };
  return { id: String(data.id) };
}
