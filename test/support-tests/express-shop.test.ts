import { expect, test } from 'vitest';
import { createExpressShop } from '../support/express-shop.js';
import { createFakeProvider, SECRET, signWebhook, TOKEN } from './fake-provider.js';
import { describeShop } from './shop-contract.js';
import { makeEvent } from './shop-stage.js';

describeShop('the Express shop', createExpressShop);

test('the Express shop refuses a genuine body whose JSON is not written the JavaScript way, as the documented verifier does', async () => {
  const shop = await createExpressShop({ securepayapiSecret: SECRET });
  const body = makeEvent({ orderId: 'none', intentId: 'none' }).replace('4599', '4599.00');
  expect((await fetch(`${shop.url}/webhooks/securepayapi`, signWebhook(body, '1760000006'))).status).toBe(401);
  await shop.close();
});

test('the Express shop fulfils on a redirect that the API confirms, waits while the money is pending, and counts the notice as a repeat', async () => {
  const provider = await createFakeProvider();
  const shop = await createExpressShop({ secpaidUrl: `${provider.url}/secpaid`, secpaidToken: TOKEN });
  const bought = await fetch(`${shop.url}/buy/secpaid`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"amount":42.5}',
  });
  const { orderId, payId } = (await bought.json()) as { orderId: string; payId: string };
  const comeBack = async () =>
    (await fetch(`${shop.url}/checkout/callback?pay_id=${payId}&user_id=u&status=success`, { redirect: 'manual' })).headers.get(
      'location',
    );

  expect(await comeBack()).toBe('/cart');
  provider.book(payId, '42.50', 'Pending');
  expect(await comeBack()).toBe(`/order/confirmation?order=${orderId}`);
  expect(shop.orders.find(orderId)).toMatchObject({ status: 'pending', fulfilledCount: 0 });
  provider.book(payId, '42.50');
  expect(await comeBack()).toBe(`/order/confirmation?order=${orderId}`);
  await comeBack();
  expect(shop.orders.find(orderId)).toMatchObject({ status: 'paid', fulfilledCount: 1 });

  await shop.close();
  await provider.close();
});
