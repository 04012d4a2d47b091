import { requireSetting, type ShopConfig } from './shop-config.js';

export interface CreatedIntent {
  intentId: string;
  clientSecret: string;
}

/**
 * Creates a payment intent over `amountMinor` US cents, with the shop's order id as externalid.
 * @throws Error with the status and body when SecurePayAPI refuses.
 */
export async function createIntent(config: Partial<ShopConfig>, amountMinor: number, orderId: string): Promise<CreatedIntent> {
  const response = await fetch(`${requireSetting(config, 'securepayapiUrl')}/api/v1/payment-intents`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${requireSetting(config, 'securepayapiSecret')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ amount: amountMinor, currency: 'USD', externalid: orderId }),
    signal: AbortSignal.timeout(5_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`SecurePayAPI answered ${response.status}: ${text}`);
  const intent = JSON.parse(text) as { id: string; client_secret: string };
  return { intentId: intent.id, clientSecret: intent.client_secret };
}
