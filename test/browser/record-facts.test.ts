import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CreatedView } from '../../server/http/control/provider-replies.js';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { openLivePage } from '../ui/live-page.js';

describeInBrowser('what the page tells about a created payment', (browser) => {
  let harness: Harness;
  let created: CreatedView;

  beforeEach(async () => {
    harness = await startHarness();
    created = await callControl<CreatedView>(harness, 'POST', '/accounts/securepayapi/payments', { amount: 2_500 });
  });
  afterEach(() => harness.close());

  const factOf = (page: Page, label: string) => page.locator('dl > div').filter({ has: page.getByText(label, { exact: true }) });

  test('leads to the page where it can be paid, in the list and in the exchange, and keeps internals to itself', async () => {
    const tail = harness.engine.payment(created.paymentId ?? '').data.secretTail;
    expect(tail).toMatch(/\w{24}/);
    const { page, row, details, problems } = await openLivePage(await browser.newPage(), harness.url, { height: 1_200 });
    await (await row('created:')).click();
    const look = async () => {
      await page.getByRole('region', { name: 'Provider facts' }).getByText('"uuid"').waitFor();
      // biome-ignore lint/performance/useDomNodeTextContent: what can be seen counts
      expect(await page.evaluate(() => document.body.innerText)).not.toContain('secretTail');
      const link = factOf(page, 'Checkout').getByRole('link');
      expect(await link.getAttribute('href')).toBe(created.checkoutUrl);
      expect(await factOf(page, 'Checkout').getByRole('button').count()).toBe(1);
      return link;
    };
    await look();
    await details.getByRole('button', { name: 'Open', exact: true }).click();
    const link = await look();
    const opening = page.waitForEvent('popup');
    await link.click();
    await (await opening).getByText('Waiting for the result').waitFor();
    expect(problems).toEqual([]);
  });

  test('of a log from before there was such a page, says where it is paid, with nothing to copy or to open', async () => {
    const { log } = harness.engine;
    for (const [paymentId, checkoutUrl] of [
      ['old-1', null],
      ['bad-1', 'javascript:alert(1)'],
    ] as const)
      log.append('default', Date.now(), {
        type: 'payment.created',
        paymentId,
        provider: 'securepayapi',
        accountId: 'securepayapi-default',
        amountMinor: 100,
        currency: 'USD',
        reference: '',
        status: 'requires_payment',
        outcome: 'open',
        checkoutUrl,
        data: {},
      });
    const { page, row } = await openLivePage(await browser.newPage(), harness.url, { height: 1_200 });
    await (await row('Payment old-1 created')).click();
    await factOf(page, 'Checkout').getByText('in the app’s own page').waitFor();
    expect(await factOf(page, 'Checkout').getByRole('button').count()).toBe(0);
    expect(await factOf(page, 'Checkout').getByRole('link').count()).toBe(0);
    await (await row('Payment bad-1 created')).click();
    await factOf(page, 'Checkout').getByText('javascript:alert(1)').waitFor();
    expect(await factOf(page, 'Checkout').getByRole('link').count()).toBe(0);
  });
});
