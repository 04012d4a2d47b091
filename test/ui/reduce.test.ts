import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyLogState, type LogState } from '../../ui/src/state/log-state.js';
import { lookUpContext } from '../../ui/src/state/record-context.js';
import { countBodyChars } from '../../ui/src/state/record-size.js';
import { reduce } from '../../ui/src/state/reduce.js';
import {
  makeAttemptFinished,
  makeAttemptStarted,
  makeEventAnnounced,
  makeNotice,
  makeNotices,
  makePaymentCreated,
  makeRecord,
  makeStatusChanged,
} from './make-record.js';

const limits = { maxRecords: 5, maxChars: 1_000 };

describe('the bounded history', () => {
  test('keeps the newest records and counts what it let go', () => {
    const state = reduce(reduce(emptyLogState, makeNotices(1, 4), limits), makeNotices(5, 8), limits);
    expect([...state.records].map(({ seq }) => seq)).toEqual([4, 5, 6, 7, 8]);
    expect(state.receivedCount).toBe(8);
    expect(state.droppedCount).toBe(3);
  });

  test('lets records go when their bodies grow too large together, but never the newest', () => {
    const large = 'x'.repeat(600);
    const state = reduce(emptyLogState, [makeEventAnnounced(1, 'p1', large), makeEventAnnounced(2, 'p2', large)], limits);
    expect([...state.records].map(({ seq }) => seq)).toEqual([2]);
    expect(state.heldChars).toBe(600);
    const huge = reduce(state, [makeEventAnnounced(3, 'p3', 'x'.repeat(5_000))], limits);
    expect([...huge.records].map(({ seq }) => seq)).toEqual([3]);
  });

  test('notes of which payments the stage has let go, by a reset or with their lane', () => {
    const inLane = { ...makePaymentCreated(2, 'p2'), lane: 'other' };
    const both = reduce(emptyLogState, [makePaymentCreated(1, 'p1'), inLane]);
    const after = reduce(both, [{ ...makeRecord(3, { type: 'lane.disposed' }), lane: 'other' }]);
    expect([...after.payments.values()].map(({ isForgotten }) => isForgotten)).toEqual([false, true]);
    const again = reduce(after, [makeRecord(4, { type: 'stage.reset' }), makePaymentCreated(5, 'p1')]);
    expect([...again.payments.values()].map(({ isForgotten }) => isForgotten)).toEqual([false, true]);
  });

  test('does not change the state that it was given', () => {
    const before = reduce(emptyLogState, [makePaymentCreated(1, 'p1')], limits);
    const story = before.payments.get('p1');
    reduce(before, [makeStatusChanged(2, 'p1', 'paid'), ...makeNotices(3, 9)], limits);
    expect(before.records).toHaveLength(1);
    expect(before.payments.get('p1')).toBe(story);
    expect(story?.status).toBe('created');
    expect(story?.records).toHaveLength(1);
  });

  test('gives the same state however the records were split into batches', () => {
    const records = Array.from({ length: 40 }, (_, index) => {
      const seq = index + 1;
      const paymentId = `p${index % 7}`;
      if (index < 7) return makePaymentCreated(seq, paymentId);
      return index % 5 === 0
        ? makeNotice(seq)
        : index % 3 === 0
          ? makeEventAnnounced(seq, paymentId, 'x'.repeat(index))
          : makeStatusChanged(seq, paymentId, 's');
    });
    const whole = reduce(emptyLogState, records, { maxRecords: 12, maxChars: 200 });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        let state: LogState = emptyLogState;
        let start = 0;
        for (const size of [...sizes, 40]) {
          state = reduce(state, records.slice(start, start + size), { maxRecords: 12, maxChars: 200 });
          start += size;
        }
        expect([...state.records]).toEqual([...whole.records]);
        expect(state.heldChars).toBe([...whole.records].reduce((sum, record) => sum + countBodyChars(record), 0));
        const held = (log: LogState) => [...log.payments.values()].map((story) => [story.paymentId, story.records]).sort();
        expect(held(state)).toEqual(held(whole));
      }),
    );
  });
});

describe('the story of a payment', () => {
  test('follows its status and its deliveries', () => {
    const started = reduce(emptyLogState, [
      makePaymentCreated(1, 'p1'),
      makeStatusChanged(2, 'p1', 'paid'),
      makeEventAnnounced(3, 'p1'),
      makeAttemptStarted(4, 'p1'),
    ]);
    const running = started.payments.get('p1');
    expect(running).toMatchObject({ provider: 'testpay', amountMinor: 4599, status: 'paid', outcome: 'succeeded' });
    expect(running?.deliveries.get('dlv_1')).toEqual({
      endpoint: 'http://localhost:3000/hook',
      status: 'pending',
      nextAttemptAt: null,
    });
    expect([...(running?.runningAttemptIds ?? [])]).toEqual(['att_1']);
    const finished = reduce(started, [makeAttemptFinished(5, 'p1')]);
    expect(finished.payments.get('p1')?.deliveries.get('dlv_1')).toMatchObject({ status: 'acknowledged' });
    expect(finished.payments.get('p1')?.runningAttemptIds.size).toBe(0);
    expect(running?.runningAttemptIds.size).toBe(1);
    expect(finished.payments.get('p1')?.records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('is forgotten with the last record that names the payment', () => {
    const state = reduce(
      reduce(emptyLogState, [makePaymentCreated(1, 'p1'), makePaymentCreated(2, 'p2')], limits),
      makeNotices(3, 6),
      limits,
    );
    expect([...state.payments.keys()]).toEqual(['p2']);
    expect(reduce(state, makeNotices(7, 12), limits).payments.size).toBe(0);
  });

  test('keeps what is known after the record that told it was let go', () => {
    const state = reduce(
      reduce(emptyLogState, [makePaymentCreated(1, 'p1')], limits),
      [...makeNotices(2, 5), makeStatusChanged(6, 'p1', 'paid')],
      limits,
    );
    expect(state.payments.get('p1')).toMatchObject({ provider: 'testpay', amountMinor: 4599, status: 'paid' });
    expect(state.payments.get('p1')?.records.map(({ seq }) => seq)).toEqual([6]);
  });

  test('begins anew when an id is given out again after a reset', () => {
    const state = reduce(emptyLogState, [
      makePaymentCreated(1, 'p1'),
      makeStatusChanged(2, 'p1', 'paid'),
      makePaymentCreated(3, 'p1'),
    ]);
    expect(state.payments.get('p1')?.records.map(({ seq }) => seq)).toEqual([3]);
    expect(state.payments.get('p1')?.status).toBe('created');
  });
});

test('a record learns its provider, its endpoint and whether it still waits from the others', () => {
  const event = makeEventAnnounced(2, 'p1');
  const started = makeAttemptStarted(3, 'p1');
  const state = reduce(emptyLogState, [makePaymentCreated(1, 'p1'), event, started]);
  expect(lookUpContext(started, state.payments)).toEqual({
    provider: 'testpay',
    event,
    endpoint: 'http://localhost:3000/hook',
    isRunning: true,
  });
  const later = reduce(state, [makeAttemptFinished(4, 'p1')]);
  expect(lookUpContext(started, later.payments).isRunning).toBe(false);
  expect(lookUpContext(makeNotice(9), later.payments)).toEqual({ provider: null, event: null, endpoint: null, isRunning: false });
});
