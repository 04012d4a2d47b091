import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { createExpressShop } from '../support/express-shop.js';
import { actAsCustomer, callControl, connectShop, postJson, readPayment, startHarness } from '../support/harness.js';
import { createRawBodyShop } from '../support/raw-body-shop.js';
import type { Shop } from '../support/shop-config.js';

const shops = [
  { name: 'an Express shop with the documented verifier', create: createExpressShop },
  { name: 'a Fastify shop that verifies raw bytes', create: createRawBodyShop },
];

describe.each(shops)('SecurePayAPI against $name', ({ create }) => {
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

  const buy = () => postJson<{ orderId: string; intentId: string }>(`${shop.url}/buy/securepayapi`, { amount: 4599 });
  const statusesOf = async (id: string) => (await readPayment(harness, id)).events.map(({ status }) => status);

  test('a frictionless payment is announced, acknowledged with 204 and fulfilled once', async () => {
    const { orderId, intentId } = await buy();
    await actAsCustomer(harness, intentId, { action: 'pay', card: 'frictionless' });
    const order = await shop.orders.waitForOrder(orderId, ({ status }) => status === 'paid');
    expect(order.fulfilledCount).toBe(1);
    await harness.engine.activity.whenIdle();
    const payment = await readPayment(harness, intentId);
    expect(payment.status).toBe('SUCCEEDED');
    expect(payment.events.map(({ status }) => status)).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
    for (const event of payment.events) {
      expect(event.deliveries).toHaveLength(1);
      expect(event.deliveries[0]).toMatchObject({
        status: 'acknowledged',
        attempts: [{ number: 1, statusCode: 204, code: 'acknowledged' }],
      });
    }
  });

  test('a challenged payment waits for the customer, and a passed challenge pays it', async () => {
    const { orderId, intentId } = await buy();
    const paying = await actAsCustomer(harness, intentId, { action: 'pay', card: 'challenge' });
    expect(paying.payment.status).toBe('AUTH3DSCHALLENGEFORM');
    const passed = await actAsCustomer(harness, intentId, { action: 'challenge', result: 'pass' });
    expect(passed.payment.status).toBe('SUCCEEDED');
    await shop.orders.waitForOrder(orderId, ({ status }) => status === 'paid');
    expect(await statusesOf(intentId)).toEqual([
      'INIT',
      'AUTH3DSCHALLENGE',
      'AUTH3DSCHALLENGEFORM',
      'AUTH3DSRESULT',
      'PAYING',
      'SUCCEEDED',
    ]);
  });

  test('a failed challenge charges nothing, and a second try on the same intent pays once', async () => {
    const { orderId, intentId } = await buy();
    await actAsCustomer(harness, intentId, { action: 'pay', card: 'challenge' });
    const failed = await actAsCustomer(harness, intentId, { action: 'challenge', result: 'fail' });
    expect(failed.payment.status).toBe('FAILED');
    expect(await statusesOf(intentId)).toEqual(['INIT', 'AUTH3DSCHALLENGE', 'AUTH3DSCHALLENGEFORM', 'AUTH3DSRESULT', 'FAILED']);
    await harness.engine.activity.whenIdle();
    expect(shop.orders.find(orderId)?.fulfilledCount).toBe(0);
    await actAsCustomer(harness, intentId, { action: 'pay' });
    const order = await shop.orders.waitForOrder(orderId, ({ status }) => status === 'paid');
    expect(order.fulfilledCount).toBe(1);
  });

  test('a declined card ends FAILED and the order stays unpaid', async () => {
    const { orderId, intentId } = await buy();
    const { payment } = await actAsCustomer(harness, intentId, { action: 'pay', card: 'decline' });
    expect(payment.status).toBe('FAILED');
    await harness.engine.activity.whenIdle();
    expect(shop.orders.find(orderId)).toMatchObject({ fulfilledCount: 0 });
  });

  test('an abandoned challenge times out after ten minutes and leaves the intent payable', async () => {
    const { intentId } = await buy();
    await actAsCustomer(harness, intentId, { action: 'pay', card: 'challenge' });
    await actAsCustomer(harness, intentId, { action: 'challenge', result: 'abandon' });
    await callControl(harness, 'POST', '/clock', { advanceMs: 600_000 });
    expect(await readPayment(harness, intentId)).toMatchObject({ status: 'FAILED', next: ['INIT', 'EXPIRED'] });
  });

  test('an intent nobody pays expires after seven days', async () => {
    const { intentId } = await buy();
    await callControl(harness, 'POST', '/clock', { advanceMs: 7 * 86_400_000 });
    expect(await readPayment(harness, intentId)).toMatchObject({ status: 'EXPIRED', outcome: 'expired' });
  });

  test('W1 W10 an app that answers 200 is called again by the schedule with the same bytes, and told why', async () => {
    shop.configure({ acknowledgeWith: 200 });
    const { orderId, intentId } = await buy();
    await actAsCustomer(harness, intentId, { action: 'pay' });
    await harness.engine.activity.whenIdle();
    const [first] = (await readPayment(harness, intentId)).events;
    expect(first?.deliveries[0]).toMatchObject({
      status: 'pending',
      attempts: [
        { code: 'not_acknowledged', sentence: 'answered 200; SecurePayAPI accepts only 204, so it will call again in 5 s.' },
      ],
    });
    await callControl(harness, 'POST', '/clock', { advanceMs: 2 * 86_400_000 });
    const events = (await readPayment(harness, intentId)).events;
    for (const { deliveries } of events) {
      expect(deliveries[0]?.status).toBe('exhausted');
      expect(deliveries[0]?.attempts).toHaveLength(8);
    }
    expect(shop.orders.find(orderId)?.fulfilledCount).toBe(1);
    shop.configure({ acknowledgeWith: 204 });
    const again = await callControl<{ status: string }>(harness, 'POST', `/deliveries/${events[0]?.deliveries[0]?.id}/redeliver`);
    expect(again.status).toBe('acknowledged');
  });
});
