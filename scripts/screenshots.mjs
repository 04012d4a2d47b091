/**
 * `npm run screenshots`: draws every view of the page into docs/images, from a stage on which the same little story has just happened.
 * Wants a Chromium (CHROME_PATH, or one in the usual places) and the built page and server.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createHarness } from '../dist/server/index.js';

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));
const CHROMIUM = process.env.CHROME_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const DESK = { width: 1280, height: 800 };
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
  await draw('create', '/?view=create', DESK, 'light', async (page) => {
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('link', { name: /checkout/i }).waitFor();
  });
  await draw('palette', '/', DESK, 'light', (page) => page.keyboard.press('Control+k'));
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
