import { describe, expect, test } from 'vitest';
import { sayDuration } from '../../server/domain/duration.js';
import { toMajorNumber, toMajorText } from '../../server/domain/money.js';
import { nearestName } from '../../server/domain/nearest.js';
import { judgeAttempt } from '../../server/domain/verdict.js';

const exactly204 = { title: 'SecurePayAPI', isAcknowledged: (status: number) => status === 204, acceptedWords: 'only 204' };
const pending = { status: 'pending', retryInMs: 30_000, isManual: false } as const;

describe('the verdict on an attempt', () => {
  test('204 acknowledges', () => {
    expect(judgeAttempt({ kind: 'answered', status: 204 }, exactly204, pending)).toMatchObject({
      code: 'acknowledged',
      deliveryStatus: 'acknowledged',
      sentence: 'answered 204, which SecurePayAPI accepts.',
    });
  });

  test('200 does not, and the sentence says when the next call comes', () => {
    expect(judgeAttempt({ kind: 'answered', status: 200 }, exactly204, pending)).toMatchObject({
      code: 'not_acknowledged',
      deliveryStatus: 'pending',
      sentence: 'answered 200; SecurePayAPI accepts only 204, so it will call again in 30 s.',
    });
  });

  test('W3 a redirect is named with its target and never counts', () => {
    const reply = { kind: 'answered', status: 302, location: '/login' } as const;
    const verdict = judgeAttempt(reply, { ...exactly204, isAcknowledged: () => false }, pending);
    expect(verdict.code).toBe('redirect');
    expect(verdict.sentence).toContain('answered 302 to /login');
  });

  test('304 is an answer, not a redirect', () => {
    expect(judgeAttempt({ kind: 'answered', status: 304 }, exactly204, pending).code).toBe('not_acknowledged');
  });

  test('the last failed attempt of the schedule exhausts the delivery', () => {
    const verdict = judgeAttempt({ kind: 'failed', code: 'refused', message: 'nobody listens' }, exactly204, {
      ...pending,
      retryInMs: null,
    });
    expect(verdict).toMatchObject({ code: 'refused', deliveryStatus: 'exhausted' });
    expect(verdict.sentence).toContain('gives up');
  });

  test('a manual attempt that fails takes nothing away: not the schedule, not an earlier acknowledgement', () => {
    const reply = { kind: 'answered', status: 500 } as const;
    for (const status of ['pending', 'acknowledged', 'exhausted'] as const) {
      expect(judgeAttempt(reply, exactly204, { status, retryInMs: null, isManual: true }).deliveryStatus).toBe(status);
    }
  });

  test('a manual attempt may acknowledge what was given up', () => {
    const standing = { status: 'exhausted', retryInMs: null, isManual: true } as const;
    expect(judgeAttempt({ kind: 'answered', status: 204 }, exactly204, standing).deliveryStatus).toBe('acknowledged');
  });
});

test.each([
  [0, '0 ms'],
  [250, '250 ms'],
  [1_000, '1 s'],
  [30_000, '30 s'],
  [90_000, '1.5 min'],
  [600_000, '10 min'],
  [3_600_000, '1 h'],
  [86_400_000, '1 d'],
])('%i ms reads as %s', (ms, text) => {
  expect(sayDuration(ms)).toBe(text);
});

test.each([
  [0, '0.00'],
  [1, '0.01'],
  [4599, '45.99'],
  [-4599, '-45.99'],
  [99_999_999, '999999.99'],
])('%i minor units are %s', (amountMinor, text) => {
  expect(toMajorText(amountMinor)).toBe(text);
  expect(toMajorNumber(amountMinor)).toBe(Number(text));
});

test('a near name is suggested, a far one is not', () => {
  expect(nearestName('callbakUrls', ['callbackUrls', 'webhookUrls'])).toBe('callbackUrls');
  expect(nearestName('zzz', ['callbackUrls'])).toBeUndefined();
  // Two wrong letters are half of a short word, unless they only changed places; a part stands for the whole.
  expect(nearestName('stop', ['start', 'reset'])).toBeUndefined();
  expect(nearestName('prot', ['port', 'host'])).toBe('port');
  expect(nearestName('timeout', ['ack-lost', 'api-timeout'])).toBe('api-timeout');
  expect(nearestName('body', ['tampered-body', 'malformed-body'])).toBeUndefined();
});
