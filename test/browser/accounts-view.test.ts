import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { expectNoSidewaysScroll, openLivePage, pressUntil } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

const SECPAID = '/?view=accounts&provider=secpaid';
const SECUREPAYAPI = '/?view=accounts&provider=securepayapi';

describeInBrowser('the accounts on the live page', (browser) => {
  let harness: Harness;
  let app: PayingApp;
  let receiver: Receiver;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
    receiver = await createReceiver();
  });
  afterEach(async () => {
    await harness.close();
    await receiver.close();
  });

  const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
  const readSettings = async (provider: string) =>
    (await callControl<{ settings: Record<string, unknown> }>(harness, 'GET', `/accounts/${provider}`)).settings;
  const switchRow = (page: Page, name: string) => region(page, 'Switches').getByRole('listitem').filter({ hasText: name });

  test('holds no secret before somebody asks, copies one without showing it, and hides them when the tab is out of sight', async () => {
    const page = await browser.newPage();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: harness.url });
    const live = await openLivePage(page, harness.url, { path: SECUREPAYAPI });
    const secret = app.env.SECUREPAYAPI_SECRET_KEY ?? '';
    await region(page, 'Keys')
      .getByText(`sp_secret_…${secret.slice(-4)}`)
      .waitFor();
    await region(page, 'Addresses').getByText(`SECUREPAYAPI_BASE_URL=${app.env.SECUREPAYAPI_BASE_URL}`).waitFor();
    const copying = region(page, 'Keys').getByRole('button', { name: /^Copy in full: Secret key/ });
    await pressUntil(copying, region(page, 'Keys'), 'Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    expect(await page.content()).not.toContain(secret);

    await page.getByRole('button', { name: 'Show secrets' }).click();
    await region(page, 'Keys').getByText(secret, { exact: true }).waitFor();
    await region(page, 'Addresses').getByText(`SECUREPAYAPI_SECRET_KEY=${secret}`).waitFor();
    await page.getByRole('button', { name: 'Hide secrets' }).click();
    await page.getByRole('button', { name: 'Show secrets' }).click();
    await region(page, 'Keys').getByText(secret, { exact: true }).waitFor();
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.getByRole('button', { name: 'Show secrets' }).waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(live.problems).toEqual([]);
  });

  test('replaces a key after one question, and says why a value cannot be one', async () => {
    const { page } = await openLivePage(await browser.newPage(), harness.url, { path: SECPAID });
    const statusWith = async (token: string) =>
      (await fetch(`${app.env.SECPAID_BASE_URL}/api/v2/getMyUnusedLinks`, { method: 'POST', headers: { token } })).status;
    const old = app.env.SECPAID_TOKEN ?? '';
    const ask = page.getByRole('button', { name: 'Replace: API token' });
    const question = page.getByRole('group', { name: /^Replace: API token/ });
    await ask.click();
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await statusWith(old)).toBe(200);

    await ask.click();
    const chosen = question.getByLabel('New value');
    await chosen.fill('short');
    await question.getByRole('button', { name: 'Replace' }).click();
    await question.getByText('it must have 8 to 200 visible ASCII characters').waitFor();
    expect(await chosen.inputValue()).toBe('short');
    await chosen.fill('');
    await question.getByRole('button', { name: 'Replace' }).click();
    await region(page, 'Keys').getByText('Replaced. Copy the new value').waitFor();
    await expect.poll(() => ask.evaluate((button) => button === document.activeElement)).toBe(true);
    const token = harness.env.SECPAID_TOKEN ?? '';
    await region(page, 'Keys')
      .getByText(`…${token.slice(-4)}`, { exact: true })
      .waitFor();
    expect(token).not.toBe(old);
    expect([await statusWith(old), await statusWith(token)]).toEqual([401, 200]);
    expect(await page.content()).not.toContain(token);
  });

  test('changes a switch that counts at once, and goes back to its default', async () => {
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { path: SECUREPAYAPI });
    const createStatus = async () => {
      const reply = await fetch(`${app.env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
        body: '{"amount":2000,"currency":"USD"}',
      });
      return reply.status;
    };
    const row = switchRow(page, 'createStatus');
    await row.getByText('assumed').waitFor();
    await row.getByRole('combobox').selectOption({ label: '201' });
    await row.getByText('Saved').waitFor();
    expect(await createStatus()).toBe(201);
    await row.getByText('default: 200').waitFor();
    await row.getByRole('button', { name: 'Back to default: createStatus' }).click();
    await row.getByText('default: 200').waitFor({ state: 'detached' });
    expect(await createStatus()).toBe(200);

    // The whole line of the label is a place to click; the control itself is a hidden checkbox.
    await switchRow(page, 'extraField').getByText('Adds a tenth key').click();
    await expect.poll(async () => (await readSettings('securepayapi')).extraField).toBe(true);
    const schedule = switchRow(page, 'retryScheduleMs');
    await schedule.getByRole('textbox').fill('2 s, 1.5 min');
    await schedule.getByText('2 s, 1 min 30 s').waitFor();
    await schedule.getByRole('button', { name: 'Save retryScheduleMs' }).click();
    await region(page, 'Deliveries').getByText('3 attempts at most, the last one 1 min 32 s after the first').waitFor();
    expect((await readSettings('securepayapi')).retryScheduleMs).toEqual([2_000, 90_000]);
    expect(problems).toEqual([]);
  });

  test('keeps what was typed and says at the row why it was refused, by the form or by the stage', async () => {
    const { page } = await openLivePage(await browser.newPage(), harness.url, { path: SECPAID });
    await region(page, 'Switches').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('zone');
    const row = switchRow(page, 'timeZone');
    const input = row.getByRole('textbox');
    await input.fill('Mars/Olympus');
    await input.press('Enter');
    await row.getByText('not a time zone such as Europe/Berlin').waitFor();
    expect(await input.inputValue()).toBe('Mars/Olympus');
    expect((await readSettings('secpaid')).timeZone).toBe('Europe/Berlin');
    await input.fill('Europe/Paris');
    await input.press('Enter');
    await row.getByText('Saved').waitFor();
    expect((await readSettings('secpaid')).timeZone).toBe('Europe/Paris');

    const filter = page.getByRole('textbox', { name: 'Filter switches' });
    await filter.fill('attemptTimeoutMs');
    await region(page, 'Switches').getByText('37 hidden').waitFor();
    const timeout = switchRow(page, 'attemptTimeoutMs');
    await timeout.getByRole('textbox').fill('soon');
    await timeout.getByRole('button', { name: 'Save attemptTimeoutMs' }).click();
    await timeout.getByText('“soon” is no duration').waitFor();
    await timeout.getByRole('button', { name: 'Undo attemptTimeoutMs' }).click();
    expect(await timeout.getByRole('textbox').inputValue()).toBe('10000');
    await filter.fill('');
    await page.getByRole('checkbox', { name: 'Changed only' }).check();
    await expect.poll(() => region(page, 'Switches').getByRole('listitem').count()).toBe(1);
  });

  test('follows a change that somebody else made, and leaves alone what is being typed', async () => {
    const { page } = await openLivePage(await browser.newPage(), harness.url, { path: SECPAID });
    const typing = switchRow(page, 'serverTime').getByRole('textbox');
    await typing.fill('UTC');
    await callControl(harness, 'PATCH', '/accounts/secpaid', { noteMaxLength: 99, serverTime: 'CET' });
    const followed = switchRow(page, 'noteMaxLength').getByRole('textbox');
    await expect.poll(() => followed.inputValue()).toBe('99');
    expect(await typing.inputValue()).toBe('UTC');
  });

  test('lights go from up to down with a real receiver, and a banner says so on every view', async () => {
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { path: SECUREPAYAPI });
    const endpoints = region(page, 'Endpoints');
    const url = `${receiver.url}/hook`;
    const line = endpoints.getByRole('listitem').filter({ hasText: url });
    await endpoints.getByRole('textbox', { name: 'Add to webhookUrls' }).fill('nowhere');
    await endpoints.getByRole('button', { name: 'Add' }).click();
    await endpoints.getByText('must be an absolute URL').waitFor();
    await endpoints.getByRole('textbox', { name: 'Add to webhookUrls' }).fill(url);
    await endpoints.getByRole('button', { name: 'Add' }).click();
    await line.getByText('listening').waitFor();
    const banner = region(page, 'Targets');
    expect(await banner.count()).toBe(0);

    await receiver.close();
    await line.getByText('not reachable').waitFor();
    await banner.getByText(url).waitFor();
    await page.getByRole('link', { name: 'Live' }).click();
    await banner.getByText('Nobody listens').waitFor();
    await banner.getByRole('button', { name: 'Look again' }).click();
    await banner.getByRole('button', { name: 'Look again' }).waitFor();
    await banner.getByRole('button', { name: 'Dismiss this notice' }).click();
    await banner.waitFor({ state: 'detached' });
    await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrls: [`${url}/other`] });
    await banner.getByText(`${url}/other`).waitFor();

    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByText('SecurePayAPI', { exact: true }).first().click();
    await endpoints.getByRole('button', { name: `Change ${url}/other` }).click();
    await endpoints.getByRole('textbox', { name: 'Changed address' }).fill(`${harness.url}/_paystage/bin/mine`);
    // Another address comes before it meanwhile, which must not be the one that is changed.
    const [first, mine] = [`${harness.url}/_paystage/bin/first`, `${harness.url}/_paystage/bin/mine`];
    await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrls: [first, `${url}/other`] });
    await endpoints.getByText(first).waitFor();
    await endpoints.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await readSettings('securepayapi')).webhookUrls).toEqual([first, mine]);
    await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrls: [mine] });
    await endpoints.getByText(first).waitFor({ state: 'detached' });
    await banner.waitFor({ state: 'detached' });
    await endpoints.getByText('listening').waitFor();
    await endpoints.getByRole('button', { name: /^Remove / }).click();
    await endpoints.getByText('None: events happen and nobody is told.').waitFor();
    await endpoints.getByRole('button', { name: 'Built-in receiver instead' }).click();
    await expect
      .poll(async () => (await readSettings('securepayapi')).webhookUrls)
      .toEqual([`${harness.url}/_paystage/bin/securepayapi`]);
    // The browser itself reports the refused address.
    expect(problems.filter((problem) => !problem.includes('status of 400'))).toEqual([]);
  });

  test('moves the clock to the next attempt, which is then made, and comes back to real time by a reset', async () => {
    await callControl(harness, 'PATCH', '/accounts/secpaid', { paymentEndpoints: [receiver.url], retryScheduleMs: [3_600_000] });
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { path: SECPAID });
    const clock = region(page, 'Clock');
    const jump = clock.getByRole('button', { name: /^Jump to the next/ });
    await clock.getByText('Nothing is due').waitFor();
    expect(await jump.isDisabled()).toBe(true);

    receiver.replyNext({ status: 500 });
    const id = await app.createLink('late');
    await app.pay(id);
    await receiver.waitForRequests(1);
    await clock.getByText(/in (59 min|1 h)/).waitFor();
    await clock.getByRole('button', { name: id }).waitFor();
    let letGo = () => {};
    receiver.replyNext(
      () =>
        new Promise((resolve) => {
          letGo = () => resolve({ status: 204 });
        }),
    );
    await jump.click();
    await receiver.waitForRequests(2);
    await clock.getByText('a target that does not answer holds it up').waitFor();
    expect(await jump.isDisabled()).toBe(true);
    letGo();
    await clock.getByText('Nothing is due').waitFor();
    await clock.getByText(/(59 min|1 h).* ahead of this machine/).waitFor();

    await clock.getByText('Frozen', { exact: true }).click();
    await clock.getByRole('button', { name: 'Go on' }).click();
    await clock.getByText('60×').click();
    await clock.getByText('Runs 60 times as fast as real time').waitFor();
    await clock.getByRole('textbox', { name: 'Move on by' }).fill('whenever');
    await clock.getByRole('button', { name: 'Move on' }).click();
    await clock.getByText('Give a duration such as').waitFor();
    await clock.getByRole('textbox', { name: 'Move on by' }).fill('3 d');
    await clock.getByRole('button', { name: 'Move on' }).click();
    await clock.getByText(/3 d .*ahead of this machine/).waitFor();

    await page.getByRole('button', { name: 'Reset the stage' }).click();
    await page.getByRole('group', { name: 'Reset the stage' }).getByRole('button', { name: 'Reset' }).click();
    await clock.getByText('Runs in real time.').waitFor();
    expect((await callControl<{ total: number }>(harness, 'GET', '/payments')).total).toBe(0);
    expect(problems).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('can be used on 400 pixels in %s', async (colorScheme) => {
    const live = await openLivePage(await browser.newPage(), harness.url, {
      path: SECUREPAYAPI,
      width: 400,
      height: 800,
      colorScheme,
    });
    const { page } = live;
    await region(page, 'Switches').waitFor();
    await page.getByRole('button', { name: 'Show secrets' }).click();
    await region(page, 'Keys')
      .getByText(app.env.SECUREPAYAPI_SECRET_KEY ?? '')
      .waitFor();
    await page.getByRole('button', { name: 'Replace: Secret key' }).click();
    await expectNoSidewaysScroll(page);
    expect(await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
    expect(live.problems).toEqual([]);
  });
});
