import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { BadTarget } from '../support/bad-target.js';
import { callControl, startHarness } from '../support/harness.js';
import { sendRaw } from '../support/raw-http.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

/** Texts that would begin a header, a line or an answer of their own where they got through. */
const BREAKING = [
  'x\r\nX-Injected: 1',
  'x\nX-Injected: 1',
  'x\rX-Injected: 1',
  'x\r\n\r\n<script>',
  'x\u0000y',
  'x\u000bX-Injected: 1\u000c',
  'x\u0085X-Injected: 1',
  'x\u2028X-Injected: 1',
  'x%0d%0aX-Injected:%201',
  'x\u560a\u560dX-Injected: 1',
];

let folder: string;
let harness: Harness;
let app: PayingApp;
let target: BadTarget;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paystage-injection-'));
  target = await BadTarget.start();
  harness = await startHarness({ dataDir: folder });
  app = await createPayingApp(harness.url);
  await callControl(harness, 'PATCH', '/accounts/secpaid', { paymentEndpoints: [target.url('/secpaid')] });
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrl: target.url('/securepayapi') });
});
afterAll(async () => {
  await harness.close();
  await target.close();
  await rm(folder, { recursive: true, force: true });
});

function send(method: string, url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
}

/** Names of the headers of each webhook that a payment with these texts causes. */
async function listHeaderNames(text: string): Promise<string[][]> {
  const before = target.requests.length;
  const link = await send(
    'POST',
    `${app.env.SECPAID_BASE_URL}/api/v2/createLink`,
    { amount: 1, recipient_note: text, bank_statement_description: text.slice(0, 20), callback_url: 'http://localhost:1/' },
    { token: app.env.SECPAID_TOKEN ?? '' },
  );
  const { data } = (await link.json()) as { data: { id: number } };
  const intent = await send(
    'POST',
    `${app.env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`,
    {
      ...{ amount: 2_000, currency: 'USD', externalid: text, reference: text, customerid: text },
      ...{ description: `${text}.....`, metadata: { [text]: text } },
    },
    { authorization: `Bearer ${app.env.SECUREPAYAPI_SECRET_KEY}` },
  );
  const { id } = (await intent.json()) as { id?: string };
  await app.pay(String(data.id));
  await app.pay(id ?? (await app.createIntent(text)));
  await app.waitForDeliveries();
  return target.requests.slice(before).map(({ headers }) => headers.map(([name]) => name));
}

test('SEC-10 no text of a payment adds a header, a line or a request on the wire', async () => {
  const usual = await listHeaderNames('plain');
  expect(usual.length).toBeGreaterThan(1);
  for (const text of BREAKING) expect(await listHeaderNames(text), JSON.stringify(text)).toEqual(usual);
  for (const { headers, target: path } of target.requests) {
    expect(path).toMatch(/^\/(secpaid|securepayapi)$/);
    for (const [name, value] of headers) expect(`${name}: ${value}`).toMatch(/^[\x20-\x7e]+$/);
  }
});

test.each(BREAKING.slice(0, 6))('SEC-10 %j is refused wherever a header, an address or a name is set by hand', async (text) => {
  const control = `${harness.url}/_paystage/api`;
  const records = await app.readRecords();
  const event = records.find((record) => record.type === 'event.announced' && record.deliveries.length > 0);
  const delivery = event?.type === 'event.announced' ? event.deliveries[0]?.deliveryId : '';
  const before = target.requests.length;
  const settings = JSON.stringify(harness.engine.accounts.list());
  const replies = await Promise.all([
    send('POST', `${control}/deliveries/${delivery}/resend`, { signing: 'kept', headers: [['X-A', text]] }),
    send('POST', `${control}/deliveries/${delivery}/resend`, { signing: 'kept', headers: [[text, 'a']] }),
    send('POST', `${control}/deliveries/${delivery}/resend`, { signing: 'kept', endpoint: target.url(`/${text}`) }),
    send('PATCH', `${control}/bins/x`, { headers: [['x-a', text]] }),
    send('PATCH', `${control}/bins/x`, { headers: [[text, 'a']] }),
    send('POST', `${control}/lanes`, { name: text }),
    send('POST', `${control}/accounts/secpaid/keys/token/rotate`, { value: `12345678${text}` }),
    send('POST', `${control}/accounts/securepayapi/keys/secretKey/rotate`, { value: `sp_secret_${text}` }),
    send('POST', `${control}/accounts/securepayapi/keys/publishableKey/rotate`, { value: `sp_client_${text}` }),
    send('PATCH', `${control}/accounts/securepayapi`, { frameOrigins: [`http://shop.test${text}`] }),
    send('PATCH', `${control}/accounts/securepayapi`, { frameOrigins: [`http://shop.test; script-src *${text}`] }),
    send('PATCH', `${control}/accounts/securepayapi`, { webhookUrl: `http://localhost:1/${text}` }),
  ]);
  for (const reply of replies) expect([400, 404], `${reply.url} ${await reply.clone().text()}`).toContain(reply.status);
  expect(target.requests.length).toBe(before);
  expect(JSON.stringify(harness.engine.accounts.list())).toBe(settings);
});

test('SEC-10 what an answer of ours says about the request cannot break out of it', async () => {
  const { port } = harness.address;
  for (const path of [
    '/_paystage/api/%0d%0aX-Injected:1',
    '/secpaid/%0d%0aX-Injected:1',
    '/%0d%0aX-Injected:1',
    '/_paystage/api/check-runs/%22%0d%0a/report',
  ]) {
    const answer = await sendRaw(harness.url, [`GET ${path} HTTP/1.1`, `Host: localhost:${port}`]);
    expect(answer.split('\r\n\r\n')[0], path).not.toMatch(/^x-injected/im);
  }
  const download = await fetch(`${harness.url}/_paystage/api/log`);
  expect(download.headers.get('content-disposition')).toMatch(/^attachment; filename="paystage-[\w.-]+"$/);
  await download.text();
});

test('SEC-10 on disk each record is one line, whatever stands in it', async () => {
  await harness.engine.whenDurable();
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  expect(names.length).toBeGreaterThan(0);
  let lines = 0;
  for (const name of names) {
    for (const line of (await readFile(join(folder, name), 'utf8')).split('\n').filter(Boolean)) {
      // A checksum may stand around the record.
      expect(line).toMatch(/^[^\r\n\u0000-\u001f]*$/);
      lines++;
    }
  }
  expect(lines).toBeGreaterThanOrEqual(harness.engine.log.newestSeq);
});
