import { expect, test } from 'vitest';
import { signWebhook } from './fake-provider.js';
import { makeEvent, type ShopStage } from './shop-stage.js';

const V1_BODY =
  '{"created":1760000000,"uuid":"5f0c2b6e-8d41-4a7f-9c35-1e6b7a90d2f4","id":"66f1a09b3c4d5e6f70819203","famt":4599,"currency":"USD",' +
  '"externalid":"inv-2041","customerid":"buyer-77","status":"PAYING","statustext":"Charging the card"}';
const V1_SIGNATURE = '743169133ce051f092f8237ecd11f9ec460431e88e8318b5e8c304dc26fb42b9';

/** What a shop does with SecurePayAPI, whatever it is built on. */
export function testSecurePayApi(stage: ShopStage): void {
  test('opens an intent for the order', async () => {
    const { orderId, intentId, clientSecret } = await stage.buy('securepayapi', 4599);
    expect(stage.provider.intents).toEqual([{ id: intentId, amount: 4599, currency: 'USD', externalid: orderId }]);
    expect(clientSecret).toBe(`pi_${intentId}_secret_x`);
    expect(await stage.probe(orderId)).toEqual({ id: orderId, paid: false, count: 0, status: 'open', events: [] });
  });

  test('acknowledges the known vector V1 with 204', async () => {
    const signed = signWebhook(V1_BODY, '1760000001');
    expect(signed.headers).toMatchObject({ 'x-signature': V1_SIGNATURE });
    expect((await fetch(`${stage.shop.url}/webhooks/securepayapi`, signed)).status).toBe(204);
  });

  test('fulfils on a genuine final event, and on nothing before it', async () => {
    const bought = await stage.buy('securepayapi', 4599);
    for (const status of ['INIT', 'PAYING']) expect(await stage.sendEvent(makeEvent(bought, { status }))).toBe(204);
    expect(await stage.probe(bought.orderId)).toMatchObject({ paid: false, count: 0, status: 'PAYING' });
    expect(await stage.sendEvent(makeEvent(bought))).toBe(204);
    expect(await stage.probe(bought.orderId)).toMatchObject({ paid: true, count: 1, status: 'paid' });
  });

  test('fulfils once when an event comes twice, one after the other and at the same time', async () => {
    const bought = await stage.buy('securepayapi', 4599);
    const event = makeEvent(bought);
    expect(await Promise.all([stage.sendEvent(event), stage.sendEvent(event, '1760000002')])).toEqual([204, 204]);
    expect(await stage.sendEvent(event, '1760000301')).toBe(204);
    const order = await stage.probe(bought.orderId);
    expect(order.count).toBe(1);
    expect(order.events.map(({ result }) => result)).toEqual(['fulfilled', 'repeated', 'repeated']);
  });

  test('refuses what is tampered with, signed by another, unsigned or wrongly signed', async () => {
    const bought = await stage.buy('securepayapi', 4599);
    const event = makeEvent(bought);
    const post = async (init: RequestInit) => (await fetch(`${stage.shop.url}/webhooks/securepayapi`, init)).status;
    const signed = signWebhook(event, '1760000001');
    const headers = signed.headers as Record<string, string>;
    expect(await post({ ...signed, body: event.replace('4599', '4598') })).toBe(401);
    expect(await stage.sendEvent(event, '1760000001', 'sp_secret_other')).toBe(401);
    expect(await post({ ...signed, headers: { 'content-type': 'application/json' } })).toBe(401);
    expect(await post({ ...signed, headers: { ...headers, 'x-timestamp': '1760000002' } })).toBe(401);
    const upperCase = headers['x-signature']?.toUpperCase() ?? '';
    expect(await post({ ...signed, headers: { ...headers, 'x-signature': upperCase } })).toBe(401);
    expect(await stage.probe(bought.orderId)).toMatchObject({ paid: false, count: 0, events: [] });
  });

  test('does not fulfil on a genuine event of another amount, currency or intent, and still does on the right one', async () => {
    const bought = await stage.buy('securepayapi', 4599);
    for (const change of [{ famt: 1 }, { currency: 'EUR' }, { id: '000000000000000000000001' }]) {
      expect(await stage.sendEvent(makeEvent(bought, change))).toBe(204);
    }
    const order = await stage.probe(bought.orderId);
    expect(order).toMatchObject({ paid: false, count: 0 });
    expect(order.events.map(({ result }) => result)).toEqual(['refused', 'refused', 'refused']);
    await stage.sendEvent(makeEvent(bought));
    expect(await stage.probe(bought.orderId)).toMatchObject({ paid: true, count: 1 });
  });

  test('never moves back: late events change neither a paid order nor a failed one', async () => {
    const bought = await stage.buy('securepayapi', 4599);
    for (const status of ['FAILED', 'PAYING']) await stage.sendEvent(makeEvent(bought, { status }));
    expect(await stage.probe(bought.orderId)).toMatchObject({ paid: false, status: 'FAILED' });
    for (const status of ['INIT', 'SUCCEEDED', 'PAYING', 'FAILED'])
      await stage.sendEvent(makeEvent(bought, { status, uuid: 'second-try' }));
    expect(await stage.probe(bought.orderId)).toMatchObject({ paid: true, count: 1, status: 'paid' });
  });

  test('acknowledges an unknown status and an unknown field without acting on them', async () => {
    const bought = await stage.buy('securepayapi', 4599);
    expect(await stage.sendEvent(makeEvent(bought, { status: 'SOMETHING_NEW', extra: { deep: [1] } }))).toBe(204);
    expect(await stage.probe(bought.orderId)).toMatchObject({ paid: false, count: 0 });
  });

  test('makes the classic mistake when told to, even while it runs', async () => {
    const bought = await stage.buy('securepayapi', 4599);
    stage.shop.configure({ acknowledgeWith: 200 });
    expect(await stage.sendEvent(makeEvent(bought))).toBe(200);
  });
}
