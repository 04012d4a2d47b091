import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import type { AttemptFinished, EventAnnounced, LogRecord, RecordHead, ResendFinished } from '../../server/protocol/records.js';
import { describeInBrowser } from '../support/chromium.js';
import { actAsCustomer, connectShop, postJson, startHarness } from '../support/harness.js';
import { createRawBodyShop } from '../support/raw-body-shop.js';
import type { Shop } from '../support/shop-config.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

describeInBrowser('editing a delivery and sending it once more', (browser) => {
  let harness: Harness;
  let shop: Shop;
  let app: PayingApp;
  let attempt: RecordHead & AttemptFinished;
  let event: EventAnnounced;

  beforeEach(async () => {
    harness = await startHarness();
    shop = await createRawBodyShop();
    await connectShop(harness, shop);
    app = await createPayingApp(harness.url);
    const { intentId } = await postJson<{ intentId: string }>(`${shop.url}/buy/securepayapi`, { amount: 2_000 });
    await actAsCustomer(harness, intentId, { action: 'pay' });
    const records = await app.waitForDeliveries();
    attempt = records.findLast((record) => record.type === 'attempt.finished') as typeof attempt;
    event = records.find((record) => record.type === 'event.announced' && record.eventId === attempt.eventId) as LogRecord &
      EventAnnounced;
  });
  afterEach(async () => {
    await harness.close();
    await shop.close();
  });

  async function openView(options: { width?: number; height?: number; seq?: number } = {}) {
    const { seq = attempt.seq, ...size } = options;
    const live = await openLivePage(await browser.newPage(), harness.url, {
      height: 900,
      ...size,
      path: `/?view=resend&record=${seq}`,
    });
    return { live, ...findParts(live.page) };
  }

  const readResends = async () =>
    (await app.readRecords()).filter((record): record is RecordHead & ResendFinished => record.type === 'resend.finished');

  test('is accepted with a changed field when it is signed again', async () => {
    const { live, form, answers } = await openView();
    expect(await form.getByRole('textbox', { name: 'POST to' }).inputValue()).toBe(`${shop.url}/webhooks/securepayapi`);
    await form.getByText('timestamp and signature headers are made fresh').waitFor();
    await form.getByRole('textbox', { name: 'Value of statustext' }).fill('Paid, says somebody');
    await form.getByRole('button', { name: 'Send', exact: true }).click();
    await answers.getByRole('region', { name: 'Resend 1' }).getByText('Status 204').waitFor();
    await answers.getByText('The app answered 204 again').waitFor();
    await answers
      .getByRole('region', { name: `Attempt ${attempt.number}` })
      .getByText('Status 204')
      .waitFor();
    const [resend] = await readResends();
    expect(resend).toMatchObject({ signing: 'fresh', code: 'acknowledged' });
    const statustext = String(JSON.parse(event.body).statustext);
    expect(resend?.request.body?.text).toBe(event.body.replace(JSON.stringify(statustext), '"Paid, says somebody"'));
    expect(live.problems).toEqual([]);
  });

  test('is refused with the old signature over an edited body, and the difference is marked', async () => {
    const { live, form, answers } = await openView();
    await form.getByRole('button', { name: 'Change one byte' }).click();
    await form.getByText(/One byte of the body changed in “\w+”/).waitFor();
    await form.getByRole('radio', { name: 'Keep the old signature' }).check();
    await live.page.keyboard.press('Control+Enter');
    await answers.getByText('The app answered 401 instead of 204.').waitFor();
    const resend = answers.getByRole('region', { name: 'Resend 1' });
    expect(await resend.locator('mark').allTextContents()).toContain('Status 401');
    await resend.getByText('the signature does not match').waitFor();
    const [record] = await readResends();
    expect(findHeader(record, 'x-signature')).toBe(findHeader(attempt, 'x-signature'));
  });

  test('is sent as it was typed into the text, which says when it is no JSON', async () => {
    const { live, form, answers } = await openView();
    // Until the editor is there, a plain field stands in its place.
    await form.getByRole('textbox', { name: 'Text of the body' }).and(form.locator('[contenteditable=true]')).click();
    await live.page.keyboard.press('Control+End');
    await live.page.keyboard.type(' ');
    await live.page.keyboard.press('Control+Enter');
    await answers.getByRole('region', { name: 'Resend 1' }).getByText('Status 204').waitFor();
    await live.page.keyboard.type('}');
    await form.getByText('text, no valid JSON').waitFor();
    expect(await form.getByRole('textbox', { name: 'Value of famt' }).count()).toBe(0);
    await live.page.keyboard.press('Control+Enter');
    await answers.getByRole('region', { name: 'Resend 2' }).getByText('Status 400').waitFor();
    const bodies = (await readResends()).map(({ request }) => request.body?.text);
    expect(bodies).toEqual([`${event.body} `, `${event.body} }`]);
    expect(live.problems).toEqual([]);
  });

  test('is refused when another key signs, and the key goes nowhere but there', async () => {
    const { live, form, answers } = await openView();
    const key = 'sp_secret_of_somebody_else';
    await form.getByRole('radio', { name: 'Other key' }).check();
    await form.getByRole('button', { name: 'Send', exact: true }).click();
    await form.getByText('The key to sign with is missing.').waitFor();
    const field = form.getByLabel('Key to sign with');
    expect(await field.getAttribute('type')).toBe('password');
    expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
    await field.fill(key);
    await form.getByRole('button', { name: 'Send', exact: true }).click();
    await answers.getByText('The app answered 401 instead of 204.').waitFor();
    expect(live.page.url()).not.toContain(key);
    expect(await live.page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain(key);
    expect(JSON.stringify(await app.readRecords())).not.toContain(key);
    await live.page.reload();
    await form.getByRole('radio', { name: 'Other key' }).and(live.page.locator(':checked')).waitFor();
    expect(await field.inputValue()).toBe('');
  });

  test('sends the headers in the order and with the repeats of the form', async () => {
    const { form, answers } = await openView();
    await form.getByRole('button', { name: 'Add a header' }).click();
    await form.getByRole('button', { name: 'Add a header' }).click();
    const count = await form.getByRole('textbox', { name: /^Name of header/ }).count();
    for (const [place, value] of [
      [count - 1, 'one'],
      [count, 'two'],
    ] as const) {
      await form.getByRole('textbox', { name: `Name of header ${place}`, exact: true }).fill('X-Extra');
      await form.getByRole('textbox', { name: `Value of header ${place}`, exact: true }).fill(value);
    }
    await form.getByRole('button', { name: `Move header ${count} up` }).click();
    await form.getByRole('button', { name: 'Remove header 2' }).click();
    await form.getByRole('button', { name: 'Send', exact: true }).click();
    await answers.getByRole('region', { name: 'Resend 1' }).waitFor();
    const [resend] = await readResends();
    const own = resend?.request.headers.filter(([name]) => !/^(host|connection|content-length)$/i.test(name));
    const gone = await form.getByRole('textbox', { name: /^Name of header/ }).count();
    expect(gone).toBe(count - 1);
    expect(own?.map(([name]) => name)).toEqual(['Content-Type', 'X-Timestamp', 'X-Signature', 'X-Extra', 'X-Extra']);
    expect(own?.slice(-2).map(([, value]) => value)).toEqual(['two', 'one']);
  });

  test('has quick edits for what receivers must refuse, and for what they must take twice', async () => {
    const { form, answers } = await openView();
    const send = async (place: number) => {
      await form.getByRole('button', { name: 'Send', exact: true }).click();
      await answers.getByRole('region', { name: `Resend ${place}` }).waitFor();
    };
    await form.getByRole('button', { name: 'No signature' }).click();
    await send(1);
    await form.getByRole('button', { name: 'Reset' }).click();
    await form.getByRole('button', { name: 'Old timestamp' }).click();
    await send(2);
    await form.getByRole('button', { name: 'Duplicate' }).click();
    await send(3);
    const resends = await readResends();
    expect(resends.map(({ response }) => response?.status)).toEqual([401, 401, 204]);
    expect(findHeader(resends[0], 'x-signature')).toBeUndefined();
    expect(Number(findHeader(attempt, 'x-timestamp')) - Number(findHeader(resends[1], 'x-timestamp'))).toBe(86_400);
    expect(resends[2]?.request.headers).toEqual(attempt.request?.headers);
    expect(shop.orders.all().map(({ fulfilledCount }) => fulfilledCount)).toEqual([1]);

    const history = answers.getByRole('region', { name: 'Resends so far' });
    await history.getByRole('button', { name: /^Resend 1/ }).click();
    await answers.getByText('The app answered 401 instead of 204.').waitFor();
    await history.getByRole('button', { name: 'Put back into the editor: resend 2' }).click();
    expect(await form.getByRole('radio', { name: 'Keep the old signature' }).isChecked()).toBe(true);
    const values = await form
      .getByRole('textbox', { name: /^Value of header/ })
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    expect(values).toContain(findHeader(resends[1], 'x-timestamp'));
  });

  test('says at the field what cannot be sent, and keeps everything typed', async () => {
    const { live, form, answers } = await openView();
    const endpoint = form.getByRole('textbox', { name: 'POST to' });
    const statustext = form.getByRole('textbox', { name: 'Value of statustext' });
    const send = () => form.getByRole('button', { name: 'Send', exact: true }).click();
    await statustext.fill('kept');
    await form.getByRole('textbox', { name: 'Name of header 1', exact: true }).fill('Bad Name');
    await endpoint.fill('not a url');
    await send();
    await form.getByText('“not a url” is not a URL.').waitFor();
    await form.getByText('“Bad Name” cannot be the name of a header.').waitFor();
    expect(await endpoint.evaluate((input) => input === document.activeElement)).toBe(true);
    await form.getByRole('textbox', { name: 'Name of header 1', exact: true }).fill('Content-Type');
    await form.getByRole('alert').filter({ hasText: 'Bad Name' }).waitFor({ state: 'detached' });

    await endpoint.fill('http://169.254.169.254/latest');
    await send();
    await form.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor();
    expect(await endpoint.inputValue()).toBe('http://169.254.169.254/latest');
    await answers.getByRole('region', { name: 'Resend 1' }).getByText('blocked').waitFor();

    await endpoint.fill(`${shop.url}/webhooks/securepayapi`);
    await form.getByRole('textbox', { name: 'Value of famt' }).fill('12.');
    await form.getByText('“12.” is no number in JSON').waitFor();
    await form.getByRole('textbox', { name: 'Value of famt' }).fill('12.5');
    await harness.close();
    await send();
    await form.getByText('The stage did not answer.').waitFor();
    expect(await statustext.inputValue()).toBe('kept');
    expect(live.problems.filter((problem) => !/ERR_CONNECTION|WebSocket connection to/.test(problem))).toEqual([]);
  });

  test('keeps edits over a reload of the tab until they are undone', async () => {
    const { live, form } = await openView();
    const field = form.getByRole('textbox', { name: 'Value of statustext' });
    const before = await field.inputValue();
    await field.fill('half-way');
    await live.page.reload();
    await expect.poll(() => field.inputValue()).toBe('half-way');
    await form.getByRole('button', { name: 'Reset' }).click();
    expect(await field.inputValue()).toBe(before);
    await live.page.reload();
    await expect.poll(() => field.inputValue()).toBe(before);
    expect(await form.getByRole('button', { name: 'Reset' }).isDisabled()).toBe(true);
  });

  test('leaves a field and then the view with Escape, and explains records that were never sent', async () => {
    const { live, form } = await openView();
    await form.getByRole('textbox', { name: 'POST to' }).focus();
    await live.page.keyboard.press('Escape');
    expect(live.page.url()).toContain('view=resend');
    await live.page.keyboard.press('Escape');
    await expect.poll(() => new URL(live.page.url()).search).toBe(`?record=${attempt.seq}`);
    const other = await openView({ seq: 1 });
    await other.live.page.getByText('Record 1 is no delivery that was sent.').waitFor();
    const missing = await openView({ seq: 999_999 });
    await missing.live.page.getByText('There is no record 999999.').waitFor();
  });

  test('can be used on 400 pixels', async () => {
    const { live, form, answers } = await openView({ width: 400, height: 700 });
    await expectNoSidewaysScroll(live.page);
    await form.getByRole('textbox', { name: 'Name of header 1', exact: true }).fill(`X-${'very-long-'.repeat(20)}`);
    await form.getByRole('radio', { name: 'Other key' }).check();
    await form.getByRole('button', { name: 'Send', exact: true }).click();
    await form.getByText('The key to sign with is missing.').waitFor();
    await form.getByLabel('Key to sign with').fill('k');
    await form.getByRole('button', { name: 'Send', exact: true }).click();
    await answers.getByRole('region', { name: 'Resend 1' }).waitFor();
    await expectNoSidewaysScroll(live.page);
    expect(live.problems).toEqual([]);
  });
});

function findParts(page: Page): { form: Locator; answers: Locator } {
  return {
    form: page.getByRole('region', { name: 'What is sent' }),
    answers: page.getByRole('region', { name: 'Answers' }),
  };
}

function findHeader(record: Pick<AttemptFinished, 'request'> | undefined, name: string) {
  return record?.request?.headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}
