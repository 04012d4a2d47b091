import { createCipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { jsonBody, type ShopStage } from './shop-stage.js';

const KEY = 'mockSecPaidKey-0123456789-ABCDEF';

/** What a shop does with SecPaid, whatever it is built on. */
export function testSecPaid(stage: ShopStage): void {
  test('creates a link that reports to this shop', async () => {
    const { orderId, payId, payLink } = await stage.buy('secpaid', 42.5);
    const fields = stage.provider.links.get(payId)?.fields;
    expect(Number(fields?.amount)).toBe(42.5);
    expect(fields).toMatchObject({
      recipient_note: orderId,
      callback_url: `${stage.shop.url}/checkout/callback`,
      payment_endpoint: `${stage.shop.url}/webhooks/secpaid`,
    });
    expect(payLink).toContain('/payment?link_id=');
  });

  test.each([
    ['nested JSON', (payId: string) => jsonBody(nested(payId))],
    ['flat JSON', (payId: string) => jsonBody({ ResponseCode: 1, 'data[pay_id]': Number(payId), 'data[status]': 'success' })],
    ['a form', (payId: string) => formBody({ ResponseCode: '1', 'data[pay_id]': payId, 'data[status]': 'Success' })],
  ])('fulfils once on a notice in %s that the API confirms', async (_shape, makeBody) => {
    const { orderId, payId } = await stage.buy('secpaid', 42.5);
    stage.provider.book(payId, '42.50');
    const statuses = await Promise.all([1, 2].map(() => fetch(`${stage.shop.url}/webhooks/secpaid`, makeBody(payId))));
    expect(statuses.map(({ status }) => status)).toEqual([200, 200]);
    expect(await stage.probe(orderId)).toMatchObject({ paid: true, count: 1 });
  });

  test('asks for encryption and understands an encrypted notice, but not one under another key', async () => {
    stage.shop.configure({ encryptionKey: KEY });
    const { orderId, payId } = await stage.buy('secpaid', 42.5);
    expect(stage.provider.links.get(payId)?.fields).toMatchObject({ is_encryption: 'true', encryption_key: KEY });
    stage.provider.book(payId, '42.50');
    expect(await stage.notify({ data: encrypt(nested(payId), KEY.toLowerCase()) })).toBeGreaterThanOrEqual(400);
    expect(await stage.probe(orderId)).toMatchObject({ paid: false });
    expect(await stage.notify({ data: encrypt(nested(payId), KEY) })).toBe(200);
    expect(await stage.probe(orderId)).toMatchObject({ paid: true, count: 1 });
  });

  test('does not fulfil on a forged notice for a link that nobody paid', async () => {
    const { orderId, payId } = await stage.buy('secpaid', 42.5);
    expect(await stage.notify(nested(payId))).toBe(409);
    const order = await stage.probe(orderId);
    expect(order).toMatchObject({ paid: false, count: 0, status: 'open' });
    expect(order.events).toMatchObject([{ source: 'webhook', result: 'refused' }]);
  });

  test.each([
    ['of one cent', '0.01', 'Success'],
    ['that is still pending', '42.50', 'Pending'],
    ['that was paid back', '-42.50', 'Success'],
  ])('does not fulfil on a pay-in %s', async (_case, amount, status) => {
    const { orderId, payId } = await stage.buy('secpaid', 42.5);
    stage.provider.book(payId, amount, status);
    expect(await stage.notify(nested(payId))).toBe(409);
    expect(await stage.probe(orderId)).toMatchObject({ paid: false, count: 0 });
  });

  test('does not take the payment of a cheap order for that of a dear one', async () => {
    const cheap = await stage.buy('secpaid', 0.01);
    const dear = await stage.buy('secpaid', 42.5);
    stage.provider.book(cheap.payId, '0.01');
    expect(await stage.notify({ ...nested(cheap.payId), recipient_note: dear.orderId })).toBe(200);
    expect(await stage.probe(dear.orderId)).toMatchObject({ paid: false, count: 0 });
    expect(await stage.probe(cheap.orderId)).toMatchObject({ paid: true, count: 1 });
  });

  test('notes a cancellation, however its key is spelt, and can still be paid afterwards', async () => {
    const { orderId, payId } = await stage.buy('secpaid', 42.5);
    expect(await stage.notify({ ResponseCode: 1, 'data[pay_id]': Number(payId), 'data[Status]': 'cancel' })).toBe(200);
    expect(await stage.probe(orderId)).toMatchObject({ paid: false, status: 'cancel' });
    stage.provider.book(payId, '42.50');
    expect(await stage.notify(nested(payId))).toBe(200);
    expect(await stage.probe(orderId)).toMatchObject({ paid: true, count: 1 });
    await stage.notify(nested(payId, 'cancel'));
    expect(await stage.probe(orderId)).toMatchObject({ paid: true, status: 'paid' });
  });

  test('asks to be called again when it cannot ask SecPaid, and fulfils then', async () => {
    const { orderId, payId } = await stage.buy('secpaid', 42.5);
    stage.provider.book(payId, '42.50');
    stage.provider.isDown = true;
    expect(await stage.notify(nested(payId))).toBe(502);
    stage.provider.isDown = false;
    expect(await stage.notify(nested(payId))).toBe(200);
    expect(await stage.probe(orderId)).toMatchObject({ paid: true, count: 1 });
  });

  test('refuses notices about nothing it sold', async () => {
    expect(await stage.notify(nested('999'))).toBe(404);
    for (const body of [{}, [], { data: null }, { data: 'AAAA' }]) expect(await stage.notify(body)).toBeGreaterThanOrEqual(400);
  });

  test('sends a browser that comes back to the order or to the cart', async () => {
    const { orderId, payId } = await stage.buy('secpaid', 42.5);
    stage.provider.book(payId, '42.50');
    expect(await stage.follow(`pay_id=${payId}&user_id=u&status=cancel`)).toBe('/cart');
    expect(await stage.follow(`pay_id=${payId}&user_id=u&status=success`)).toBe(`/order/confirmation?order=${orderId}`);
    expect(await stage.follow('pay_id=999&user_id=u&status=success')).toBe('/cart');
    expect(await stage.follow('status=success')).toBe('/cart');
    await stage.notify(nested(payId));
    expect(await stage.probe(orderId)).toMatchObject({ paid: true, count: 1 });
    expect(await (await fetch(`${stage.shop.url}/order/confirmation?order=${orderId}`)).text()).toContain('is paid');
  });

  test('does not believe a success address that was typed in', async () => {
    const { orderId, payId } = await stage.buy('secpaid', 42.5);
    await stage.follow(`pay_id=${payId}&user_id=u&status=success`);
    expect(await stage.probe(orderId)).toMatchObject({ paid: false, count: 0, status: 'open' });
  });
}

const nested = (payId: string, status = 'Success') => ({
  ResponseCode: 1,
  data: { pay_id: Number(payId), note: '', amount: 42.5, user_id: 'u', status },
});

function encrypt(value: unknown, key: string): string {
  const cipher = createCipheriv('aes-256-cbc', key, key.slice(0, 16));
  return Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]).toString('base64');
}

const formBody = (fields: Record<string, string>): RequestInit => ({ method: 'POST', body: new URLSearchParams(fields) });
