/**
 * `npm run screenshots`: draws every view of the page into docs/images, from a stage on which the same little story has just happened.
 * Wants a Chromium (CHROME_PATH, or one in the usual places) and the built page and server.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createHarness } from '../dist/server/index.js';

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));
const CHROMIUM = process.env.CHROME_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const DESK = { width: 1280, height: 800 };
/** Where the app listens that is checked. */
const APP = 'http://127.0.0.1:3000';
const PHONE = { width: 400, height: 800 };

if (CHROMIUM === undefined) throw new Error('No Chromium was found. Set CHROME_PATH to one.');
mkdirSync(FOLDER, { recursive: true });

// A round port and fixed keys, so that the pictures differ only where the page does.
const harness = await createHarness({
  port: 4747,
  accounts: { secpaid: { keys: { token: 'demoToken0123456789demoToken0123' } } },
});
await harness.listen();
const story = await playStory();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
try {
  await draw('live', '/', DESK);
  await draw('live-dark', '/?q=verdict%3Abad', DESK, 'dark');
  await draw('live-phone', '/', PHONE);
  await draw('payments', '/?view=payments', DESK);
  await draw('payment', `/?payment=${story.challenged}`, DESK);
  await draw('payment-dark', `/?payment=${story.refused}`, DESK, 'dark');
  await draw('payment-phone', `/?payment=${story.challenged}`, PHONE);
  await draw('exchange', `/?record=${story.secondAttempt}`, DESK);
  await draw('compare', `/?record=${story.secondAttempt}&with=${story.firstAttempt}`, DESK);
  await draw('resend', `/?view=resend&record=${story.firstAttempt}`, DESK);
  await draw('accounts', '/?view=accounts', DESK);
  await draw('faults', '/', DESK, 'light', async (page) => {
    await page.keyboard.press('f');
    await page.getByRole('dialog').waitFor();
  });
  await draw('create', '/?view=create', DESK, 'light', async (page) => {
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('link', { name: /checkout/i }).waitFor();
  });
  await draw('palette', '/', DESK, 'light', (page) => page.keyboard.press('Control+k'));
  // Last, because it fills the log.
  const runId = await playChecks();
  await draw('checks', `/?view=checks&run=${runId}&check=SIG-1`, DESK, 'light', async (page) => {
    await page.getByRole('radiogroup', { name: 'Provider' }).getByText('SecurePayAPI').click();
    await page.getByLabel('Endpoint').fill(`${APP}/webhooks/securepayapi`);
    await page.getByLabel('Probe', { exact: true }).fill(`${APP}/orders/{id}`);
    await page.getByLabel('Probe', { exact: true }).blur();
  });
  await draw('checks-phone', `/?view=checks&run=${runId}`, PHONE);
} finally {
  await browser.close();
  await harness.close();
}

/** Two providers, a customer in front of the bank's form, and an app that answers 200 where only 204 counts. */
async function playStory() {
  const { env, url } = harness;
  const control = (method, path, body) => callJson(method, `${url}/_paystage/api${path}`, body);
  await control('PATCH', '/accounts/securepayapi', { retryScheduleMs: [40, 300_000] });
  const link = await callJson(
    'POST',
    `${env.SECPAID_BASE_URL}/api/v2/createLink`,
    { amount: 42.5, recipient_note: 'Order 1041' },
    { token: env.SECPAID_TOKEN },
  );
  await control('POST', `/payments/${link.data.id ?? link.data.linktopay_id}/customer`, { action: 'pay' });
  const createIntent = async (externalid, amount) =>
    (
      await callJson(
        'POST',
        `${env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`,
        { amount, currency: 'USD', externalid },
        { authorization: `Bearer ${env.SECUREPAYAPI_SECRET_KEY}` },
      )
    ).id;
  await control('PATCH', '/bins/securepayapi', { status: 200, body: '{"ok":true}' });
  const refused = await createIntent('order-1042', 12_900);
  await control('POST', `/payments/${refused}/customer`, { action: 'pay' });
  await waitUntil(async () => (await listAttempts(refused)).length >= 6);
  await control('PATCH', '/bins/securepayapi', { status: 204, body: '' });
  const challenged = await createIntent('order-1043', 2_000);
  await control('POST', `/payments/${challenged}/customer`, { action: 'pay', card: 'challenge' });
  await waitUntil(async () => (await listAttempts(challenged)).length >= 3);
  const attempts = (await listAttempts(refused)).filter(({ deliveryId }, _index, all) => deliveryId === all[0].deliveryId);
  return { refused, challenged, firstAttempt: attempts[0].seq, secondAttempt: attempts[1].seq };

  async function listAttempts(paymentId) {
    const { records } = await control('GET', `/payments/${paymentId}/timeline`);
    return records.filter(({ type }) => type === 'attempt.finished');
  }
}

/** A run of a few checks on an app that skips the signature check: some pass, one does not. */
async function playChecks() {
  const script = fileURLToPath(new URL('../fixtures/receivers/broken/SIG-1-skips-verification.mjs', import.meta.url));
  const app = spawn(process.execPath, [script], {
    env: { ...process.env, ...harness.env, PORT: '3000' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(app.stdout, 'data');
  const control = (method, path, body) => callJson(method, `${harness.url}/_paystage/api${path}`, body);
  const only = ['CTL-1', 'SIG-1', 'SIG-2', 'IDM-1', 'ACK-1', 'ACK-2', 'UNK-1', 'LEAK-1'];
  const { runId } = await control('POST', '/check-runs/start', {
    provider: 'securepayapi',
    endpoint: `${APP}/webhooks/securepayapi`,
    probe: `${APP}/orders/{id}`,
    settleMs: 200,
    only,
  });
  await waitUntil(async () => (await control('GET', `/check-runs/${runId}`)).endedAt !== null);
  // What the checks kept back would stand as a badge on every view.
  await waitUntil(async () => (await control('GET', '/holds')).holds.length === 0);
  await control('POST', '/held/release');
  await control('POST', '/idle');
  app.kill();
  return runId;
}

async function draw(name, path, viewport, colorScheme = 'light', prepare = async () => {}) {
  const page = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: 1 });
  await page.goto(harness.url + path);
  await page.getByRole('main').waitFor();
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor({ state: 'attached' });
  await prepare(page);
  // What is loaded later, such as the editor, has no sign of being done but that nothing moves any more.
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${FOLDER}${name}.png` });
  await page.close();
  console.log(`docs/images/${name}.png`);
}

async function callJson(method, url, body, headers = {}) {
  const hasBody = method !== 'GET';
  const reply = await fetch(url, {
    method,
    headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(hasBody ? { body: JSON.stringify(body ?? {}) } : {}),
  });
  if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${await reply.text()}`);
  return reply.json();
}

async function waitUntil(isDone) {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 20));
}
