import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../../server/domain/errors.js';
import { readSecPaidNotice } from '../../support/secpaid-notice.js';
import { callback, createStage, endpoint } from './stage.js';

const targets = { callbackUrls: [callback], paymentEndpoints: [endpoint] };
const key = 'mockSecPaidKey-0123456789-ABCDEF';

function problemOf(run: () => unknown): HarnessError {
  try {
    run();
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('encrypted webhooks', () => {
  test('use the link’s own key before the account’s', () => {
    const stage = createStage(targets);
    const [own, shared] = [stage.create({ is_encryption: 'true', encryption_key: key }), stage.create({ is_encryption: 'true' })];
    for (const [payment, secret] of [
      [own, key],
      [shared, stage.account.keys.encryptionKey],
    ] as const) {
      stage.act(payment, { action: 'pay' });
      const [event] = stage.eventsOf(payment);
      expect(readSecPaidNotice(JSON.parse(event?.body ?? ''), secret)).toEqual({ payId: payment.id, status: 'success' });
      expect(JSON.parse(event?.plainBody ?? '').data.pay_id).toBe(Number(payment.id));
      expect(event?.status).toBe('Success');
    }
  });

  test('use a rotated account key at once, and refuse one that fits no cipher', () => {
    const stage = createStage(targets);
    const [first, second] = [stage.create({ is_encryption: true }), stage.create({ is_encryption: true })];
    stage.account.keys.encryptionKey = key;
    stage.act(first, { action: 'pay' });
    expect(readSecPaidNotice(JSON.parse(stage.eventsOf(first)[0]?.body ?? ''), key)).toBeDefined();
    stage.account.keys.encryptionKey = 'short';
    expect(problemOf(() => stage.act(second, { action: 'pay' }))).toMatchObject({ code: 'unusable_encryption_key', status: 409 });
    expect(stage.press(second, 'pay-card').reply.status).toBe(409);
    expect(second.status).toBe('Unused');
  });

  test('are plain in the other formats', () => {
    const stage = createStage({ ...targets, webhookFormat: 'form' });
    const payment = stage.create({ is_encryption: true });
    stage.act(payment, { action: 'pay' });
    expect(stage.eventsOf(payment)[0]?.body).toContain('data%5Bpay_id%5D=50001');
  });
});
