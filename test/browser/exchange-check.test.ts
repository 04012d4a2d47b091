import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { hmac, startVerifier } from '../diagnosis/verifying-receiver.js';
import { describeInBrowser } from '../support/chromium.js';
import { actAsCustomer, callControl } from '../support/harness.js';
import { readCode, setUpExchangeStage } from '../ui/exchange-stage.js';
import { expectNoSidewaysScroll } from '../ui/live-page.js';

describeInBrowser('the check of a signature, step by step', (browser) => {
  const stage = setUpExchangeStage(browser);

  test('finds the cause of a refusal by probing, in one sentence, with the deliveries that tell', {
    timeout: 300_000,
  }, async () => {
    const dotted = await startVerifier(stage.harness.env.SECUREPAYAPI_SECRET_KEY ?? '', {
      expect: ({ timestamp, body }, secret) => hmac(secret, timestamp, '.', body).digest('hex'),
    });
    await callControl(stage.harness, 'PATCH', '/accounts/securepayapi', { webhookUrls: [dotted.url], retryScheduleMs: [] });
    const id = await stage.app.createIntent('order-9');
    await actAsCustomer(stage.harness, id, { action: 'pay' });
    await expect.poll(async () => (await stage.readAttempts(id)).length).toBeGreaterThan(0);
    const [first] = await stage.readAttempts(id);
    const { page, problems } = await stage.openExchange(first?.seq ?? 0);
    const cause = page.getByRole('region', { name: 'Why your app refuses it' });
    await cause.getByRole('button', { name: 'Find the cause' }).click();
    await cause.getByText('Your app puts a dot between timestamp and body.').waitFor();
    await cause.getByText(/Sign the value of X-Timestamp as it stands/).waitFor();
    const telling = cause.getByRole('listitem').filter({ hasText: 'puts a dot between timestamp and body' });
    expect(await telling.textContent()).toMatch(/^204 right for a receiver that puts a dot/);
    await expectNoSidewaysScroll(page);
    await telling.getByRole('link').click();
    await page.getByRole('heading', { name: 'The check, step by step' }).waitFor();
    expect(problems).toEqual([]);

    // What was forged on purpose is refused rightly, and what is taken needs no cause.
    const forged = (await stage.app.readRecords()).find(
      (record) => record.type === 'resend.finished' && record.note?.includes('another secret') === true,
    );
    await (await stage.openExchange(forged?.seq ?? 0)).page.getByRole('heading', { name: 'The check, step by step' }).waitFor();
    expect(await page.getByRole('region', { name: 'Why your app refuses it' }).count()).toBe(0);
    await dotted.close();
  });

  test('explains the signature with the string, the bytes and the key that were really used', async () => {
    const [first] = await stage.deliverTwice();
    const { check } = await stage.openExchange(first.seq);
    await check.getByText('matches', { exact: true }).waitFor();
    const sent = stage.receiver.requests[0];
    const key = stage.app.env.SECUREPAYAPI_SECRET_KEY ?? '';
    const timestamp = sent?.header('x-timestamp') ?? '';
    const signed = Buffer.concat([Buffer.from(timestamp), sent?.body ?? Buffer.alloc(0)]);
    const read = (step: string) => check.getByRole('region', { name: step, exact: true }).textContent();
    expect(await read('String to sign')).toBe(signed.toString());
    expect(await read('Expected signature')).toBe(createHmac('sha256', key).update(signed).digest('hex'));
    expect(await read('Signature that was sent')).toBe(sent?.header('x-signature'));
    expect(await read('Key')).toBe(createHash('sha256').update(key).digest('hex').slice(0, 8));
    expect(await check.getByRole('list', { name: 'Bytes of string to sign' }).getByRole('listitem').allTextContents()).toEqual([
      `Bytes 0 to ${timestamp.length - 1}: Time`,
      `Bytes ${timestamp.length} to ${signed.length - 1}: Body, as sent`,
    ]);
    expect(await check.textContent()).not.toContain(key);
  });

  test('says where a signature went wrong, and anew when the key changes', async () => {
    const [, second] = await stage.deliverTwice();
    const body = `${stage.receiver.requests[0]?.body} `;
    const resend = await callControl<LogRecord>(stage.harness, 'POST', `/deliveries/${second.deliveryId}/resend`, {
      body,
      signing: 'kept',
      basedOn: second.attemptId,
    });
    const { check } = await stage.openExchange(resend.seq);
    await check.getByText('does not match', { exact: true }).waitFor();
    await check.getByText('The body was changed after it was signed', { exact: false }).first().waitFor();
    const other = await stage.openExchange(second.seq);
    await other.check.getByText('matches', { exact: true }).waitFor();
    await callControl(stage.harness, 'POST', '/accounts/securepayapi/keys/secretKey/rotate', {});
    await other.check.getByText('does not match', { exact: true }).waitFor();
  });

  test('shows an encrypted body before and after, and that nothing is signed', async () => {
    const attempt = await stage.deliverEncrypted();
    const { request, check, problems } = await stage.openExchange(attempt.seq);
    await expect.poll(() => readCode(request, 'request body')).toMatch(/^\{\s+"data":\s*"[\w+/=]+"\s+\}$/);
    await request.getByText('Before encryption').click();
    await expect.poll(() => readCode(request, 'request body before encryption')).toContain('"note": "Order 8"');
    await check.getByText('not signed', { exact: true }).waitFor();
    const decrypted = check.getByRole('region', { name: 'Decrypted payload' });
    expect(await decrypted.textContent()).toContain('"note":"Order 8"');
    expect(problems).toEqual([]);
  });
});
