import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeInBrowser } from '../support/chromium.js';
import { findFreePort } from '../support/free-port.js';
import { createFakeProvider, type FakeProvider, SECRET, signWebhook, TOKEN } from './fake-provider.js';
import { makeEvent } from './shop-stage.js';

const SCRIPT = fileURLToPath(new URL('../../examples/express-shop/shop.js', import.meta.url));

let provider: FakeProvider;
let example: ChildProcess;
let url: string;

beforeEach(async () => {
  provider = await createFakeProvider();
  const port = await findFreePort();
  example = startExample({
    PORT: String(port),
    SECPAID_BASE_URL: `${provider.url}/secpaid`,
    SECPAID_TOKEN: TOKEN,
    SECPAID_USER_ID: 'user-1',
    SECUREPAYAPI_BASE_URL: `${provider.url}/securepayapi`,
    SECUREPAYAPI_SECRET_KEY: SECRET,
    SECUREPAYAPI_PUBLISHABLE_KEY: 'sp_client_mock',
  });
  url = await readShopUrl(example);
});
afterEach(async () => {
  await stop(example);
  await provider.close();
});

test('the example sells through SecPaid, believes nobody but its API, and sends the goods once', async () => {
  expect(await (await fetch(url)).text()).toContain('Buy with SecPaid');
  const bought = await fetch(`${url}/buy/secpaid`, { method: 'POST', redirect: 'manual' });
  expect(bought.headers.get('location')).toBe(`${provider.url}/secpaid/payment?link_id=NTAwMDE=`);
  const link = provider.links.get('50001');
  expect(link?.fields).toMatchObject({
    amount: '19.99',
    callback_url: `${url}/checkout/callback`,
    payment_endpoint: `${url}/webhooks/secpaid`,
  });
  const orderId = String(link?.fields.recipient_note);
  const notify = async (body: unknown) => (await fetch(`${url}/webhooks/secpaid`, postJson(body))).status;
  const comeBack = async (user: string) =>
    (await fetch(`${url}/checkout/callback?pay_id=50001&user_id=${user}&status=success`, { redirect: 'manual' })).headers.get(
      'location',
    );

  expect(await notify({ ResponseCode: 1, data: { pay_id: 50001, status: 'Success' } })).toBe(200);
  expect(await comeBack('user-1')).toBe(`/orders/${orderId}`);
  expect(await readState(orderId)).toMatchObject({ paid: false, count: 0, status: 'open' });
  expect(await notify({ ResponseCode: 1, 'data[pay_id]': 50001, 'data[Status]': 'cancel' })).toBe(200);
  await expect.poll(() => readState(orderId)).toMatchObject({ paid: false, status: 'cancelled' });
  provider.book('50001', '19.99');
  expect(await comeBack('somebody')).toBe('/');
  const form = new URLSearchParams({ ResponseCode: '1', 'data[pay_id]': '50001', 'data[status]': 'Success' });
  expect((await fetch(`${url}/webhooks/secpaid`, { method: 'POST', body: form })).status).toBe(200);
  expect(await comeBack('user-1')).toBe(`/orders/${orderId}`);
  await expect.poll(() => readState(orderId)).toMatchObject({ id: orderId, paid: true, count: 1, status: 'paid' });
  for (const body of [{}, { data: null }, []]) expect(await notify(body)).toBe(400);
  expect(await notify({ data: { pay_id: 7, status: 'Success' } })).toBe(200);
});

test('the example acknowledges what SecurePayAPI signed, refuses the rest, and sends the goods once', async () => {
  await fetch(`${url}/buy/securepayapi`, { method: 'POST', redirect: 'manual' });
  const bought = readIntent();
  const send = async (body: string, secret = SECRET) =>
    (await fetch(`${url}/webhooks/securepayapi`, signWebhook(body, '1760000001', secret))).status;
  expect(await send(makeEvent(bought, { famt: 1999 }), 'sp_secret_other')).toBe(401);
  expect((await fetch(`${url}/webhooks/securepayapi`, { method: 'POST' })).status).toBe(401);
  expect(await send(makeEvent(bought, { famt: 1 }))).toBe(204);
  expect(await send(makeEvent(bought, { famt: 1999, status: 'PAYING' }))).toBe(204);
  expect(await readState(bought.orderId)).toMatchObject({ paid: false, status: 'PAYING' });
  const event = makeEvent(bought, { famt: 1999 });
  expect([await send(event), await send(`${event}\n`), await send(event)]).toEqual([204, 204, 204]);
  expect(await readState(bought.orderId)).toMatchObject({ paid: true, count: 1 });
});

test('the example names the settings that are missing', async () => {
  const incomplete = startExample({ SECPAID_TOKEN: TOKEN });
  let words = '';
  incomplete.stderr?.on('data', (chunk) => {
    words += chunk;
  });
  const [code] = (await once(incomplete, 'close')) as [number];
  expect(code).toBe(1);
  expect(words).toContain('Not set: SECPAID_BASE_URL, SECPAID_USER_ID');
});

describeInBrowser('the example in a browser', (browser) => {
  test('shows the card form, and the order as paid once the webhook was there', async () => {
    const page = await browser.newPage();
    await page.goto(url);
    await page.getByRole('button', { name: 'SecurePayAPI' }).click();
    await page.getByTestId('result').getByText('Thank you.').waitFor();
    expect(await page.getByTestId('status').textContent()).toBe('open');
    await fetch(`${url}/webhooks/securepayapi`, signWebhook(makeEvent(readIntent(), { famt: 1999 }), '1760000001'));
    await page.getByTestId('status').getByText('paid').waitFor();
  });
});

function readIntent(): { orderId: string; intentId: string } {
  const intent = provider.intents[0];
  return { orderId: String(intent?.externalid), intentId: String(intent?.id) };
}

async function readState(orderId: string): Promise<unknown> {
  return (await fetch(`${url}/orders/${orderId}/state`)).json();
}

const postJson = (value: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

function startExample(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [SCRIPT], { env: { PATH: process.env.PATH ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The address that the example prints once it listens. */
function readShopUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = '';
    const listen = (chunk: Buffer) => {
      words += chunk.toString('utf8');
      const found = /Shop: (\S+)/.exec(words)?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('close', () => reject(new Error(`the example ended: ${words}`)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, 'close');
}
