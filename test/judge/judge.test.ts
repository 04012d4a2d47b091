import { describe, expect, test } from 'vitest';
import { judgeAcknowledged, judgeNothingPending, judgeRefused } from '../../server/judge/judge-deliveries.js';
import { judgeActed, judgeProbeValue } from '../../server/judge/judge-probe.js';
import { judgeVisit } from '../../server/judge/judge-visit.js';
import type { AttemptCopy, AttemptFinished, RecordBody } from '../../server/protocol/records.js';
import { announce, finish, number } from './made-up-records.js';

describe('acknowledged', () => {
  test('wants every endpoint of every event', () => {
    const records = number(announce('paid', 'http://a', 'http://b'), finish('paid', { code: 'acknowledged' }));
    const judged = judgeAcknowledged(records, {});
    expect(judged).toMatchObject({ isMet: false, seen: 'event paid to http://b was not sent yet', nearest: { seq: 1 } });
    const second = finish('paid', { code: 'acknowledged', deliveryId: 'dlv_paid_1' });
    expect(judgeAcknowledged([...records, ...number(second)], {}).isMet).toBe(true);
  });

  test('counts attempts up to the first acknowledgement, without those by hand', () => {
    const records = number(
      announce('paid', 'http://a'),
      finish('paid', {}),
      finish('paid', { number: 2, trigger: 'manual' }),
      finish('paid', { number: 3, code: 'acknowledged' }),
      finish('paid', { number: 4 }),
    );
    expect(judgeAcknowledged(records, { attempts: 2 }).isMet).toBe(true);
    expect(judgeAcknowledged(records, { attempts: 1 })).toMatchObject({
      isMet: false,
      seen: 'event paid acknowledged at attempt 2',
    });
    expect(judgeAcknowledged(records, { withinMs: 2_000 })).toMatchObject({
      isMet: false,
      seen: 'event paid acknowledged after 3 s',
    });
    expect(judgeAcknowledged(records, { withinMs: 3_000 }).isMet).toBe(true);
  });

  test('is not met by an event that never was, nor by one that nobody is told of', () => {
    const records = number(announce('paid'));
    expect(judgeAcknowledged([], {})).toMatchObject({ isMet: false, seen: 'no event was announced' });
    expect(judgeAcknowledged(records, { event: 'failed' }).seen).toBe('no event failed; announced were paid');
    expect(judgeAcknowledged(records, {})).toMatchObject({ isMet: false, seen: 'no endpoint is set, so nobody was told' });
  });
});

describe('refused', () => {
  const forged = (part: Partial<AttemptFinished>) => ({ ...finish('paid', part), faults: ['wrong-secret'] }) as RecordBody;

  test('looks only at the attempts that carried the fault', () => {
    const clean = finish('paid', { number: 2, code: 'acknowledged' });
    const records = number(announce('paid', 'http://a'), forged({ response: { status: 401, headers: [] } }), clean);
    expect(judgeRefused(records, { fault: 'wrong-secret' })).toMatchObject({ isMet: true, seen: 'refused with 401' });
    expect(judgeRefused(records, { fault: 'wrong-secret', status: 403 })).toMatchObject({ isMet: false, seen: 'answered 401' });
    expect(judgeRefused(records, {})).toMatchObject({ isMet: false, seen: 'acknowledged with 204', nearest: { seq: 3 } });
    expect(judgeRefused(records, { fault: 'tampered-body' })).toMatchObject({
      isMet: false,
      seen: 'no attempt carried tampered-body',
    });
  });

  test('looks at every copy of an attempt that was sent more than once', () => {
    const copy = (status: number | null): AttemptCopy => ({
      code: status === null ? 'reset' : status === 204 ? 'acknowledged' : 'not_acknowledged',
      latencyMs: 1,
      ...(status === null ? {} : { response: { status, headers: [] } }),
    });
    const judge = (copies: (number | null)[], wish = {}) => {
      const sent = forged({ response: { status: 401, headers: [] }, copies: copies.map(copy) });
      return judgeRefused(number(announce('paid', 'http://a'), sent), { fault: 'wrong-secret', ...wish });
    };
    expect(judge([401, 400])).toMatchObject({ isMet: true, seen: 'refused with 401' });
    expect(judge([401, 500])).toMatchObject({ isMet: false, seen: 'copy 2: answered 500, which is no refusal (4xx)' });
    expect(judge([401, 204])).toMatchObject({ isMet: false, seen: 'copy 2: acknowledged with 204', nearest: { seq: 2 } });
    expect(judge([403], { status: 401 })).toMatchObject({ isMet: false, seen: 'copy 1: answered 403' });
    expect(judge([null])).toMatchObject({ isMet: false, seen: 'copy 1: no answer (reset)' });
  });

  test('takes only 4xx for a refusal, unless a status is named', () => {
    const judge = (status: number, wish = {}) =>
      judgeRefused(number(announce('paid', 'http://a'), finish('paid', { response: { status, headers: [] } })), wish);
    for (const status of [400, 401, 422, 499]) expect(judge(status)).toMatchObject({ isMet: true });
    for (const status of [200, 302, 399, 500, 503]) {
      expect(judge(status)).toMatchObject({ isMet: false, seen: `answered ${status}, which is no refusal (4xx)` });
      expect(judge(status, { status })).toMatchObject({ isMet: true, seen: `refused with ${status}` });
    }
  });

  test('takes silence for no refusal', () => {
    const { response: _, ...silent } = finish('paid', { code: 'timeout' }) as AttemptFinished;
    const judged = judgeRefused(number(announce('paid', 'http://a'), silent), {});
    expect(judged).toMatchObject({ isMet: false, seen: 'no answer (timeout)' });
    expect(judgeRefused(number(announce('paid', 'http://a')), {}).seen).toBe('nothing was sent');
  });
});

test('nothing is pending once every delivery is acknowledged or given up', () => {
  const announced = announce('paid', 'http://a');
  expect(judgeNothingPending(number(announced))).toMatchObject({ isMet: false, seen: 'event paid to http://a was not sent yet' });
  expect(judgeNothingPending(number(announced, finish('paid', { deliveryStatus: 'exhausted' }))).isMet).toBe(true);
  expect(judgeNothingPending([]).isMet).toBe(true);
});

test('a visit is judged by its last page', () => {
  const visit = (status: number, body: string): RecordBody => ({
    type: 'customer.visited',
    paymentId: 'p',
    action: null,
    hops: [],
    page: { url: 'http://shop/thanks?id=1', status, contentType: 'text/html', title: 'Shop', body, sizeBytes: 9 },
  });
  const records = number(visit(500, 'Oops'), visit(200, 'Thank you'));
  expect(judgeVisit(records, { status: 200, url: '/thanks', text: 'Thank you' }).isMet).toBe(true);
  expect(judgeVisit(records, { text: 'Sorry' })).toMatchObject({ isMet: false, nearest: { seq: 2 } });
  expect(judgeVisit(number(visit(500, 'Oops')), { status: 200 }).seen).toBe('http://shop/thanks?id=1 with status 500');
  expect(judgeVisit([], {})).toMatchObject({ isMet: false, seen: 'no visit of the customer' });
});

test.each([
  [{ count: 1, isPaid: true }, 1, true],
  [{ count: 2, isPaid: true }, 1, false],
  [{ count: null, isPaid: true }, 1, true],
  [{ count: null, isPaid: true }, 0, false],
  [{ count: null, isPaid: false }, 0, true],
  [{ count: null, isPaid: true }, 2, false],
  [{ count: null, isPaid: null }, 0, false],
])('an app that says %j acted %i times: %s', (probe, times, isMet) => {
  expect(judgeActed({ ...probe, value: {} }, times).isMet).toBe(isMet);
});

test('a value of the app is compared as JSON', () => {
  expect(judgeProbeValue('$.a', { b: [1, null] }, { b: [1, null] }).isMet).toBe(true);
  expect(judgeProbeValue('$.a', { b: [1] }, { b: { 0: 1 } }).isMet).toBe(false);
  expect(judgeProbeValue('$.a', undefined, null)).toMatchObject({ isMet: false, seen: 'nothing at $.a' });
});

test('a visit that ended where it began, at the checkout, did not come back to the app', () => {
  const visit = (url: string, first = 'http://localhost:4747/pay/1'): RecordBody => ({
    type: 'customer.visited',
    paymentId: 'p',
    action: null,
    hops: [{ method: 'GET', url: first, status: 200 }],
    page: { url, status: 200, contentType: 'text/html', title: 'Pay', body: 'Pay', sizeBytes: 9 },
  });
  const judge = (...parts: Parameters<typeof visit>) => judgeVisit(number(visit(...parts)), { status: 200 });
  expect(judge('http://127.0.0.1:4747/pay/1')).toMatchObject({
    isMet: false,
    seen: 'the customer was not sent back to the app; the last page is the checkout, http://127.0.0.1:4747/pay/1 with status 200',
    nearest: { seq: 1 },
  });
  expect(judge('http://localhost:3000/pay/1').isMet).toBe(true);
  // The built-in receiver stands in for an app.
  expect(judge('http://localhost:4747/_paystage/bin/1').isMet).toBe(true);
  expect(judge('http://localhost:4747/pay/1', 'http://shop.localhost:4747/pay/1').isMet).toBe(false);
});

test('a visit to an address of the app ends in the app, also where it is led nowhere else', () => {
  const typed = (typedUrl: string, first = typedUrl): RecordBody => ({
    type: 'customer.visited',
    paymentId: 'p',
    action: null,
    typedUrl,
    hops: [{ method: 'GET', url: first, status: 200 }],
    page: { url: first, status: 200, contentType: 'text/html', title: 'Shop', body: 'Not paid yet.', sizeBytes: 13 },
  });
  const forged = number(typed('http://localhost:3000/return?pay_id=1&status=success'));
  expect(judgeVisit(forged, { status: 200, text: 'Not paid yet' })).toMatchObject({ isMet: true, nearest: { seq: 1 } });
  expect(judgeVisit(forged, { text: 'Thank you' })).toMatchObject({
    isMet: false,
    seen: expect.stringMatching(/with status 200, titled "Shop", without that text$/),
  });
});
