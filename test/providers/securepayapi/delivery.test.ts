import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PaymentEvent } from '../../../server/domain/payment.js';
import { securepayapi } from '../../../server/providers/securepayapi/index.js';
import { createTestStage } from './test-stage.js';
import { verifyRaw, verifyReparsed } from './verify-webhook.js';

function makeEvent(settings = {}) {
  const stage = createTestStage(settings);
  const { id } = stage.make().payment;
  stage.act(id, { action: 'pay' });
  const event = stage.eventsOf(id)[0] as PaymentEvent;
  const attempt = (nowMs: number) => {
    const headers = securepayapi.buildAttemptHeaders({ account: stage.account, event, body: event.body, nowMs });
    return { headers, byName: Object.fromEntries(headers) as Record<string, string> };
  };
  return { stage, event, attempt };
}

describe('the rule of delivery', () => {
  test('B1 only 204 acknowledges', () => {
    const rule = securepayapi.deliveryRule(createTestStage().account);
    const acknowledging = Array.from({ length: 500 }, (_, index) => 100 + index).filter(rule.isAcknowledged);
    expect(acknowledging).toEqual([204]);
    expect(rule.acceptedWords).toBe('only 204');
  });

  test('W6 eight attempts over 31 hours, ten seconds each, one event after the other, unless the account says otherwise', () => {
    const rule = securepayapi.deliveryRule(createTestStage().account);
    expect(rule).toMatchObject({
      retryScheduleMs: [5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000, 86_400_000],
      attemptTimeoutMs: 10_000,
      order: 'sequential',
    });
    const changed = createTestStage({ retryScheduleMs: [1], attemptTimeoutMs: 50, order: 'strict' }).account;
    expect(securepayapi.deliveryRule(changed)).toMatchObject({ retryScheduleMs: [1], attemptTimeoutMs: 50, order: 'strict' });
  });
});

describe('the headers of an attempt', () => {
  test('are these, in this order', () => {
    const { headers } = makeEvent().attempt(1_760_000_001_999);
    expect(headers.map(([name]) => name)).toEqual(['Content-Type', 'User-Agent', 'X-Timestamp', 'X-Signature']);
    const byName = Object.fromEntries(headers);
    expect(byName).toMatchObject({ 'Content-Type': 'application/json', 'X-Timestamp': '1760000001' });
    expect(byName['X-Signature']).toMatch(/^[0-9a-f]{64}$/);
  });

  test('name the mock and its version', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(makeEvent().attempt(0).byName['User-Agent']).toBe(`SecurePayAPI-Mock/${version}`);
  });

  test('W2 are fresh for a redelivery of the same bytes', () => {
    const { stage, event, attempt } = makeEvent();
    const [first, second] = [attempt(1_760_000_001_000).byName, attempt(1_760_000_301_000).byName];
    expect(first['X-Timestamp']).not.toBe(second['X-Timestamp']);
    for (const { 'X-Timestamp': timestamp = '', 'X-Signature': signature = '' } of [first, second]) {
      expect(verifyRaw(stage.account.keys.secretKey ?? '', timestamp, signature, event.body)).toBe(true);
      expect(verifyReparsed(stage.account.keys.secretKey ?? '', timestamp, signature, event.body)).toBe(true);
    }
  });

  test('are signed with the key of that moment, also for an event of before', () => {
    const { stage, event, attempt } = makeEvent();
    stage.account.keys.secretKey = 'sp_secret_new';
    const { 'X-Timestamp': timestamp = '', 'X-Signature': signature = '' } = attempt(1_760_000_001_000).byName;
    expect(verifyRaw('sp_secret_new', timestamp, signature, event.body)).toBe(true);
  });

  test('can keep the time of the event, and can name the documented source address', () => {
    const { event, attempt } = makeEvent({ timestampOf: 'event', forwardedFor: true });
    const { byName } = attempt(event.atMs + 86_400_000);
    expect(byName['X-Timestamp']).toBe(String(Math.floor(event.atMs / 1000)));
    expect(byName['X-Forwarded-For']).toBe('157.230.218.195');
  });
});
