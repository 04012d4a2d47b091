import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, connectShop, postJson, readPayment, startHarness } from '../support/harness.js';
import { createIntentIn, openLane } from '../support/lanes.js';
import { createRawBodyShop } from '../support/raw-body-shop.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';
import { openPaymentView, type PaymentLook } from './open-payment-view.js';

describeInBrowser('what can be done with a payment', (browser) => {
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
  });
  afterEach(() => harness.close());

  const openPayment = (id: string, look?: PaymentLook) => openPaymentView(browser, harness, id, look);

  test('is played through by its diagram: a menu where several ways lead, one press where only one does', async () => {
    const id = await app.createIntent('order-1');
    const { page, state, actions, problems } = await openPayment(id);
    await expect.poll(() => state('requires_payment').getAttribute('aria-current')).toBe('step');
    // What can be done is asked of the stage first.
    await actions.getByRole('button').first().waitFor();
    await state('AUTH3DSCHALLENGEFORM').click();
    const menu = page.getByRole('dialog', { name: 'Ways to AUTH3DSCHALLENGEFORM' });
    await menu.getByRole('button', { name: 'Pay with 3-D Secure', exact: true }).click();
    await page.getByText('Pay with 3-D Secure: done, the payment is AUTH3DSCHALLENGEFORM.').waitFor();
    await expect.poll(() => state('AUTH3DSCHALLENGEFORM').getAttribute('aria-current')).toBe('step');
    // What may come next is what the provider says.
    await expect.poll(() => state('AUTH3DSRESULT').getAttribute('title')).toContain('may come next');
    await actions.getByRole('button', { name: 'Pass the challenge' }).waitFor();
    await state('SUCCEEDED').click();
    await page.getByText('Pass the challenge: done, the payment is SUCCEEDED.').waitFor();
    await expect.poll(() => state('SUCCEEDED').getAttribute('aria-current')).toBe('step');
    expect((await readPayment(harness, id)).status).toBe('SUCCEEDED');
    await page.getByText('Customer played by hand on the live page: “challenge”').waitFor();
    expect(problems).toEqual([]);
  });

  test('offers what a failed attempt leaves open, and the next one goes around again', async () => {
    const id = await app.createIntent('order-1');
    const { page, state, actions, lines } = await openPayment(id);
    await actions.getByRole('button', { name: 'Pay, declined' }).click();
    await page.getByText('Pay, declined: done, the payment is FAILED.').waitFor();
    await actions.getByRole('button', { name: 'Pay', exact: true }).click();
    await expect.poll(() => state('SUCCEEDED').getAttribute('aria-current')).toBe('step');
    await lines.filter({ hasText: 'FAILED → INIT' }).waitFor();
    expect(await state('FAILED').getAttribute('title')).toContain('was passed');
  });

  test('says why something cannot be done, and keeps it from being done', async () => {
    const id = await app.createLink('Order 7');
    await app.pay(id);
    const { actions, page } = await openPayment(id);
    const pay = actions.getByRole('button', { name: 'Pay by card' });
    await pay.waitFor();
    expect(await pay.getAttribute('aria-disabled')).toBe('true');
    const reason = page.locator(`[id="${await pay.getAttribute('aria-describedby')}"]`);
    expect(await reason.textContent()).toMatch(/paid or cancelled only once\. Create another link\./);
    const count = (await app.waitForDeliveries()).length;
    await pay.click({ force: true });
    await page.getByRole('button', { name: /^Redeliver/ }).click();
    await page
      .getByText(/Answered 204/)
      .last()
      .waitFor();
    // The redelivery is all that happened: two records of the attempt and one of the order to make it, and the receiver's.
    expect((await app.readRecords()).slice(count).map(({ type }) => type)).not.toContain('payment.acted');

    // What can be done is not known any more once the stage refuses to tell.
    await page.route('**/actions', (route) => route.fulfill({ status: 500, json: { error: { message: 'No actions today.' } } }));
    await page.getByRole('button', { name: /^Redeliver/ }).click();
    await actions.getByText('No actions today.').waitFor();
    expect(await pay.count()).toBe(0);
    expect(await actions.getByText('Nothing can be done').count()).toBe(0);
  });

  test('holds the next webhook and the redirect of this payment, and releases them in either order', async () => {
    const shop = await createRawBodyShop();
    try {
      await connectShop(harness, shop);
      const { payId, payLink, orderId } = await postJson<{ payId: string; payLink: string; orderId: string }>(
        `${shop.url}/buy/secpaid`,
        { amount: 42.5 },
      );
      const { holds, lines, problems } = await openPayment(payId);
      await holds.getByRole('button', { name: 'Hold the next webhook' }).click();
      await holds.getByText('The next webhook of this payment is held').waitFor();
      await holds.getByRole('button', { name: 'Hold the redirect' }).click();
      await holds.getByText('The next redirect of this payment is held').waitFor();

      const tab = await browser.newPage();
      await tab.goto(payLink);
      await tab.getByTestId('pay-card').click({ noWaitAfter: true });
      const waiting = holds.getByRole('listitem').filter({ hasText: 'waits to go to' });
      await expect.poll(() => waiting.count()).toBe(2);
      await lines.filter({ hasText: '“Success” to' }).getByText('held').waitFor();
      await lines.filter({ hasText: 'Browser held before it goes to' }).waitFor();

      await waiting.filter({ hasText: 'Redirect' }).getByRole('button', { name: 'Release' }).click();
      await tab.waitForURL(`${shop.url}/order/confirmation**`);
      expect(shop.orders.find(orderId)?.status).toBe('open');
      await waiting.filter({ hasText: 'Webhook' }).getByRole('button', { name: 'Release' }).click();
      await shop.orders.waitForOrder(orderId, ({ status }) => status === 'paid');
      await lines.filter({ hasText: '“Success” to' }).getByText('acknowledged').waitFor();
      await expect.poll(() => waiting.count()).toBe(0);
      expect(problems).toEqual([]);
    } finally {
      await shop.close();
    }
  });

  test('counts down to the next attempt, says that a frozen clock stands, and jumps there', async () => {
    await app.answerWith('secpaid', { status: 503 });
    await callControl(harness, 'PATCH', '/accounts/secpaid', { retryScheduleMs: [50_000, 50_000, 50_000, 50_000] });
    const id = await app.createLink('Order 7');
    await app.pay(id);
    const { lines, actions, problems } = await openPayment(id);
    const delivery = lines.filter({ hasText: '“Success” to' });
    const countdown = delivery.locator('time', { hasText: /^in \d+ s$|^now$/ });
    const first = await countdown.textContent();
    await expect.poll(() => countdown.or(delivery.getByText('2 attempts')).first().textContent()).not.toBe(first);

    await callControl(harness, 'POST', '/clock', { speed: 0 });
    await delivery.getByText('of stage time; the clock stands').waitFor();
    const before = (await readPayment(harness, id)).events[0]?.deliveries[0]?.attempts.length ?? 0;
    await actions.getByRole('button', { name: 'Jump to the next attempt' }).click();
    await actions.getByText('The clock was moved on to the next attempt.').waitFor();
    await delivery.getByText(`${before + 1} attempts`).waitFor();
    await delivery.getByRole('button', { name: new RegExp(`^Attempt ${before + 1}, 503, not acknowledged`) }).waitFor();
    await delivery.getByRole('img', { name: `Attempt ${before + 2} is due` }).waitFor();
    expect(problems).toEqual([]);
  });

  test('holds, breaks and moves on what is in the lane of the payment, and nothing else', async () => {
    const lane = await openLane(harness, { clock: 'simulated' });
    await lane.call('PATCH', '/bins/securepayapi', { status: 503 });
    const id = await createIntentIn(lane);
    const { page, holds, lines, actions, problems } = await openPayment(id);
    await holds.getByRole('button', { name: 'Hold the next webhook' }).click();
    const unhold = holds.getByRole('button', { name: 'Clear' });
    await page.getByRole('button', { name: '1 hold', exact: true }).waitFor();
    await unhold.click();
    await unhold.waitFor({ state: 'detached' });

    await page.keyboard.press('f');
    const faults = page.getByRole('dialog', { name: 'Faults' });
    await faults.getByText(`in the lane ${lane.view.name}: this is about that lane only`).waitFor();
    await faults.getByRole('checkbox', { name: `Only of payment ${id}` }).check();
    await faults.getByRole('button', { name: 'Set the fault' }).click();
    await faults.getByRole('button', { name: /^Clear: / }).click();
    await faults.getByRole('button', { name: /^Clear: / }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');

    await lane.call('POST', `/payments/${id}/customer`, { action: 'pay' });
    const delivery = lines.filter({ hasText: '503' }).first();
    await delivery.waitFor();
    const { now } = await callControl<{ now: string }>(harness, 'GET', '/clock');
    await actions.getByRole('button', { name: 'Jump to the next attempt' }).click();
    await delivery.getByText('2 attempts').waitFor();
    const after = await callControl<{ now: string }>(harness, 'GET', '/clock');
    expect(Date.parse(after.now) - Date.parse(now)).toBeLessThan(60_000);
    expect(problems).toEqual([]);

    // Where the lane is over, the panels are of the one that is always there.
    await lane.dispose();
    await page.keyboard.press('h');
    const panel = page.getByRole('dialog', { name: 'Holds' });
    await panel.getByText(/this is about that lane only/).waitFor({ state: 'detached' });
    await page.getByText('The stage has let go of this payment').waitFor();
    expect(await actions.count()).toBe(0);
    await delivery.getByText('forgotten').waitFor();
    expect(await delivery.getByText('next attempt').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Redeliver/ }).count()).toBe(0);
    // What was asked about the lane just as it ended is not found, and the browser says so.
    expect(problems.filter((problem) => !problem.includes('status of 404'))).toEqual([]);
  });
});
