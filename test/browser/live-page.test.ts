import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { shortenPaymentId } from '../../ui/src/format/payment-tag.js';
import { describeInBrowser } from '../support/chromium.js';
import { killHard, startProcess } from '../support/cli-process.js';
import { findFreePort } from '../support/free-port.js';
import { callControl, startHarness } from '../support/harness.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';
import { PATIENCE_MS } from '../support/patience.js';
import { expectNoSidewaysScroll, openLivePage, waitForCount, waitForState } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

const BIDI = '\u202e';
const MARKUP = `<img src=x onerror="alert('img')"> </script><script>alert('script')</script> <b>bold</b> ${BIDI}gnp.exe`;
const SHOWN_MARKUP = MARKUP.replace(BIDI, '⟨U+202E⟩');

describeInBrowser('the live page', (browser) => {
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
  });
  afterEach(() => harness.close());

  test('says what to do first while nothing has happened', async () => {
    const { page, setup, problems } = await openLivePage(await browser.newPage(), harness.url);
    await page.getByText('Nothing has happened yet').waitFor();
    const main = page.getByRole('region', { name: 'Records' });
    await main.getByText('$SECPAID_BASE_URL').waitFor();
    await main.getByText('$SECUREPAYAPI_BASE_URL').waitFor();
    await setup.getByText(`SECPAID_BASE_URL=${app.env.SECPAID_BASE_URL}`).waitFor();
    expect(problems).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'shows a payment as it happens, with nothing refused or logged, in %s',
    async (colorScheme) => {
      const live = await openLivePage(await browser.newPage(), harness.url, { colorScheme });
      const { page, details, problems } = live;
      await page.evaluate(() => {
        document.title = 'not reloaded';
      });
      const id = await app.createLink('Order 7');
      await live.row(`Payment ${id} created: 42.50 EUR for “Order 7”`);
      await app.pay(id);
      const answer = await live.row('Event “Success”: answered 204');
      await answer.getByText('acknowledged').waitFor();
      await answer.click();
      expect(await details.getByRole('heading', { level: 2 }).textContent()).toMatch(
        /^Event “Success”: answered 204, which SecPaid accepts/,
      );
      const request = details.getByRole('region', { name: 'Request', exact: true });
      expect(await request.getByRole('list', { name: 'Request headers' }).textContent()).toMatch(
        /content-type: *application\/json/i,
      );
      expect(JSON.parse((await request.locator('pre').textContent()) ?? '')).toMatchObject({
        data: { pay_id: Number(id), note: 'Order 7' },
      });
      await details.getByRole('region', { name: 'Response', exact: true }).getByText('Status 204').waitFor();
      await waitForCount(live, (await app.waitForDeliveries()).length);
      expect(await page.title()).toBe('not reloaded');
      expect(problems).toEqual([]);
    },
  );

  test('shows markup and direction tricks from every side as text', async () => {
    await app.answerWith('secpaid', { status: 200, body: MARKUP });
    const live = await openLivePage(await browser.newPage(), harness.url, { path: '/?all=1' });
    const link = await app.createLink(MARKUP);
    const intent = await app.createIntent(MARKUP);
    await app.pay(link);
    await app.pay(intent);
    const records = await app.waitForDeliveries();
    await waitForCount(live, records.length);
    for (const id of [link, intent])
      await live.row(`Payment ${shortenPaymentId(id)} created`).then((row) => row.getByText(SHOWN_MARKUP).waitFor());
    for (const { seq } of records) {
      await live.page.locator(`#record-${seq}`).click();
      await live.details.getByText(`${seq}`, { exact: true }).first().waitFor();
    }
    await (await live.row('answered 200')).click();
    const reply = live.details.getByRole('region', { name: 'Response', exact: true }).locator('pre');
    expect(await reply.textContent()).toBe(SHOWN_MARKUP);
    expect(await live.page.locator('#root').locator('img, script, b').count()).toBe(0);
    expect(live.problems).toEqual([]);
  });

  test('can be used by keyboard', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    const { page, filter, details, rows } = live;
    const id = await app.createLink('Order 7');
    await app.pay(id);
    await waitForCount(live, (await app.waitForDeliveries()).length);
    const selected = page.getByRole('option', { selected: true });
    const seqs = await live.listSeqs();
    const expectSelected = (seq: number | undefined) => expect.poll(() => selected.getAttribute('id')).toBe(`record-${seq}`);

    await page.keyboard.press('k');
    await expectSelected(seqs.at(-1));
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await expectSelected(seqs.at(-3));
    await page.keyboard.press('j');
    await expectSelected(seqs.at(-2));
    await details.waitFor();
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /Not following|new/ }).waitFor();
    await page.keyboard.press('g');
    await page.getByText('Following', { exact: true }).waitFor();

    await page.keyboard.press('/');
    await expect.poll(() => filter.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.type('acknowledged jk/g');
    expect(await filter.inputValue()).toBe('acknowledged jk/g');
    await page.getByText('No record matches the filter.').waitFor();
    await page.keyboard.press('Escape');
    expect(await filter.inputValue()).toBe('');
    await expect.poll(() => rows.count()).toBe(seqs.length);
  });

  test('shows one payment only, from its line or from its details, and folds what is minor', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    const { page, filter, details, rows } = live;
    const [first, second] = [await app.createIntent('one'), await app.createIntent('two')];
    await app.pay(first);
    await app.pay(second);
    const records = await app.waitForDeliveries();
    await waitForCount(live, records.length);
    const listed = (isMinorShown: boolean, id?: string) =>
      records
        .filter((record) => isMinorShown || !/^(payment\.timer_|attempt\.started)/.test(record.type))
        .filter((record) => id === undefined || ('paymentId' in record && record.paymentId === id))
        .map(({ seq }) => seq);
    await expect.poll(live.listSeqs).toEqual(listed(false));

    await (await live.row(`Payment ${shortenPaymentId(first)} created`)).click();
    await page.keyboard.press('o');
    expect(await filter.inputValue()).toBe(`payment:${first}`);
    await expect.poll(live.listSeqs).toEqual(listed(false, first));
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await (await live.row(`Payment ${shortenPaymentId(second)} created`)).click();
    await details.getByRole('button', { name: 'Show only this payment' }).click();
    await expect.poll(live.listSeqs).toEqual(listed(false, second));
    await page.getByRole('button', { name: /^Show \d+ minor$/ }).click();
    await expect.poll(live.listSeqs).toEqual(listed(true, second));
    await filter.fill('');
    await expect.poll(live.listSeqs).toEqual(records.map(({ seq }) => seq));
    await page.getByRole('button', { name: 'Hide minor' }).click();
    await expect.poll(() => rows.count()).toBe(listed(false).length);
  });

  test('turns the line of a running attempt into its answer', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    // It answers when it is told to: until then the line waits, however slow the machine is.
    const unanswered: ServerResponse[] = [];
    const target = await listenOnLoopback(createServer((_request, response) => unanswered.push(response)));
    await callControl(harness, 'PATCH', '/accounts/secpaid', { paymentEndpoints: [target.url], attemptTimeoutMs: PATIENCE_MS });
    await app.pay(await app.createLink('slow'));
    const running = await live.row('attempt 1 sent');
    await running.getByText('waiting').waitFor();
    await running.click();
    await live.details.getByRole('heading', { level: 2, name: /attempt 1 sent/ }).waitFor();
    for (const response of unanswered) response.writeHead(204).end();
    await live.details.getByRole('heading', { level: 2, name: /answered 204/ }).waitFor();
    await live.details.getByText('Sent', { exact: true }).waitFor();
    expect(await live.rows.filter({ hasText: 'attempt 1 sent' }).count()).toBe(0);
    await (await live.row('answered 204')).and(live.page.getByRole('option', { selected: true })).waitFor();
    await target.close();
  });

  test('can be used on 400 pixels', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url, { width: 400, height: 700 });
    const { page, details, setup } = live;
    await expectNoSidewaysScroll(page);
    const id = await app.createLink('a very long order name that does not fit '.repeat(3));
    await app.pay(id);
    await (await live.row('answered 204')).click();
    await details.waitFor();
    await expectNoSidewaysScroll(page);
    await details.getByRole('button', { name: 'Close the details' }).click();
    await details.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Set-up' }).click();
    await setup.getByRole('button', { name: 'Show secrets' }).click();
    await setup.getByText(app.env.SECPAID_TOKEN ?? '').waitFor();
    await expectNoSidewaysScroll(page);
    await setup.getByRole('button', { name: 'Close the set-up' }).click();
    await (await live.row(`Payment ${shortenPaymentId(id)} created`)).waitFor();
    expect(live.problems).toEqual([]);
  });
});

describeInBrowser('the live page of a stage that is killed and started again', (browser) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paystage-page-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('comes back by itself and shows every record exactly once', async () => {
    const first = await startProcess(['--port', String(await findFreePort()), '--data', folder]);
    const app = await createPayingApp(first.url);
    const live = await openLivePage(await browser.newPage(), first.url, { path: '/?all=1' });
    await app.pay(await app.createLink('before'));
    await live.row('answered 204');
    await killHard(first);
    await waitForState(live, 'Connection lost, reconnecting');
    await live.page.keyboard.press('5');
    const alert = live.page.getByRole('alert').filter({ hasText: 'This view cannot be shown.' });
    await alert.getByText('The stage did not answer when this view was to be loaded').waitFor();
    const reload = live.page.getByRole('main').getByRole('button', { name: 'Reload the page' });
    expect(await reload.isDisabled()).toBe(true);

    const second = await startProcess(['--port', new URL(first.url).port, '--data', folder]);
    const id = await app.createIntent('while the page was away');
    await waitForState(live, 'Live');
    await expect.poll(() => reload.isEnabled()).toBe(true);
    await live.page.keyboard.press('1');
    await live.row(`Payment ${shortenPaymentId(id)} created`);
    await app.pay(id);
    const records = await app.waitForDeliveries();
    await waitForCount(live, records.length);
    expect(await live.listSeqs()).toEqual(records.map((_, index) => index + 1));
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
    expect(await live.page.getByRole('log', { name: 'Notices' }).textContent()).toBe('');
    // The browser itself reports connections that were refused while nobody listened.
    expect(
      live.problems.filter((problem) => !/ERR_CONNECTION|WebSocket connection to|dynamically imported|preload/.test(problem)),
    ).toEqual([]);
    second.process.kill('SIGTERM');
    await second.exited;
  });
});
