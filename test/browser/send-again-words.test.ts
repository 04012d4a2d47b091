import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { openLivePage } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

describeInBrowser('a delivery that was refused', (browser) => {
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
    await app.answerWith('securepayapi', { status: 500 });
    await callControl(harness, 'PATCH', '/accounts/securepayapi', { retryScheduleMs: [3_600_000, 3_600_000] });
    await app.pay(await app.createIntent('order-8'));
    await harness.engine.activity.whenIdle();
  });
  afterEach(() => harness.close());

  const findAttempts = async () => {
    const all = (await app.readRecords()).filter((record) => record.type === 'attempt.finished');
    return all.filter(({ deliveryId }) => deliveryId === all[0]?.deliveryId);
  };

  test('can be redelivered, or edited and resent, and nothing else; the help says which is which', async () => {
    const [attempt] = await findAttempts();
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, {
      path: `/?record=${attempt?.seq}`,
      height: 800,
    });
    await page.getByRole('button', { name: 'Edit and resend', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Redeliver', exact: true }).click();
    await page.getByText(/^Redelivered: answered 500/).waitFor();
    const names = await page.getByRole('button').allTextContents();
    expect(names.filter((name) => /resen|redeliver|send/i.test(name)).sort()).toEqual(['Edit and resend', 'Redeliver']);
    await page.keyboard.press('?');
    const ways = page.getByRole('dialog', { name: 'Keys' }).getByRole('region', { name: 'Send again' });
    await ways.getByText('the same bytes, signed afresh').waitFor();
    await ways.getByText('leaves the delivery as it was').waitFor();
    expect(problems).toEqual([]);
  });

  test('says when the next attempt comes at its newest attempt only, in the exchange and beside the list', async () => {
    const [first] = await findAttempts();
    const live = await openLivePage(await browser.newPage(), harness.url, { path: `/?record=${first?.seq}`, height: 2_000 });
    const { page } = live;
    // In the head and among the facts.
    const next = page.getByText(/^Next attempt( at |$)/);
    await expect.poll(() => next.count()).toBe(2);
    await callControl(harness, 'POST', '/clock', { jumpTo: 'next-attempt' });
    await expect.poll(() => next.count()).toBe(0);
    const second = (await findAttempts()).at(-1);
    await page.goto(`${harness.url}/?record=${second?.seq}`);
    await expect.poll(() => next.count()).toBe(2);
    await page.goto(harness.url);
    await page.locator(`#record-${first?.seq}`).click();
    await live.details.getByText('Facts').waitFor();
    expect(await next.count()).toBe(0);
    await page.locator(`#record-${second?.seq}`).click();
    await expect.poll(() => next.count()).toBe(2);
  });
});
