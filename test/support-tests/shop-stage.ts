import { afterEach, beforeEach, expect } from 'vitest';
import type { Shop, ShopConfig } from '../support/shop-config.js';
import type { OrderView } from '../support/shop-state.js';
import { createFakeProvider, type FakeProvider, SECRET, signWebhook, TOKEN } from './fake-provider.js';

export interface Purchase {
  orderId: string;
  intentId: string;
  clientSecret: string;
  payId: string;
  payLink: string;
}

/** A shop and its providers, fresh for each test, with what a customer and a provider do to a shop. */
export interface ShopStage {
  readonly provider: FakeProvider;
  readonly shop: Shop;
  buy(from: 'secpaid' | 'securepayapi', amount: number): Promise<Purchase>;
  probe(orderId: string): Promise<OrderView>;
  /** Signs and sends a SecurePayAPI event; the status of the answer. */
  sendEvent(body: string, timestamp?: string, secret?: string): Promise<number>;
  /** Sends a SecPaid notice as JSON; the status of the answer. */
  notify(body: unknown): Promise<number>;
  /** Comes back from SecPaid with this query; where the shop sends the browser. */
  follow(query: string): Promise<string | null>;
}

/** Call inside a `describe`. */
export function useShopStage(createShop: (config: Partial<ShopConfig>) => Promise<Shop>): ShopStage {
  let provider: FakeProvider;
  let shop: Shop;
  beforeEach(async () => {
    provider = await createFakeProvider();
    shop = await createShop({ secpaidToken: TOKEN, securepayapiSecret: SECRET, publishableKey: 'sp_client_mock' });
    shop.configure({ secpaidUrl: `${provider.url}/secpaid`, securepayapiUrl: `${provider.url}/securepayapi` });
  });
  afterEach(async () => {
    await shop.close();
    await provider.close();
  });
  return {
    get provider() {
      return provider;
    },
    get shop() {
      return shop;
    },
    async buy(from, amount) {
      const response = await postJson(`${shop.url}/buy/${from}`, { amount });
      expect(response.status).toBe(201);
      return (await response.json()) as Purchase;
    },
    probe: async (orderId) => (await (await fetch(`${shop.url}/orders/${orderId}`)).json()) as OrderView,
    sendEvent: async (body, timestamp = '1760000001', secret = SECRET) =>
      (await fetch(`${shop.url}/webhooks/securepayapi`, signWebhook(body, timestamp, secret))).status,
    notify: async (body) => (await postJson(`${shop.url}/webhooks/secpaid`, body)).status,
    follow: async (query) =>
      (await fetch(`${shop.url}/checkout/callback?${query}`, { redirect: 'manual' })).headers.get('location'),
  };
}

/** A SUCCEEDED event for the purchase, as the provider would write it. */
export function makeEvent(bought: { orderId: string; intentId: string }, changes: Record<string, unknown> = {}): string {
  return JSON.stringify({
    created: 1760000000,
    uuid: '5f0c2b6e-8d41-4a7f-9c35-1e6b7a90d2f4',
    id: bought.intentId,
    famt: 4599,
    currency: 'USD',
    externalid: bought.orderId,
    customerid: '',
    status: 'SUCCEEDED',
    statustext: 'Paid',
    ...changes,
  });
}

export const jsonBody = (value: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export const postJson = (url: string, value: unknown) => fetch(url, jsonBody(value));
