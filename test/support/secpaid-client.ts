import { requireSetting, type ShopConfig } from './shop-config.js';
import type { Order } from './shop-state.js';

/** How a request body is written: SecPaid's older pages show forms, the newer ones JSON. */
export type SecPaidEncoding = 'form' | 'json';

export type PayInVerdict = 'paid' | 'pending' | 'absent';

interface SecPaidReply {
  ResponseCode?: number;
  ResponseMsg?: string;
  Result?: string;
  data?: unknown;
}

interface LinkData {
  id?: number;
  linktopay_id?: number;
  pay_link?: string;
}

interface PayIn {
  pay_id?: string;
  amount?: string;
  status?: string;
}

/**
 * Creates a payment link for the order, reporting to this shop.
 * @throws Error with SecPaid's own words when it refuses.
 */
export async function createPayLink(
  config: Partial<ShopConfig>,
  order: Order,
  shopUrl: string,
  encoding: SecPaidEncoding,
): Promise<{ payId: string; payLink: string }> {
  const fields: Record<string, string> = {
    amount: (order.amountMinor / 100).toFixed(2),
    recipient_note: order.id,
    callback_url: `${shopUrl}/checkout/callback`,
    payment_endpoint: `${shopUrl}/webhooks/secpaid`,
  };
  if (config.encryptionKey) Object.assign(fields, { is_encryption: 'true', encryption_key: config.encryptionKey });
  const link = (await callSecPaid(config, 'createLink', fields, encoding)).data as LinkData | undefined;
  const id = link?.id ?? link?.linktopay_id;
  if (id === undefined || !link?.pay_link) throw new Error('SecPaid answered createLink without an id or a pay_link');
  return { payId: String(id), payLink: link.pay_link };
}

/**
 * Asks SecPaid whether the order's money arrived; its notices and redirects carry no signature, so nothing else counts.
 * @throws Error when SecPaid cannot be asked.
 */
export async function checkPayIn(config: Partial<ShopConfig>, order: Order, encoding: SecPaidEncoding): Promise<PayInVerdict> {
  const payId = order.paymentId;
  if (payId === undefined) return 'absent';
  const reply = await callSecPaid(config, 'getPayInTransactions', { pay_id: payId }, encoding);
  const entries = Array.isArray(reply.data) ? (reply.data as PayIn[]) : [];
  const fitting = entries.filter(
    (entry) => entry.pay_id === payId && Math.round(Number(entry.amount) * 100) === order.amountMinor,
  );
  if (fitting.some((entry) => entry.status === 'Success')) return 'paid';
  return fitting.some((entry) => entry.status === 'Pending') ? 'pending' : 'absent';
}

async function callSecPaid(
  config: Partial<ShopConfig>,
  name: string,
  fields: Record<string, string>,
  encoding: SecPaidEncoding,
): Promise<SecPaidReply> {
  const isForm = encoding === 'form';
  const response = await fetch(`${requireSetting(config, 'secpaidUrl')}/api/v2/${name}`, {
    method: 'POST',
    headers: {
      token: requireSetting(config, 'secpaidToken'),
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    },
    body: isForm ? new URLSearchParams(fields).toString() : JSON.stringify(toJsonFields(fields)),
    signal: AbortSignal.timeout(5_000),
  });
  const reply = (await response.json()) as SecPaidReply;
  if (reply.ResponseCode !== 1 || reply.Result !== 'True') {
    throw new Error(`SecPaid answered ${name} with ${response.status}: ${reply.ResponseMsg ?? 'no message'}`);
  }
  return reply;
}

function toJsonFields(fields: Record<string, string>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, name === 'amount' || name === 'pay_id' ? Number(value) : value]),
  );
}
