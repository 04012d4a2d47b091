import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { buildReport } from '../../ui/src/report/build-report.js';
import { REMOVED, SecretRemover } from '../../ui/src/report/remove-secrets.js';
import { emptyLogState } from '../../ui/src/state/log-state.js';
import { reduce } from '../../ui/src/state/reduce.js';
import { makeAttemptFinished, makeEventAnnounced, makePaymentCreated, makeRecord } from './make-record.js';

const places = { headers: ['Token'], fields: ['encryption_key'] };
const SECRET = 'cs_live_0123456789abcdef';

function report(records: readonly LogRecord[]): string {
  const story = reduce(emptyLogState, records).payments.get('p1');
  if (!story) throw new Error('There is no story.');
  const link = 'http://localhost:4747/?payment=p1';
  return buildReport({ story, provider: 'Testpay', secrets: places, link, madeAt: new Date(0) });
}

const call = (body: string, headers: [string, string][] = []): LogRecord =>
  makeRecord(2, {
    type: 'api.called',
    provider: 'testpay',
    route: 'create',
    accountId: 'acc_1',
    paymentId: 'p1',
    request: { method: 'POST', url: '/testpay/create', headers, body: { text: body, sizeBytes: body.length } },
    response: { status: 200, headers: [] },
    durationMs: 1,
  });

describe('the report of a payment', () => {
  test('tells the story with its messages in one page that loads nothing', () => {
    const html = report([
      makePaymentCreated(1, 'p1'),
      call('{"amount":4599}'),
      makeEventAnnounced(3, 'p1'),
      makeAttemptFinished(4, 'p1'),
    ]);
    expect(html).toMatch(/^<!doctype html>/);
    for (const words of [
      'Payment p1',
      '45.99 EUR',
      'Order 7',
      'Testpay',
      'POST /testpay/create',
      'Event “paid” goes to 1 endpoint',
    ])
      expect(html).toContain(words);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|<link|<img|\ssrc=|url\(/i);
  });

  test('names the event of each delivery, and where it goes', () => {
    const html = report([
      makePaymentCreated(1, 'p1'),
      makeEventAnnounced(2, 'p1'),
      makeAttemptFinished(3, 'p1'),
      makeRecord(4, { type: 'delivery.requeued', paymentId: 'p1', deliveryId: 'dlv_1' }),
    ]);
    expect(html).toMatch(/<dt>Delivery of paid<\/dt><dd>to http:\/\/localhost:3000\/hook: /);
    expect(html).toContain('<b>Delivery of paid</b> Delivery put back to work by hand');
    expect(html).not.toMatch(/<(dt|b)>Delivery<\//);
  });

  test('shows markup from the wire as text', () => {
    const html = report([
      makePaymentCreated(1, 'p1', { reference: '<img src=x onerror=alert(1)>' }),
      call('</pre><script>alert(1)</script>'),
    ]);
    expect(html).not.toMatch(/<img|<script/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).toContain('&lt;/pre&gt;&lt;script&gt;');
  });

  test('takes secrets out wherever they stand', () => {
    const html = report([
      makePaymentCreated(1, 'p1', {
        checkoutUrl: `http://localhost/pay?client_secret=${SECRET}`,
        data: { clientSecret: SECRET },
      }),
      call(`{"client_secret": "${SECRET}", "note": "the secret is ${SECRET}"}`, [
        ['Authorization', 'Bearer sk_abcdefghijkl'],
        ['token', 'tok_abcdefghijkl'],
        ['X-Signature', 'abc123'],
      ]),
    ]);
    for (const secret of [SECRET, 'sk_abcdefghijkl', 'tok_abcdefghijkl']) expect(html).not.toContain(secret);
    expect(html).toContain(`Authorization: ${REMOVED}`);
    expect(html).toContain('X-Signature: abc123');
  });

  test('takes a secret out where it is written in another way than at its own place', () => {
    const cookie = 'sid="a&b<c>\\u202e";';
    const password = 'p\'ä ss/w&rd"1';
    const inJson = JSON.stringify(password).slice(1, -1);
    const html = report([
      makePaymentCreated(1, 'p1', { reference: `seen: ${cookie}` }),
      call(`{"password": "${inJson}", "echo": "${inJson}", "cookie": ${JSON.stringify(cookie)}}`, [
        ['Cookie', cookie],
        ['X-Debug', `it was ${password} and ${encodeURIComponent(password)}`],
      ]),
    ]);
    expect(html).toContain(`it was ${REMOVED} and ${REMOVED}`);
    expect(html).toContain(`seen: ${REMOVED}`);
    expect(html).toContain(`&quot;echo&quot;: &quot;${REMOVED}&quot;`);
    expect(html).not.toMatch(/sid=|w&amp;rd|w%26rd/);
  });

  test('takes the whole of a secret out that has another one in it', () => {
    const html = report([
      makePaymentCreated(1, 'p1', { reference: `long ${SECRET}-and-more, short ${SECRET}` }),
      call('', [
        ['Authorization', SECRET],
        ['Token', `${SECRET}-and-more`],
      ]),
    ]);
    expect(html).toContain(`long ${REMOVED}, short ${REMOVED}`);
  });
});

describe('the remover of secrets', () => {
  test.each([
    ['{"token":"abcdefgh","amount":5}', `{"token":"${REMOVED}","amount":5}`],
    ['{"card_number" : 4111111111111111}', `{"card_number" : "${REMOVED}"}`],
    ['{"encryption_key":"a\\"b"}', `{"encryption_key":"${REMOVED}"}`],
    ['amount=5&api_key=xyz&note=a', `amount=5&api_key=${REMOVED}&note=a`],
    ['/pay?secret=abc#x', `/pay?secret=${REMOVED}#x`],
    ['{"amount":5,"note":"no secret here"}', '{"amount":5,"note":"no secret here"}'],
  ])('turns %s into %s', (text, cleaned) => {
    expect(new SecretRemover(places).text(text)).toBe(cleaned);
  });
});
