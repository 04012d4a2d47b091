import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { hasMessages } from '../../ui/src/exchange/exchange.js';
import { findNeighbour, findRecord } from '../../ui/src/exchange/find-record.js';
import { listComparable, nameSent } from '../../ui/src/exchange/list-comparable.js';
import { listExchanges } from '../../ui/src/exchange/list-exchanges.js';
import { isSent } from '../../ui/src/resend/source.js';
import { ChunkedList } from '../../ui/src/state/chunked-list.js';
import { emptyLogState } from '../../ui/src/state/log-state.js';
import { reduce } from '../../ui/src/state/reduce.js';
import { makeApiCalled, makeRequest, ORIGIN, toTextBody } from './make-exchange.js';
import {
  makeAttemptFinished,
  makeAttemptStarted,
  makeEventAnnounced,
  makeNotice,
  makeNotices,
  makePaymentCreated,
  makeRecord,
} from './make-record.js';

const sent = { method: 'POST', url: 'http://localhost:3000/hook', headers: [] };

function makeResend(seq: number, deliveryId = 'dlv_1'): LogRecord {
  return makeRecord(seq, {
    type: 'resend.finished',
    paymentId: 'p1',
    eventId: 'evt_1',
    deliveryId,
    resendId: `rsd_${seq}`,
    signing: 'fresh',
    code: 'acknowledged',
    sentence: 'Answered 204.',
    latencyMs: 5,
    request: { ...sent, body: toTextBody('{"edited":true}') },
    response: { status: 204, headers: [] },
  });
}

describe('looking a record up', () => {
  const records = ChunkedList.from([
    makeNotice(10),
    makeApiCalled(11, makeRequest()),
    ...makeNotices(12, 14),
    makeEventAnnounced(15, 'p1'),
    makeNotice(17),
  ]);

  test('finds it by its position, also where positions are missing', () => {
    expect(findRecord(records, 11)?.type).toBe('api.called');
    expect(findRecord(records, 17)?.seq).toBe(17);
    for (const seq of [0, 9, 16, 18]) expect(findRecord(records, seq)).toBeUndefined();
    expect(findRecord(ChunkedList.empty(), 1)).toBeUndefined();
  });

  test('finds the nearest one with something to show, from wherever one stands', () => {
    expect(findNeighbour(records, 11, 1)).toBe(15);
    expect(findNeighbour(records, 15, -1)).toBe(11);
    expect(findNeighbour(records, 16, -1)).toBe(15);
    expect(findNeighbour(records, 3, 1)).toBe(11);
    expect(findNeighbour(records, 99, -1)).toBe(15);
    for (const [seq, step] of [
      [15, 1],
      [11, -1],
      [3, -1],
      [99, 1],
    ] as const)
      expect(findNeighbour(records, seq, step)).toBeNull();
  });

  test('stops looking where that would hold up the page', () => {
    const far = ChunkedList.from([makeEventAnnounced(1, 'p1'), ...makeNotices(2, 6_001), makeEventAnnounced(6_002, 'p1')]);
    expect(findNeighbour(far, 1, 1)).toBeNull();
    expect(findNeighbour(far, 6_002, -1)).toBeNull();
    expect(findNeighbour(far, 2_000, -1)).toBe(1);
  });

  test('has something to show for what went over the wire, or will', () => {
    const shown = [makeApiCalled(1, makeRequest()), makeEventAnnounced(2, 'p1'), makeAttemptFinished(3, 'p1'), makeResend(4)];
    expect(shown.map(hasMessages)).toEqual([true, true, true, true]);
    expect([makeNotice(5), makePaymentCreated(6, 'p1'), makeAttemptStarted(7, 'p1')].map(hasMessages)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('what an attempt can be compared with', () => {
  const ofOther = makeAttemptFinished(6, 'p1', 1, { deliveryId: 'dlv_2', eventId: 'evt_2' });
  const held = [
    makeEventAnnounced(1, 'p1'),
    makeAttemptStarted(2, 'p1'),
    makeAttemptFinished(3, 'p1', 1),
    makeAttemptFinished(5, 'p1', 2),
    ofOther,
    makeResend(8),
  ];
  const story = reduce(emptyLogState, held).payments.get('p1');
  const seqsOf = (record: LogRecord) => {
    const found = listComparable(record, story);
    return found && [found.siblings.map(({ seq }) => seq), found.others.map(({ seq }) => seq)];
  };

  test('is what was sent for its delivery, resends with it, and for other deliveries of the payment', () => {
    expect(seqsOf(makeAttemptFinished(5, 'p1', 2))).toEqual([[3, 5, 8], [6]]);
    expect(seqsOf(makeResend(8))).toEqual([[3, 5, 8], [6]]);
    expect(seqsOf(ofOther)).toEqual([[6], [3, 5, 8]]);
  });

  test('has the record itself in its place, also when the page no longer holds it', () => {
    expect(seqsOf(makeAttemptFinished(4, 'p1', 2))).toEqual([[3, 4, 5, 8], [6]]);
    expect(listComparable(makeAttemptFinished(4, 'p1', 2), undefined)?.siblings).toHaveLength(1);
  });

  test('is nothing for a record that was not sent to the app', () => {
    expect(seqsOf(makeNotice(1))).toBeNull();
    expect(seqsOf(makeEventAnnounced(1, 'p1'))).toBeNull();
  });

  test('has a name that tells it from the others', () => {
    const failed = makeAttemptFinished(3, 'p1', 2, { code: 'not_acknowledged', response: { status: 500, headers: [] } });
    const names = [failed, makeResend(8)].filter(isSent).map((record) => nameSent(record));
    expect(names[0]).toMatch(/^Attempt 2, \d\d:\d\d:\d\d\.\d{3}: not acknowledged \(500\)$/);
    expect(names[1]).toMatch(/^Resend, \d\d:\d\d:\d\d\.\d{3}: acknowledged \(204\)$/);
    const refused = [makeAttemptFinished(3, 'p1', 1, { code: 'refused' })]
      .filter(isSent)
      .map((record) => nameSent(record, 'paid'));
    expect(refused[0]).toMatch(/^Attempt 1 of “paid”, .*: [^()]+$/);
  });
});

describe('the exchanges among records', () => {
  test('are those that went over the wire, in order, with what other records know about them', () => {
    const event = makeEventAnnounced(3, 'p1', '{"paid":true}');
    const records = [
      makePaymentCreated(1, 'p1'),
      makeApiCalled(2, makeRequest()),
      event,
      makeAttemptStarted(4, 'p1'),
      makeNotice(5),
      makeAttemptFinished(6, 'p1', 1, { request: sent }),
      makeAttemptFinished(7, 'p1', 2, { request: sent }),
      makeAttemptFinished(8, 'p1', 3, { code: 'interrupted' }),
      makeResend(9),
    ];
    const exchanges = listExchanges(records, reduce(emptyLogState, records).payments, ORIGIN);
    expect(exchanges.map(({ record }) => record.seq)).toEqual([2, 6, 7, 9]);
    expect(exchanges.map(({ request }) => request.url)).toEqual([`${ORIGIN}/testpay/links`, sent.url, sent.url, sent.url]);
    expect(exchanges.map(({ request }) => request.body?.text)).toEqual([
      undefined,
      '{"paid":true}',
      '{"paid":true}',
      '{"edited":true}',
    ]);
    // From the record of the start where there is one, otherwise counted back from the end.
    expect(exchanges[1]?.startedAt).toBe(records[3]?.at);
    expect(exchanges[2]?.startedAt).toBe(new Date(Date.parse(records[6]?.at ?? '') - 12).toISOString());
    expect(exchanges.map(({ isBodyUnknown }) => isBodyUnknown)).toEqual([false, false, false, false]);
    const [alone] = listExchanges([makeAttemptFinished(6, 'p1', 1, { request: sent })], new Map(), ORIGIN);
    expect(alone).toMatchObject({ isBodyUnknown: true, response: null });
  });
});
