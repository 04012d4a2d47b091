import type { Harness } from '../../server/index.js';
import type { PayingApp } from '../ui/paying-app.js';
import { callControl } from './harness.js';
import { hostileStrings, hostileTexts, toWellFormed } from './hostile-strings.js';
import { sendRaw } from './raw-http.js';

/** What a URL can carry of a text: no blanks, controls or backslashes; markup and quotes stay as they are. */
const toUrlPart = (text: string) => toWellFormed(text).replace(/[\p{Cc}\s\\,\u2028\u2029]/gu, '_');
/** A header value that every client can send. */
const toHeader = (text: string) => toWellFormed(text).replace(/[^\t\x20-\x7e]/g, '_');

/**
 * Brings every hostile text to every way by which texts come in: calls of both APIs (paths, queries, headers, bodies of each kind), endpoint
 * and redirect addresses, fields of checkout pages, answers of the target at `targetUrl`, bins, settings, resends.
 */
export async function provokeStage(
  harness: Harness,
  app: PayingApp,
  targetUrl: string,
  texts: readonly string[] = hostileTexts,
): Promise<void> {
  const control = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
    callControl<T>(harness, method, path, body);
  const hook = `${targetUrl}/"'><svg/onload=window.__pwned=1>?<script>window.__pwned=1</script>`;
  await control('PATCH', '/accounts/securepayapi', { webhookUrl: new URL(hook).href, retryScheduleMs: [1, 3_600_000] });
  await control('PATCH', '/accounts/secpaid', { paymentEndpoints: [hook] });

  for (const [index, text] of texts.entries()) {
    const link = await createHostileLink(app, targetUrl, text);
    const intent = await createHostileIntent(app, text);
    const isEven = index % 2 === 0;
    await control('POST', `/payments/${link}/customer`, { action: isEven ? 'pay' : 'cancel' });
    if (index < 8) await control('POST', `/payments/${intent}/customer`, { action: 'pay' });
    if (isEven) await visitCheckout(harness, link, text);
  }
  await sendStrangeRequests(harness, app, texts);
  await harness.engine.activity.whenIdle();
  await resendHostile(harness, app, texts);
  await control('POST', '/holds', { target: 'delivery', count: 2 });
  await app.pay(await app.createLink(hostileStrings.image));
  await harness.engine.activity.whenIdle();
}

async function createHostileLink(app: PayingApp, targetUrl: string, text: string): Promise<string> {
  const reply = await fetch(`${app.env.SECPAID_BASE_URL}/api/v2/createLink?${encodeURIComponent(toWellFormed(text))}`, {
    method: 'POST',
    headers: {
      token: app.env.SECPAID_TOKEN ?? '',
      'content-type': 'application/json',
      'user-agent': toHeader(text),
      'x-!$&*|~': toHeader(text),
    },
    body: JSON.stringify({
      amount: '42.50',
      recipient_note: text,
      bank_statement_description: text.slice(0, 20),
      callback_url: `${targetUrl}/back?${toUrlPart(text)}`,
      [text]: text,
    }),
  });
  const body = await reply.text();
  const id = /"(?:id|linktopay_id)":(\d+)/.exec(body)?.[1];
  // A body with such a key is refused and stands in the log as it came; the payment is made without it.
  return id ?? app.createLink(text);
}

async function createHostileIntent(app: PayingApp, text: string): Promise<string> {
  const name = text === '__proto__' ? 'proto' : text;
  const reply = await fetch(`${app.env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${app.env.SECUREPAYAPI_SECRET_KEY}`,
      'content-type': 'application/json',
      referer: toHeader(text),
    },
    body: JSON.stringify({
      amount: 2_000,
      currency: 'USD',
      externalid: text,
      reference: text,
      customerid: text,
      description: text.padEnd(5, '<').slice(0, 100),
      descriptor: text.padEnd(5, '<').slice(0, 100),
      metadata: { [name]: text },
    }),
  });
  const { id } = (await reply.json()) as { id?: string };
  return id ?? app.createIntent(text);
}

/** Opens the pay page with a hostile query and sends a hostile form. */
async function visitCheckout(harness: Harness, id: string, text: string): Promise<void> {
  const { checkoutUrl } = await callControl<{ checkoutUrl: string | null }>(harness, 'GET', `/payments/${id}`);
  if (checkoutUrl === null) return;
  const hostile = encodeURIComponent(toWellFormed(text));
  await (await fetch(`${checkoutUrl}?${hostile}=${hostile}`, { headers: { 'accept-language': toHeader(text) } })).text();
  const fields = new URLSearchParams({ action: text, card: text, [text]: text });
  await (await fetch(checkoutUrl, { method: 'POST', body: fields, redirect: 'manual' })).text();
}

/** What no client library would send, and what arrives at a bin. */
async function sendStrangeRequests(harness: Harness, app: PayingApp, texts: readonly string[]): Promise<void> {
  const { host } = new URL(harness.url);
  const secpaid = new URL(app.env.SECPAID_BASE_URL ?? '').pathname.replace(/\/$/, '');
  for (const [index, text] of texts.entries()) {
    const raw = toUrlPart(text);
    const body = Buffer.from(`{"note":${JSON.stringify(text)},"__proto__":{"isAdmin":true}}`, 'utf8').toString('latin1');
    const head = [
      `Host: ${host}`,
      `Content-Length: ${Buffer.byteLength(body, 'latin1')}`,
      'Content-Type: application/json',
      `Token: ${toHeader(text)}`,
    ];
    await sendRaw(harness.url, [`POST ${secpaid}/api/v2/createLink?${encodeURI(raw)}&"><script> HTTP/1.1`, ...head], body);
    await sendRaw(harness.url, [`POST ${secpaid}/api/v2/<script>${index} HTTP/1.1`, ...head], body);
    await callControl(harness, 'PATCH', `/bins/bin${index}`, {
      status: 200,
      body: text,
      headers: [['x-hostile', toHeader(text)]],
    });
    const form = new FormData();
    form.set(text, new Blob([text], { type: 'text/html' }), text);
    await fetch(`${harness.url}/_paystage/bin/bin${index}`, {
      method: 'POST',
      headers: { 'x-hostile': toHeader(text) },
      body: form,
    });
  }
  const bytes = new Uint8Array([0xff, 0xfe, ...Buffer.from(hostileStrings.image), 0x80]);
  await fetch(`${harness.url}/_paystage/bin/bytes`, { method: 'POST', body: bytes });
}

async function resendHostile(harness: Harness, app: PayingApp, texts: readonly string[]): Promise<void> {
  const event = (await app.readRecords()).find((record) => record.type === 'event.announced' && record.deliveries.length > 0);
  if (event?.type !== 'event.announced') throw new Error('No event was announced.');
  for (const text of texts.slice(0, 6)) {
    await callControl(harness, 'POST', `/deliveries/${event.deliveries[0]?.deliveryId}/resend`, {
      signing: 'kept',
      headers: [['X-Hostile', toHeader(text)]],
      body: toWellFormed(text),
    });
  }
}
