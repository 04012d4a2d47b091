import { expect, test } from 'vitest';
import type { LogRecord, RecordBody } from '../../server/protocol/records.js';
import { ChunkedList } from '../../ui/src/state/chunked-list.js';
import { buildTimeline } from '../../ui/src/story/build-timeline.js';
import { createReceivedFinder } from '../../ui/src/story/find-received.js';
import { makeAttemptFinished, makeAttemptStarted, makeEventAnnounced, makePaymentCreated, makeRecord } from './make-record.js';

const P = 'p';
const response = { status: 200, headers: [] };
const acted = (seq: number) =>
  makeRecord(seq, { type: 'payment.acted', paymentId: P, actor: 'customer', source: 'control', action: { action: 'pay' } });
const changed = (seq: number) =>
  makeRecord(seq, { type: 'payment.status_changed', paymentId: P, from: 'a', to: 'b', text: 'It moved on', outcome: 'open' });
const apiCall = (seq: number) =>
  makeRecord(seq, {
    type: 'api.called',
    provider: 'testpay',
    route: 'read',
    accountId: 'a',
    paymentId: P,
    request: { method: 'GET', url: '/x', headers: [] },
    response,
    durationMs: 5,
  });
const received = (seq: number, url: string, text: string) =>
  makeRecord(seq, {
    type: 'bin.received',
    bin: 'shop',
    request: { method: 'POST', url, headers: [], body: { text, sizeBytes: text.length } },
    response,
  } satisfies RecordBody);
const later = (record: LogRecord, ms: number): LogRecord => ({
  ...record,
  at: new Date(Date.parse(record.at) + ms).toISOString(),
});

const listDepths = (...records: LogRecord[]) => buildTimeline({ records }).rows.map(({ kind, depth }) => `${kind} ${depth}`);

test('a change right behind an action comes from it; one that other records part from it does not', () => {
  expect(listDepths(acted(1), changed(2))).toEqual(['Action 0', 'Status 1']);
  expect(listDepths(acted(1), changed(3))).toEqual(['Action 0', 'Status 0']);
});

test('a hold that is used up in the middle of a decision does not part it', () => {
  const held = makeRecord(4, { type: 'delivery.held', paymentId: P, eventId: 'evt_1', deliveryId: 'dlv_1', holdId: 'h' });
  // Record 5 ends the hold; it names no payment.
  expect(listDepths(acted(1), changed(2), makeEventAnnounced(3, P), held, changed(6))).toEqual([
    'Action 0',
    'Status 1',
    'Event 2',
    'Status 1',
  ]);
});

test('a payment comes from the call that was under way, also when others are served at the same time', () => {
  expect(listDepths(makePaymentCreated(1, P), apiCall(2))).toEqual(['API call 0', 'Payment 1']);
  expect(listDepths(makePaymentCreated(1, P), apiCall(40))).toEqual(['API call 0', 'Payment 1']);
});

test('a call long after a change is not said to have caused it', () => {
  expect(listDepths(changed(1), later(apiCall(40), 60_000))).toEqual(['Status 0', 'API call 0']);
  expect(listDepths(acted(1), changed(2), apiCall(3))).toEqual(['Action 0', 'Status 1', 'API call 0']);
});

test('what the built-in receiver got of an attempt is found by path and bytes, while the attempt was under way', () => {
  const all = [
    makeEventAnnounced(1, P, '{"a":1}'),
    received(2, '/hook', '{"a":1}'),
    makeAttemptStarted(3, P),
    received(4, '/hook', '{"a":2}'),
    received(5, '/other', '{"a":1}'),
    received(6, '/hook', '{"a":1}'),
    makeAttemptFinished(7, P),
    received(8, '/hook', '{"a":1}'),
  ];
  const records = all.filter(({ type }) => type !== 'bin.received');
  const { rows } = buildTimeline({ records }, createReceivedFinder(ChunkedList.from(all)));
  const marks = rows.flatMap((row) => row.marks).filter(({ shape }) => shape === 'received');
  expect(marks.map(({ seq }) => seq)).toEqual([6]);
});
