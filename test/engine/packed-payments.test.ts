import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { actAsCustomer, callControl, readPayment, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

let harness: Harness;
let app: Receiver;
let ids: string[];

/** More payments than are kept open, all over and done with; the app has been told of each. */
beforeEach(async () => {
  harness = await startHarness();
  app = await createReceiver();
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrl: app.url });
  ids = [];
  for (let number = 0; number < 110; number++) ids.push(await createPayment(number));
  await harness.engine.activity.whenIdle();
  // Whoever makes room for a payment is the next one.
  for (let number = 0; number < 32; number++) await createPayment(1_000 + number);
  await harness.engine.activity.whenIdle();
});
afterEach(async () => {
  await harness.close();
  await app.close();
});

async function createPayment(number: number): Promise<string> {
  const reply = await fetch(`${harness.url}/securepayapi/api/v1/payment-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${harness.env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 4_599, currency: 'USD', externalid: `order-${number}` }),
  });
  const { id } = (await reply.json()) as { id: string };
  await harness.engine.actAsCustomer(id, { action: 'pay' });
  return id;
}

const isPacked = (id: string) => harness.engine.state.payments.isPacked(id);
const last = <T>(list: readonly T[]): T => list.at(-1) as T;

test('a packed payment is shown, listed and found as any other', async () => {
  const [id = '', other = ''] = ids;
  expect(isPacked(id)).toBe(true);
  const { payments, total } = await callControl<{ payments: { id: string; reference: string }[]; total: number }>(
    harness,
    'GET',
    '/payments?limit=1000',
  );
  expect(total).toBe(142);
  expect(payments.map((payment) => payment.id).slice(-110)).toEqual(ids.toReversed());
  const found = await callControl<{ payments: unknown[] }>(harness, 'GET', '/payments?search=order-7');
  expect(found.payments).toHaveLength(11);
  expect(isPacked(id)).toBe(true);

  const payment = await readPayment(harness, id);
  expect(last(payments)).toEqual(expect.objectContaining({ id, reference: payment.reference, status: payment.status }));
  expect(payment.history.map(({ status }) => status)).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
  expect(payment.events.map(({ deliveries }) => deliveries[0]?.status)).toEqual(Array(3).fill('acknowledged'));
  const { records } = await callControl<{ records: { type: string }[] }>(harness, 'GET', `/payments/${other}/timeline`);
  expect(records[0]?.type).toBe('payment.created');
});

test('a delivery of a packed payment is redelivered and resent, with the same bytes', async () => {
  const [id = '', other = ''] = ids;
  const deliveryOf = async (paymentId: string) => last((await readPayment(harness, paymentId)).events).deliveries[0]?.id ?? '';
  const [first, second] = [await deliveryOf(id), await deliveryOf(other)];
  // Asking for it took it out; it goes back before anything is sent.
  for (let number = 0; number < 110; number++) await createPayment(2_000 + number);
  await harness.engine.activity.whenIdle();
  for (let number = 0; number < 32; number++) await createPayment(3_000 + number);
  expect([id, other].map(isPacked)).toEqual([true, true]);
  const [sent, sentOther] = [id, other].map((one) => app.requests.filter(({ event }) => event === `${one} SUCCEEDED`));
  const redelivered = await callControl<{ attempts: { number: number; code: string }[] }>(
    harness,
    'POST',
    `/deliveries/${first}/redeliver`,
  );
  expect(redelivered.attempts).toMatchObject([{ number: 1 }, { number: 2, code: 'acknowledged' }]);
  await callControl(harness, 'POST', `/deliveries/${second}/resend`, { signing: 'fresh' });
  for (const [earlier, one] of [
    [sent, id],
    [sentOther, other],
  ] as const) {
    const all = app.requests.filter(({ event }) => event === `${one} SUCCEEDED`);
    expect(all).toHaveLength((earlier?.length ?? 0) + 1);
    expect(last(all).body).toEqual(earlier?.[0]?.body);
  }
  await expect(callControl(harness, 'POST', '/deliveries/dlv_9999999_1/redeliver')).rejects.toThrow('404');
});

test('what is decided about a packed payment changes it, and a reset forgets it', async () => {
  const [id = ''] = ids;
  expect(isPacked(id)).toBe(true);
  await expect(actAsCustomer(harness, id, { action: 'pay' })).rejects.toThrow('409');
  await callControl(harness, 'POST', '/reset');
  expect(harness.engine.state.payments.size).toBe(0);
  await expect(readPayment(harness, ids[5] ?? '')).rejects.toThrow('404');
});

test('whoever visits the checkout of a packed payment keeps its cookies while it is there', async () => {
  const [id = ''] = ids;
  const payment = () => harness.engine.state.payments.get(id);
  await harness.engine.customer.visitTyped(id, `${app.url}/`);
  const visited = payment();
  for (let number = 0; number < 110; number++) await createPayment(2_000 + number);
  expect(isPacked(id)).toBe(false);
  expect(payment()).toBe(visited);
});
