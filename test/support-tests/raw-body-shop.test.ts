import { expect, test } from 'vitest';
import { createRawBodyShop } from '../support/raw-body-shop.js';
import { SECRET, signWebhook } from './fake-provider.js';
import { describeShop } from './shop-contract.js';
import { makeEvent } from './shop-stage.js';

describeShop('the raw-body shop', createRawBodyShop);

test('the raw-body shop accepts any spelling of JSON whose bytes were signed, whatever the content type', async () => {
  const shop = await createRawBodyShop({ securepayapiSecret: SECRET });
  const body = makeEvent({ orderId: 'caf\u00e9', intentId: 'none' }).replace('4599', '4599.00').replace('\u00e9', '\\u00e9');
  const signed = signWebhook(`  ${body}\n`, '1760000006');
  expect((await fetch(`${shop.url}/webhooks/securepayapi`, signed)).status).toBe(204);
  const asText = { ...signed, headers: { ...signed.headers, 'content-type': 'text/plain' } };
  expect((await fetch(`${shop.url}/webhooks/securepayapi`, asText)).status).toBe(204);
  expect((await fetch(`${shop.url}/webhooks/securepayapi`, signWebhook('not JSON', '1760000006'))).status).toBe(400);
  await shop.close();
});

test('the raw-body shop refuses old signatures when it has a limit', async () => {
  const shop = await createRawBodyShop({ securepayapiSecret: SECRET, toleranceSeconds: 300 });
  const body = makeEvent({ orderId: 'none', intentId: 'none' });
  const send = async (timestamp: number) =>
    (await fetch(`${shop.url}/webhooks/securepayapi`, signWebhook(body, String(timestamp)))).status;
  const nowSeconds = Math.floor(Date.now() / 1000);
  expect(await send(nowSeconds)).toBe(204);
  expect(await send(nowSeconds - 301)).toBe(401);
  expect(await send(nowSeconds * 1000)).toBe(401);
  await shop.close();
});
