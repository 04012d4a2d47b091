import { describe, expect, test } from 'vitest';
import type { Shop, ShopConfig } from '../support/shop-config.js';
import { testSecPaid } from './secpaid-contract.js';
import { testSecurePayApi } from './securepayapi-contract.js';
import { makeEvent, postJson, useShopStage } from './shop-stage.js';

/** What both shops promise, whatever they are built on. */
export function describeShop(name: string, createShop: (config: Partial<ShopConfig>) => Promise<Shop>): void {
  describe(name, () => {
    const stage = useShopStage(createShop);
    describe('SecurePayAPI', () => testSecurePayApi(stage));
    describe('SecPaid', () => testSecPaid(stage));

    test('answers 400 to an amount that is none, 404 to an unknown order, and passes on what a provider refuses', async () => {
      for (const amount of [0, -1, 'much', null]) {
        expect((await postJson(`${stage.shop.url}/buy/secpaid`, { amount })).status).toBe(400);
        expect((await postJson(`${stage.shop.url}/buy/securepayapi`, { amount })).status).toBe(400);
      }
      expect((await fetch(`${stage.shop.url}/orders/none`)).status).toBe(404);
      stage.shop.configure({ secpaidToken: 'wrong' });
      const refused = await postJson(`${stage.shop.url}/buy/secpaid`, { amount: 1 });
      expect(refused.status).toBe(502);
      expect(await refused.text()).toContain('Incorrect token or missing token');
    });

    test('lets a test wait for an order by its state', async () => {
      const bought = await stage.buy('securepayapi', 4599);
      const paid = stage.shop.orders.waitForOrder(bought.orderId, ({ status }) => status === 'paid');
      await stage.sendEvent(makeEvent(bought));
      expect((await paid).fulfilledCount).toBe(1);
      await expect(stage.shop.orders.waitForOrder(bought.orderId, ({ status }) => status === 'open', 1)).rejects.toThrow(
        /is .*"status":"paid"/,
      );
    });
  });
}
