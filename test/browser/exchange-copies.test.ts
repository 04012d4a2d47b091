import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl } from '../support/harness.js';
import { REFUSAL, setUpExchangeStage } from '../ui/exchange-stage.js';
import { pressUntil } from '../ui/live-page.js';

describeInBrowser('an exchange beside another one, and copied', (browser) => {
  const stage = setUpExchangeStage(browser);

  test('compares two attempts: what went, what came, what stayed', async () => {
    const [first, second] = await stage.deliverTwice();
    const { page, head, problems } = await stage.openExchange(second.seq);
    await page.getByText('2 of 2 sent for this delivery').waitFor();
    await page.keyboard.press('c');
    await expect.poll(() => new URL(page.url()).search).toBe(`?record=${second.seq}&with=${first.seq}`);
    const response = page.getByRole('region', { name: 'Response compared' });
    const rows = (kind: string) => response.locator(`tr[data-kind=${kind}] th`).allTextContents();
    await response.getByText('Status 500').waitFor();
    await response.getByText('Status 204').waitFor();
    expect((await rows('removed')).map((name) => name.trim())).toEqual(expect.arrayContaining(['X-Twice', 'x-odd-CASE']));
    await response.locator('.cm-deletedChunk').getByText('"not yet"').waitFor();
    await page.getByRole('region', { name: 'Request compared' }).getByText('The same body in both').waitFor();
    await page.getByRole('button', { name: 'End the comparison' }).click();
    await page.getByRole('button', { name: 'Attempt before' }).click();
    await head.getByText('not acknowledged').waitFor();
    expect(new URL(page.url()).search).toBe(`?record=${first.seq}`);
    await page.getByRole('combobox', { name: 'Compare with' }).selectOption({ label: await nameOption(page, /^Attempt 2, /) });
    await response.getByText('Status 204').waitFor();
    expect(new URL(page.url()).search).toBe(`?record=${first.seq}&with=${second.seq}`);
    await page.goto(`${stage.harness.url}/?record=${first.seq}&with=999999`);
    await page.getByText('There is nothing to compare with: There is no record 999999.').waitFor();
    expect(problems.filter((problem) => !problem.includes('404'))).toEqual([]);
  });

  test('shows a difference of blanks, which reading would hide and a signature would not', async () => {
    const [, second] = await stage.deliverTwice();
    const text = String(stage.receiver.requests[0]?.body).replace('{', '{ ');
    const resend = await callControl<LogRecord>(stage.harness, 'POST', `/deliveries/${second.deliveryId}/resend`, {
      body: text,
      signing: 'fresh',
      basedOn: second.attemptId,
    });
    const { page } = await stage.openExchange(resend.seq, { with: second.seq });
    const request = page.getByRole('region', { name: 'Request compared' });
    await request.getByText('Exactly as sent they differ').waitFor();
    await expect.poll(() => request.locator('.cm-changedLine').allTextContents()).toEqual([text]);
  });

  test('copies the request as commands that make it again', async () => {
    const [first] = await stage.deliverTwice();
    const { page, head } = await stage.openExchange(first.seq);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copy = async (name: RegExp) => {
      const button = head.getByRole('button', { name });
      await pressUntil(button, button, 'Copied');
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const sent = stage.receiver.requests[0];
    const curl = await copy(/^Copy as cURL/);
    expect(curl.split(' \\\n  ')[0]).toBe(`curl --request 'POST' '${stage.receiver.url}/hook'`);
    expect(curl).toContain(`--data-raw '${sent?.body}'`);
    expect(await copy(/^Copy as HTTPie/)).toContain(`X-Signature:${sent?.header('x-signature')}`);
    stage.receiver.clear();
    const code = await copy(/^Copy as fetch/);
    await new Function(`return (async () => { ${code} })()`)();
    const [again] = await stage.receiver.waitForRequests(1);
    expect(again?.body).toEqual(sent?.body);
    for (const name of ['content-type', 'x-timestamp', 'x-signature', 'user-agent'])
      expect(again?.header(name)).toBe(sent?.header(name));
  });

  test('saves one exchange and a whole payment as an HTTP archive', async () => {
    const [first] = await stage.deliverTwice();
    const { page, head } = await stage.openExchange(first.seq);
    const save = async (name: string) => {
      await head.getByRole('button', { name: 'Save HAR' }).click();
      const download = page.waitForEvent('download');
      await head.getByRole('button', { name }).click();
      const file = await download;
      return { name: file.suggestedFilename(), har: JSON.parse(await readFile(await file.path(), 'utf8')) };
    };
    const one = await save('Download this exchange');
    expect(one.name).toBe(`paystage-record-${first.seq}.har`);
    expect(one.har.log.version).toBe('1.2');
    expect(one.har.log.entries).toHaveLength(1);
    expect(one.har.log.entries[0]).toMatchObject({
      request: {
        method: 'POST',
        url: `${stage.receiver.url}/hook`,
        postData: { text: String(stage.receiver.requests[0]?.body) },
      },
      response: { status: 500, content: { text: REFUSAL.body } },
    });
    const all = await save('Download the payment');
    const statuses = all.har.log.entries.map((entry: { response: { status: number } }) => entry.response.status);
    expect(statuses[0]).toBe(200);
    expect(statuses).toHaveLength(1 + (await stage.readAttempts(first.paymentId)).length);
    expect(JSON.stringify(all.har)).not.toContain(stage.app.env.SECUREPAYAPI_SECRET_KEY);
  });
});

async function nameOption(page: Page, name: RegExp): Promise<string> {
  const options = await page.getByRole('combobox', { name: 'Compare with' }).locator('option').allTextContents();
  return options.find((option) => name.test(option)) ?? '';
}
