import { createCipheriv, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Harness, Lane } from '../../server/index.js';
import { PATIENCE_MS } from '../support/patience.js';
import { type ReceiverProcess, startReceiver } from '../support/receiver-process.js';

/** A receiver and a lane of a real stage whose keys it has. The stage delivers nothing by itself unless `connect` was called. */
export interface Desk extends AsyncDisposable {
  lane: Lane;
  receiver: ReceiverProcess;
  secret: string;
  close(): Promise<void>;
}

export async function openDesk(harness: Harness, file: string, env: Readonly<Record<string, string>> = {}): Promise<Desk> {
  const lane = await harness.lane();
  const receiver = await startReceiver(file, { ...lane.env, ...env });
  const close = async () => {
    await receiver.close();
    await lane.close();
  };
  const secret = lane.keys('securepayapi').secretKey ?? '';
  return { lane, receiver, secret, close, [Symbol.asyncDispose]: close };
}

/** Lets the stage deliver to the receiver, as an operator who types in its addresses. */
export async function connect({ lane, receiver }: Desk): Promise<void> {
  await lane.control.patch('/accounts/securepayapi', { webhookUrls: [`${receiver.url}/webhooks/securepayapi`] });
  await lane.control.patch('/accounts/secpaid', {
    paymentEndpoints: [`${receiver.url}/webhooks/secpaid`],
    callbackUrls: [`${receiver.url}/return`],
  });
}

export interface OrderState {
  paid: boolean;
  count: number;
  status: string;
  problem?: string | null;
}

/** What the receiver says about an order; null for a 404. */
export async function readOrder({ receiver }: Desk, key: string): Promise<OrderState | null> {
  const reply = await fetch(`${receiver.url}/orders/${encodeURIComponent(key)}`);
  if (reply.status === 404) return null;
  return (await reply.json()) as OrderState;
}

/** Asks until the order is as wanted, or gives what it was last. */
export async function waitForOrder(desk: Desk, key: string, isWanted: (order: OrderState | null) => boolean) {
  const endMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const order = await readOrder(desk, key);
    if (isWanted(order) || Date.now() > endMs) return order;
  }
}

export async function createOrder(desk: Desk, provider: string, externalid: string, amountMinor = 2_000): Promise<string> {
  const reply = await fetch(`${desk.receiver.url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amountMinor, externalid, provider }),
  });
  if (reply.status !== 201) throw new Error(`POST /orders: ${reply.status} ${desk.receiver.errors}`);
  const made = (await reply.json()) as { id?: string; pay_id?: string; checkout: string; externalid: string };
  if (made.externalid !== externalid || made.checkout === '') throw new Error(`odd order: ${JSON.stringify(made)}`);
  return String(made.id ?? made.pay_id);
}

/** A body as SecurePayAPI writes it. */
export function writeEvent(id: string, changes: Record<string, unknown> = {}): string {
  const given = { created: 1_760_000_000, uuid: 'try-1', id, famt: 2_000, currency: 'USD', externalid: '', customerid: '' };
  return JSON.stringify({ ...given, status: 'SUCCEEDED', statustext: 'Paid', ...changes });
}

/** A body as SecPaid writes it. */
export function writeNotice(payId: string, changes: Record<string, unknown> = {}): string {
  const data = { pay_id: Number(payId), note: '', amount: 20, user_id: 'somebody', status: 'Success', ...changes };
  return JSON.stringify({ ResponseCode: 1, data });
}

/** The encrypted form of a notice. */
export function encryptNotice(text: string, key: string): string {
  const cipher = createCipheriv('aes-256-cbc', key, key.slice(0, 16));
  return JSON.stringify({ data: cipher.update(text, 'utf8', 'base64') + cipher.final('base64') });
}

export interface Posting {
  body: string | Uint8Array<ArrayBuffer>;
  /** Signed with this key; null: not at all. */
  key?: string | null;
  /** Seconds. */
  timestamp?: string;
  /** Signed in place of the body. */
  signed?: string | Uint8Array;
  headers?: Record<string, string>;
}

/** Sends an event of SecurePayAPI: a genuine one, unless something is given. */
export function postEvent({ receiver, secret }: Desk, { body, key = secret, headers = {}, ...rest }: Posting): Promise<Response> {
  const { timestamp = String(Math.floor(Date.now() / 1_000)), signed = body } = rest;
  const proof: Record<string, string> = { 'x-timestamp': timestamp };
  if (key !== null) proof['x-signature'] = createHmac('sha256', key).update(timestamp).update(signed).digest('hex');
  return fetch(`${receiver.url}/webhooks/securepayapi`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...proof, ...headers },
    body,
    redirect: 'manual',
  });
}

export function postNotice({ receiver }: Desk, body: string, type = 'application/json'): Promise<Response> {
  return fetch(`${receiver.url}/webhooks/secpaid`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
    redirect: 'manual',
  });
}

export function comeBack({ receiver }: Desk, payId: string, status = 'success'): Promise<Response> {
  return fetch(`${receiver.url}/return?pay_id=${payId}&user_id=somebody&status=${status}`);
}

/** A link at SecPaid that the receiver was not told of. */
export async function makeLink({ lane }: Desk, amount = 20): Promise<string> {
  const { data } = await lane.api.secpaid.createLink({ amount });
  return String(data.id ?? data.linktopay_id);
}

export function readIndex<Row>(folder: string): Row[] {
  return JSON.parse(readFileSync(new URL(`../../fixtures/receivers/${folder}/index.json`, import.meta.url), 'utf8')) as Row[];
}
