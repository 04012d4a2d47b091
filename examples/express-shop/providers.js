// What the shop asks of its two providers. Only the base URLs and keys differ between a rehearsal and the real thing.
import { createHmac, timingSafeEqual } from 'node:crypto';

export const settings = {
  SECPAID_BASE_URL: '',
  SECPAID_TOKEN: '',
  SECPAID_USER_ID: '',
  SECUREPAYAPI_BASE_URL: '',
  SECUREPAYAPI_SECRET_KEY: '',
  SECUREPAYAPI_PUBLISHABLE_KEY: '',
};
for (const name of Object.keys(settings)) settings[name] = process.env[name] ?? '';
const missing = Object.keys(settings).filter((name) => settings[name] === '');
if (missing.length > 0) {
  console.error(`Not set: ${missing.join(', ')}. Put what "npx paystage env" prints into .env.`);
  process.exit(1);
}
/** The page of the stage, to link to; a real shop has none. */
settings.PAYSTAGE_URL = process.env.PAYSTAGE_URL ?? '';

/** A link that the customer pays at. `id` is what SecPaid will call it from now on. */
export function createPayLink(order, shopUrl) {
  return callSecPaid('createLink', {
    amount: (order.amountCents / 100).toFixed(2),
    recipient_note: order.id,
    callback_url: `${shopUrl}/checkout/callback`, // where the customer's browser goes
    payment_endpoint: `${shopUrl}/webhooks/secpaid`, // where SecPaid itself calls
  });
}

/** The only proof of a SecPaid payment: SecPaid says, on our own call, that this link brought this amount. */
export async function isPaidAtSecPaid(order) {
  const payIns = await callSecPaid('getPayInTransactions', { pay_id: order.paymentId });
  return payIns.some(
    ({ pay_id, amount, status }) =>
      String(pay_id) === order.paymentId && toCents(amount) === order.amountCents && status === 'Success',
  );
}

async function callSecPaid(name, fields) {
  const response = await fetch(`${settings.SECPAID_BASE_URL}/api/v2/${name}`, {
    method: 'POST',
    headers: { token: settings.SECPAID_TOKEN },
    body: new URLSearchParams(fields),
  });
  const reply = await response.json();
  if (reply.ResponseCode !== 1) throw new Error(`SecPaid refused ${name}: ${reply.ResponseMsg}`);
  return reply.data;
}

/** What SecPaid posts: JSON with `data`, JSON with flat names, or a form. @throws with `status` 400 for anything else. */
export function readNotice(bytes) {
  const isJson = decode(bytes).trimStart().startsWith('{');
  const value = isJson ? readObject(bytes) : Object.fromEntries(new URLSearchParams(decode(bytes)));
  const read = (name) => value.data?.[name] ?? value[`data[${name}]`];
  // The name is capitalised on a cancellation, and only there.
  const [paymentId, status, amount] = [read('pay_id'), read('status') ?? read('Status'), read('amount')];
  if (!/^\w{1,64}$/.test(paymentId) || typeof status !== 'string') throw refuse();
  return { paymentId: String(paymentId), status: status.toLowerCase(), amountCents: amount ? toCents(amount) : undefined };
}

/** An intent to pay by card. Its `client_secret` lets one browser pay this one amount. */
export async function createIntent(order) {
  const response = await fetch(`${settings.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${settings.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: order.amountCents, currency: order.currency, externalid: order.id }),
  });
  if (!response.ok) throw new Error(`SecurePayAPI refused the payment: ${await response.text()}`);
  return response.json();
}

/** True when SecurePayAPI wrote these bytes. The comparison takes as long for a near miss as for a far one. */
export function isSigned(bytes, timestamp = '', signature = '') {
  if (!Buffer.isBuffer(bytes)) return false;
  const expected = createHmac('sha256', settings.SECUREPAYAPI_SECRET_KEY).update(timestamp).update(bytes).digest('hex');
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
}

/** @throws with `status` 400 for bytes that are no JSON object. */
export function readObject(bytes) {
  try {
    const value = JSON.parse(decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {}
  throw refuse();
}

function decode(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse();
  }
}

const toCents = (amount) => Math.round(Number(amount) * 100);
const refuse = () => Object.assign(new Error('no message of a provider'), { status: 400 });
