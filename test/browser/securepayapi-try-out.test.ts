import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CreatedView } from '../../server/http/control/provider-replies.js';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, readPayment, startHarness } from '../support/harness.js';
import { createIntent } from '../support/securepayapi-client.js';
import { expectNoSidewaysScroll } from '../ui/live-page.js';

describeInBrowser("the page that stands in for the app's at SecurePayAPI", (browser) => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(() => harness.close());

  const create = (fields: object = {}) =>
    callControl<CreatedView>(harness, 'POST', '/accounts/securepayapi/payments', { amount: 2_500, ...fields });
  const resultOf = (page: Page, kind: string) => page.locator(`[data-testid="result"][data-result="${kind}"]`);

  async function openTryOut(url: string | null, width = 1_000) {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.setViewportSize({ width, height: 900 });
    await page.goto(url ?? '');
    const widget = page.frameLocator('[data-testid="widget"]');
    const pay = async (card: string) => {
      await widget.getByTestId(`mock-card-${card}`).click();
      await widget.getByTestId('pay').click();
    };
    await resultOf(page, 'waiting').waitFor();
    return { page, widget, pay, problems };
  }

  test('pays an intent that the control plane created, and knows it after a reload', async () => {
    const { paymentId, checkoutUrl } = await create({ externalid: 'inv-7' });
    const { page, widget, pay, problems } = await openTryOut(checkoutUrl);
    await page.getByText('SecurePayAPI itself has no such page.').waitFor();
    expect(await page.getByTestId('order').textContent()).toBe('inv-7');
    expect(await page.getByTestId('message').isVisible()).toBe(false);
    await pay('frictionless');
    await resultOf(page, 'paid').waitFor();
    expect(JSON.parse((await page.getByTestId('message').textContent()) ?? '')).toEqual({
      success: true,
      id: paymentId,
      status: 'succeeded',
    });
    expect((await readPayment(harness, paymentId ?? '')).status).toBe('SUCCEEDED');

    await page.reload();
    await resultOf(page, 'paid').waitFor();
    await widget.getByTestId('done').waitFor();
    expect(problems).toEqual([]);
  });

  test('goes through 3-D Secure, tells why it failed, and lets try again', async () => {
    const { paymentId, checkoutUrl } = await create();
    const { page, widget, pay } = await openTryOut(checkoutUrl);
    await pay('challenge');
    await widget.getByTestId('challenge-fail').click();
    await resultOf(page, 'failed').waitFor();
    const { error } = JSON.parse((await page.getByTestId('message').textContent()) ?? '');
    expect(await page.getByTestId('result').textContent()).toBe(`Failed: ${error.message}.`);
    await pay('challenge');
    await widget.getByTestId('challenge-pass').click();
    await resultOf(page, 'paid').waitFor();
    expect((await readPayment(harness, paymentId ?? '')).status).toBe('SUCCEEDED');
  });

  test('says that an intent has expired', async () => {
    const { paymentId, checkoutUrl } = await create();
    await callControl(harness, 'POST', `/payments/${paymentId}/staff`, { action: 'expire' });
    const page = await browser.newPage();
    await page.goto(checkoutUrl ?? '');
    await resultOf(page, 'expired').waitFor();
    expect(await page.getByTestId('result').textContent()).toMatch(/^Expired: .+[^.]\.$/);
  });

  test('gives the widget the room that it needs, on a phone as well', async () => {
    const { page, widget } = await openTryOut((await create()).checkoutUrl, 400);
    const frame = page.getByTestId('widget');
    await expect
      .poll(async () => {
        const inner = await widget.locator('body').evaluate((body) => body.getBoundingClientRect().height);
        return Math.abs((await frame.evaluate((element) => element.clientHeight)) - inner);
      })
      .toBeLessThan(2);
    await expectNoSidewaysScroll(page);
  });

  test('takes no notice of what a stranger posts', async () => {
    const { page } = await openTryOut((await create()).checkoutUrl);
    await page.evaluate(() => window.postMessage({ success: true, status: 'succeeded' }, '*'));
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
    expect(await page.getByTestId('result').getAttribute('data-result')).toBe('waiting');
  });

  test('answers 404 for an id that nobody has, whatever it looks like', async () => {
    const page = await browser.newPage();
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const base = harness.env.SECUREPAYAPI_BASE_URL;
    for (const id of ['0'.repeat(24), 'x', '%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E', '..%2F..%2Fembed', '__proto__', '%00']) {
      const reply = await page.goto(`${base}/try/${id}`);
      expect(reply?.status(), id).toBe(404);
      await page.getByText('Nothing to pay here').waitFor();
    }
    for (const path of ['/try', '/try/', '/try/a/b', '/try/%E0%A4%A'])
      expect((await fetch(base + path)).status, path).toBeLessThan(500);
    expect(dialogs).toEqual([]);
  });

  // Only Linux has all of 127.0.0.0/8 without being asked; no loopback origin of the widget's policy names this address.
  test.skipIf(process.platform !== 'linux')(
    'works under an address of the network, which no loopback origin covers',
    async () => {
      const network = await startHarness({ host: '127.0.0.2', token: 'a-token-of-its-own' });
      try {
        const { env, url } = network;
        const { SECUREPAYAPI_BASE_URL: securepayapiUrl = '', SECUREPAYAPI_SECRET_KEY: securepayapiSecret = '' } = env;
        const { intentId } = await createIntent({ securepayapiUrl, securepayapiSecret }, 2_500, 'inv-8');
        const { page, pay, problems } = await openTryOut(`${url}/securepayapi/try/${intentId}`);
        await pay('frictionless');
        await resultOf(page, 'paid').waitFor();
        expect(problems).toEqual([]);
      } finally {
        await network.close();
      }
    },
  );
});
