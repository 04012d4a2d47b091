import { describe, expect, test } from 'vitest';
import type { CallRefusal } from '../../server/protocol/records.js';
import { isRefused, tellRefusal } from '../../server/reading/refusal.js';
import { makeNotice, makeRecord } from '../ui/make-record.js';

const rows: [status: number, refusal: CallRefusal | null, sentence: string | null, isRefusal: boolean][] = [
  [200, null, null, false],
  [0, null, null, false],
  [400, { message: 'amount is missing', code: 'missing_field' }, 'refused: amount is missing (400 missing_field)', true],
  [401, { message: 'Please enter token.' }, 'refused: Please enter token (401)', true],
  [200, { message: 'Amount is required' }, 'refused: Amount is required (200)', true],
  [409, null, 'refused with 409', true],
  [503, { message: 'Down', code: 'unavailable' }, 'failed: Down (503 unavailable)', false],
  [500, null, 'failed with 500', false],
];

describe('an API call', () => {
  test.each(rows)('that was answered %s with %o says: %s', (status, refusal, sentence, isRefusal) => {
    const record = makeRecord(1, {
      type: 'api.called',
      provider: 'testpay',
      route: 'pay',
      accountId: null,
      paymentId: null,
      request: { method: 'POST', url: '/testpay/pay', headers: [] },
      response: { status, headers: [] },
      ...(refusal ? { refusal } : {}),
      durationMs: 1,
    });
    expect(record.type === 'api.called' && tellRefusal(record)).toBe(sentence);
    expect(isRefused(record)).toBe(isRefusal);
  });

  test('is what can be refused, and nothing else', () => {
    expect(isRefused(makeNotice(1))).toBe(false);
  });
});
