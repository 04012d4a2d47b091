import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FaultsView } from '../../server/http/control/fault-replies.js';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';
import { createPayingApp } from '../ui/paying-app.js';

describeInBrowser('making things go wrong from the page', (browser) => {
  let harness: Harness;
  let receiver: Receiver;

  beforeEach(async () => {
    receiver = await createReceiver();
    harness = await startHarness({ accounts: { secpaid: { settings: { paymentEndpoints: [receiver.url] } } } });
  });
  afterEach(async () => {
    await harness.close();
    await receiver.close();
  });

  async function openPanel(options: { width?: number; height?: number; path?: string } = {}) {
    const live = await openLivePage(await browser.newPage(), harness.url, { height: 900, ...options });
    await live.page.keyboard.press('f');
    const panel = live.page.getByRole('dialog', { name: 'Faults' });
    await panel.waitFor();
    return { live, panel, badge: findBadge(live.page) };
  }
  const choose = (panel: Locator, name: string) => panel.getByLabel('What goes wrong').selectOption(name);
  const set = (panel: Locator) => panel.getByRole('button', { name: 'Set the fault' }).click();
  const list = async () => (await callControl<FaultsView>(harness, 'GET', '/faults')).faults;

  test('sets a fault with its parameters, says what is left, and tells of it when it took effect', async () => {
    const { live, panel, badge } = await openPanel();
    await choose(panel, 'duplicate');
    await panel.getByLabel('Copies beside the first').fill('2');
    await panel.getByLabel('Times', { exact: true }).fill('2');
    await set(panel);
    await badge.filter({ hasText: /^1 fault$/ }).waitFor();
    await panel.getByText('copies 2, isConcurrent false; 2 times').waitFor();
    const app = await createPayingApp(harness.url);
    const id = await app.createLink('twice');
    await app.pay(id);
    await receiver.waitForRequests(3);
    await panel.getByText('copies 2, isConcurrent false; once').waitFor();
    await app.pay(await app.createLink('again'));
    await badge.filter({ hasText: /^Faults$/ }).waitFor();
    await live.page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    await live.page.getByText('Fault “duplicate”: The same request was sent 3 times, one after the other.').first().waitFor();
    expect(live.problems).toEqual([]);
  });

  test('restricts a fault to the payment that is shown, and clears one or all', async () => {
    const app = await createPayingApp(harness.url);
    const id = await app.createLink('shown');
    const { panel, badge } = await openPanel({ path: `/?payment=${id}` });
    await choose(panel, 'ack-lost');
    await panel.getByRole('checkbox', { name: `Only of payment ${id}` }).check();
    await set(panel);
    await panel.getByText(`for payment ${id}; once`).waitFor();
    await choose(panel, 'api-error');
    expect(await panel.getByRole('checkbox', { name: /Only of payment/ }).count()).toBe(0);
    await set(panel);
    await badge.filter({ hasText: /^2 faults$/ }).waitFor();
    expect((await list()).map(({ spec }) => spec.when)).toEqual([{ payment: id }, undefined]);
    await panel.getByRole('button', { name: 'Clear: Acknowledgement lost' }).click();
    await badge.filter({ hasText: /^1 fault$/ }).waitFor();
    await panel.getByRole('button', { name: 'Clear all' }).click();
    await badge.filter({ hasText: /^Faults$/ }).waitFor();
  });

  test('says in place what cannot be set and keeps what was typed', async () => {
    const { panel } = await openPanel();
    await choose(panel, 'api-error');
    await panel.getByLabel('Status', { exact: true }).fill('200');
    await set(panel);
    await panel
      .getByText(/At least 500|500/)
      .first()
      .waitFor();
    expect(await panel.getByLabel('Status', { exact: true }).inputValue()).toBe('200');
    await panel.getByLabel('Status', { exact: true }).fill('503');
    await panel.getByText(/^More fields/).click();
    await panel.getByLabel('Call', { exact: true }).fill('createLnk');
    await set(panel);
    await panel.getByRole('alert').getByText('There is no API call "createLnk".').waitFor();
    await panel.getByText('Did you mean "createLink"?').waitFor();
    await panel.getByLabel('Call', { exact: true }).fill('createLink');
    await set(panel);
    await panel.getByText('status 503; for route createLink; once').waitFor();
  });

  test('every fault can be set as it stands', async () => {
    const { kinds } = await callControl<FaultsView>(harness, 'GET', '/faults');
    const { panel, badge } = await openPanel();
    for (const [index, { name }] of kinds.entries()) {
      await choose(panel, name);
      await set(panel);
      await badge.filter({ hasText: new RegExp(`^${index + 1} faults?$`) }).waitFor();
    }
    expect((await list()).map(({ fault }) => fault)).toEqual(kinds.map(({ name }) => name));
  });

  test('a webhook that was never sent says so in the story of its payment', async () => {
    const app = await createPayingApp(harness.url);
    const id = await app.createLink('lost');
    await callControl(harness, 'POST', '/faults', { fault: 'dropped' });
    await app.pay(id);
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { path: `/?payment=${id}` });
    await page.getByText('never sent', { exact: true }).first().waitFor();
    await page.getByText('Fault “dropped”: The webhook is never sent.').first().waitFor();
    expect(problems).toEqual([]);
  });

  test('can be used on 400 pixels', async () => {
    const { live, panel, badge } = await openPanel({ width: 400, height: 700 });
    await choose(panel, 'mangled-header');
    await set(panel);
    await badge.filter({ hasText: /^1 fault$/ }).waitFor();
    await expectNoSidewaysScroll(live.page);
    const box = await panel.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 400).toBe(true);
    expect(live.problems).toEqual([]);
  });
});

function findBadge(page: Page): Locator {
  return page.getByRole('banner').getByRole('button', { name: /fault/i });
}
