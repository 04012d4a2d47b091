import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiCalled, LogRecord, ResendFinished } from '../../server/protocol/records.js';
import { matchesSearch, type RecordAbout } from '../../server/reading/match-record.js';
import { parseSearch } from '../../server/reading/search-query.js';
import {
  makeAttemptFinished,
  makeAttemptStarted,
  makeEventAnnounced,
  makeNotice,
  makePaymentCreated,
  makeRecord,
  makeStatusChanged,
} from '../ui/make-record.js';

const ABOUT: RecordAbout = {
  provider: 'testpay',
  endpoint: 'http://localhost:3000/hook',
  event: 'on hold',
  line: 'A line of the List',
};

function isFound(typed: string, record: LogRecord, about = ABOUT): boolean {
  const query = parseSearch(typed, Date.parse('2025-11-21T03:20:00.000Z'));
  expect(query.problems).toEqual([]);
  return matchesSearch(query, record, () => about);
}

function makeApiCall(overrides: Partial<ApiCalled> = {}): LogRecord {
  return makeRecord(7, {
    type: 'api.called',
    provider: 'testpay',
    route: 'createLink',
    accountId: 'acc_1',
    paymentId: null,
    request: {
      method: 'POST',
      url: '/testpay/api/Links?x=1',
      headers: [
        ['Host', 'localhost'],
        ['Content-Type', 'application/json'],
      ],
      body: { text: '{"note":"Order Seven"}', sizeBytes: 22 },
    },
    response: { status: 422, headers: [['X-Trace', 'abc']], body: { text: 'Amount MISSING', sizeBytes: 14 } },
    durationMs: 3,
    ...overrides,
  });
}

function makeResend(overrides: Partial<ResendFinished> = {}): LogRecord {
  return makeRecord(9, {
    type: 'resend.finished',
    paymentId: '50001',
    eventId: 'evt_1',
    deliveryId: 'dlv_1',
    resendId: 'rsd_1',
    signing: 'kept',
    code: 'refused',
    sentence: 'Nobody listens there.',
    latencyMs: 2,
    request: { method: 'POST', url: 'http://localhost:4000/other', headers: [], body: { text: 'edited body', sizeBytes: 11 } },
    ...overrides,
  });
}

const created = makePaymentCreated(1, '50001', { data: { urls: ['https://shop.example/return'], famt: 4599 } });
const paid = makeStatusChanged(2, '50001', 'Paid_Out');
const event = makeEventAnnounced(3, '50001', '{"state":"Paid"}');
const started = makeAttemptStarted(4, '50001');
const answered = makeAttemptFinished(5, '50001', 2, {
  code: 'not_acknowledged',
  deliveryStatus: 'pending',
  response: { status: 500, headers: [], body: { text: 'Boom', sizeBytes: 4 } },
});
const notice = makeNotice(6, 'Something to know');
const inLane: LogRecord = { ...notice, lane: 'checkout' };
const makeEvent = (status: string) =>
  makeRecord(1, { type: 'event.announced', paymentId: '1', eventId: 'e', status, contentType: '', body: '', deliveries: [] });
/** A provider may say no with a status that says yes. */
const refusedWith200 = makeApiCall({ response: { status: 200, headers: [] }, refusal: { message: 'Amount is required' } });
const failedCall = makeApiCall({ response: { status: 503, headers: [] }, refusal: { message: 'Down', code: 'unavailable' } });

/** Each row: what is typed, what it finds, what it does not. */
const rows: [string, LogRecord[], LogRecord[]][] = [
  ['provider:TestPay', [created, answered, makeApiCall()], []],
  ['provider:test', [], [created, answered]],
  ['payment:50001', [created, answered], [notice, makeApiCall()]],
  ['payment:5000', [], [created]],
  ['lane:checkout', [inLane], [created, notice]],
  ['lane:CHECKOUT,default', [inLane, created], []],
  ['lane:check', [], [inLane, created]],
  ['checkout', [], [inLane]],
  ['status:created', [created], [paid]],
  ['status:paid-out', [paid], [created]],
  ['status:succeeded', [paid], [created]],
  ['status:Succeeded', [paid], [created]],
  ['status:paid', [paid, event, makeEvent('SUCCESS')], [created, makeApiCall()]],
  ['status:open', [created], [paid]],
  ['status:canceled', [makeStatusChanged(2, '1', 'Cancelled')], [paid]],
  ['status:422', [makeApiCall()], [answered, created]],
  ['status:4xx', [makeApiCall()], [answered, created]],
  ['status:5xx,open', [answered, created], [makeApiCall()]],
  ['verdict:not-acknowledged', [answered], [started, makeResend()]],
  ['verdict:bad', [answered, makeResend(), makeApiCall()], [created, paid]],
  ['verdict:refused', [makeResend(), makeApiCall(), refusedWith200], [answered, created, failedCall]],
  ['verdict:good', [paid, makeAttemptFinished(1, '1')], [answered, created]],
  ['verdict:warn', [makeResend({ code: 'interrupted' })], [answered, makeApiCall()]],
  ['type:attempt', [started, answered], [event, created]],
  ['type:answer', [answered], [started]],
  ['type:api', [makeApiCall()], [created]],
  ['type:payment.created', [created], [paid]],
  ['-type:api,notice', [created], [makeApiCall(), notice]],
  ['event:paid', [event], [created, paid, answered]],
  ['event:PAID', [event, makeEvent('Success')], [makeEvent('failed')]],
  ['event:on-hold', [answered, started], [event]],
  ['event:evt_1', [event, answered, makeResend()], [created]],
  ['endpoint:localhost:3000', [event, answered], [created, makeApiCall()]],
  ['endpoint:4000/other', [makeResend()], [event]],
  ['route:createlink', [makeApiCall()], [created]],
  ['route:/api/links', [makeApiCall()], [created]],
  ['route:links', [], [makeApiCall()]],
  ['is:retry', [answered], [started, makeResend(), makeAttemptFinished(1, '1', 2, { trigger: 'manual' })]],
  ['is:manual', [makeResend(), makeAttemptFinished(1, '1', 1, { trigger: 'manual' })], [answered, created]],
  ['is:failed', [answered, makeResend()], [started, paid]],
  ['is:edited', [makeResend()], [answered]],
  ['is:held', [makeRecord(1, { type: 'redirect.held', paymentId: '1', redirectId: 'r', location: '/', holdId: 'h' })], [event]],
  ['is:error', [makeApiCall(), refusedWith200, failedCall, answered], [created, notice]],
  ['is:retry is:failed', [answered], [makeResend()]],
  ['before:#5', [started], [answered, notice]],
  ['after:#5', [notice], [started, answered]],
  ['after:2025-11-21T03:05:10.005Z', [answered, notice], [started]],
  ['before:2025-11-21T03:05:10.005Z', [started], [answered, notice]],
  ['-before:#5', [answered], [started]],
  ['after:1h', [created], []],
  ['after:1m', [], [created]],
  ['"order seven"', [makeApiCall()], [created]],
  ['missing', [makeApiCall()], [created]],
  ['content-type', [makeApiCall()], [created]],
  ['"content-type: APPLICATION/json"', [makeApiCall()], [created]],
  ['x-trace:abc', [makeApiCall()], []],
  ['api/LINKS?x', [makeApiCall()], [created]],
  ['boom', [answered], [started]],
  ['"state":"paid"', [event], [created]],
  ['localhost:3000/hook', [event], [created]],
  ['shop.example', [created], [paid]],
  ['4599', [created], [paid]],
  ['edited body', [makeResend()], [answered]],
  ['dlv_1', [event, answered, makeResend()], [created]],
  ['"the list"', [created, notice, makeApiCall()], []],
  ['-boom', [created], [answered]],
  ['default', [], [created, answered]],
];

describe('a search', () => {
  test.each(rows)('for %s finds what it says', (typed, found, notFound) => {
    for (const record of found) expect(isFound(typed, record), `${typed} finds ${record.type} ${record.seq}`).toBe(true);
    for (const record of notFound) expect(isFound(typed, record), `${typed} leaves out ${record.type} ${record.seq}`).toBe(false);
  });

  test('for nothing finds everything', () => expect(isFound('', created)).toBe(true));

  test('asks about a record only where a term needs it, and once', () => {
    let asked = 0;
    const about = () => {
      asked += 1;
      return ABOUT;
    };
    const match = (typed: string) => matchesSearch(parseSearch(typed, 0), answered, about);
    expect(match('is:retry status:500 payment:50001 boom')).toBe(true);
    expect(match('type:api nowhere')).toBe(false);
    expect(asked).toBe(0);
    expect(match('provider:testpay endpoint:localhost event:on-hold "a line"')).toBe(true);
    expect(asked).toBe(1);
  });

  test('E3 takes records that a newer stage may send, and values nested without end', () => {
    expect(isFound('lane:default', { ...created, lane: undefined } as unknown as LogRecord)).toBe(false);
    const strange = { seq: 1, at: '2025-11-21T03:05:10.001Z', lane: 'default', type: 'moon.rose', response: null, request: {} };
    expect(isFound('type:api', strange as unknown as LogRecord)).toBe(false);
    expect(isFound('-is:failed -nothing', strange as unknown as LogRecord)).toBe(true);
    let deep: unknown = 'end';
    for (let depth = 0; depth < 50_000; depth += 1) deep = [deep];
    expect(isFound('end', makePaymentCreated(1, '1', { data: { deep } as never }), { ...ABOUT, line: '' })).toBe(false);
  });

  test('and its negation split all records between them', () => {
    const records = [created, paid, event, started, answered, notice, makeApiCall(), makeResend()];
    const terms = rows.map(([typed]) => typed).filter((typed) => !/^-|"| /.test(typed));
    fc.assert(
      fc.property(fc.constantFrom(...terms), fc.constantFrom(...records), (typed, record) => {
        expect(isFound(`-${typed}`, record)).toBe(!isFound(typed, record));
      }),
    );
  });
});
