import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { holdLog } from '../../ui/src/state/hold.js';
import { emptyItemList, extendItems, findItem, type ItemList, type ListView, seqOf } from '../../ui/src/state/list-items.js';
import { emptyLogState } from '../../ui/src/state/log-state.js';
import { reduce } from '../../ui/src/state/reduce.js';
import { buildPaymentQuery, matchesQuery, normalizeQuery } from '../../ui/src/state/search.js';
import { stepSelection } from '../../ui/src/state/step-selection.js';
import {
  makeAttemptFinished,
  makeAttemptStarted,
  makeEventAnnounced,
  makeNotice,
  makeNotices,
  makePaymentCreated,
  makeTimerSet,
} from './make-record.js';

const noPayments = new Map();
const viewOf = (query: string, isFolding = true): ListView => ({
  query,
  isFolding,
  matches: (record, words) => matchesQuery(record, words, noPayments),
});
const list = (records: readonly LogRecord[], query = '', isFolding = true) =>
  extendItems(emptyItemList, records, viewOf(query, isFolding));
const seqs = ({ items }: ItemList) =>
  items.map((item) => (item.kind === 'record' ? item.record.seq : `gap ${item.fromSeq}-${item.toSeq}`));

describe('the lines of the list', () => {
  test('stand for every record when there is no filter', () => {
    expect(seqs(list(makeNotices(1, 3)))).toEqual([1, 2, 3]);
  });

  test('mark where records are missing', () => {
    expect(seqs(list([makeNotice(1), makeNotice(5), makeNotice(6)]))).toEqual([1, 'gap 2-4', 5, 6]);
  });

  test('show what matches the filter and count the rest', () => {
    const filtered = list(
      [makeNotice(1, 'Target is DOWN'), makeNotice(2, 'all well'), makePaymentCreated(3, 'pay_down_7')],
      normalizeQuery('  Down '),
    );
    expect(seqs(filtered)).toEqual([1, 3]);
    expect(filtered.hiddenCount).toBe(1);
  });

  test('are found by sentence, payment id, kind and verdict', () => {
    const record = makeAttemptFinished(1, 'pay_9', 2, { code: 'timeout', sentence: 'No answer within 10 s.' });
    for (const query of ['no answer', 'pay_9', 'answer', 'timed out']) expect(matchesQuery(record, query, noPayments)).toBe(true);
    expect(matchesQuery(record, 'refund', noPayments)).toBe(false);
  });

  test('of one payment are found by its whole id, not by one that begins with it', () => {
    const records = [
      makePaymentCreated(1, 'Pay_1'),
      makePaymentCreated(2, 'Pay_12'),
      makeAttemptFinished(3, 'Pay_1'),
      makeNotice(4, 'Pay_1'),
    ];
    const query = normalizeQuery(buildPaymentQuery('Pay_1'));
    expect(seqs(list(records, query))).toEqual([1, 3]);
    expect(seqs(list(records, `${query} acknowledged`))).toEqual([3]);
  });

  test('of an attempt are found by the event that it delivers', () => {
    const records = [makeEventAnnounced(1, 'p1'), makeAttemptFinished(2, 'p1')];
    const { payments } = reduce(emptyLogState, records);
    expect(records.map((record) => matchesQuery(record, 'event “paid”', payments))).toEqual([true, true]);
  });

  test('fold timers and answered starts away, and count them', () => {
    const records = [
      makeAttemptStarted(1, 'p1'),
      makeTimerSet(2, 'p1'),
      makeAttemptFinished(3, 'p1'),
      makeAttemptStarted(4, 'p1', 2),
    ];
    expect(seqs(list(records))).toEqual([3, 4]);
    expect(list(records)).toMatchObject({ hiddenCount: 0, foldedSeqs: [2, 1] });
    expect(seqs(list(records, '', false))).toEqual([1, 2, 3, 4]);
    expect(list(records, 'timer')).toMatchObject({ items: [], hiddenCount: 3, foldedSeqs: [2] });
  });

  test('give the place of a start to its answer when that comes', () => {
    const started = [makeNotice(1), makeAttemptStarted(2, 'p1'), makeNotice(3)];
    const waiting = list(started);
    expect(seqs(waiting)).toEqual([1, 2, 3]);
    const answered = extendItems(waiting, [...started, makeAttemptFinished(4, 'p1')], viewOf(''));
    expect(seqs(answered)).toEqual([1, 3, 4]);
    expect(answered.foldedSeqs).toEqual([2]);
  });

  test('are the same whether they grew by and by or were made at once', () => {
    const step = fc.record({
      added: fc.array(
        fc.record({ distance: fc.constantFrom(1, 1, 1, 3), kind: fc.constantFrom('notice', 'start', 'answer', 'timer') }),
        {
          maxLength: 8,
        },
      ),
      dropped: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.constantFrom('', 'even', 'attempt'),
        fc.boolean(),
        (steps, query, isFolding) => {
          let records: LogRecord[] = [];
          let seq = 0;
          let attempts = 0;
          let answers = 0;
          let grown = emptyItemList;
          for (const { added, dropped } of steps) {
            for (const { distance, kind } of added) {
              seq += distance;
              if (kind === 'start') records = [...records, makeAttemptStarted(seq, 'p1', ++attempts)];
              else if (kind === 'timer') records = [...records, makeTimerSet(seq, 'p1')];
              else if (kind === 'answer' && answers < attempts) records = [...records, makeAttemptFinished(seq, 'p1', ++answers)];
              else records = [...records, makeNotice(seq, seq % 2 === 0 ? 'even' : 'odd')];
            }
            records = records.slice(dropped);
            grown = extendItems(grown, records, viewOf(query, isFolding));
            const fresh = list(records, query, isFolding);
            expect(seqs(grown).filter((line) => typeof line === 'number')).toEqual(
              seqs(fresh).filter((line) => typeof line === 'number'),
            );
            expect(grown.hiddenCount).toBe(fresh.hiddenCount);
            expect([...grown.foldedSeqs].sort()).toEqual([...fresh.foldedSeqs].sort());
          }
        },
      ),
    );
  });

  test('are found by their position', () => {
    const { items } = list(makeNotices(10, 20));
    expect(findItem(items, 10)).toBe(0);
    expect(findItem(items, 20)).toBe(10);
    expect(findItem(items, 99)).toBe(10);
    expect(findItem(items, 5)).toBe(-1);
    expect(items.every((item, index) => findItem(items, seqOf(item)) === index)).toBe(true);
  });
});

describe('stepping through the list', () => {
  const { items } = list([makeNotice(1), makeNotice(2), makeNotice(5), makeNotice(6)]);

  test('begins at the newest record', () => {
    expect(stepSelection(items, null, 1)?.seq).toBe(6);
    expect(stepSelection(items, null, -1)?.seq).toBe(6);
  });

  test('goes to the neighbour, over a gap too, and stops at the ends', () => {
    expect(stepSelection(items, 2, 1)?.seq).toBe(5);
    expect(stepSelection(items, 5, -1)?.seq).toBe(2);
    expect(stepSelection(items, 6, 1)).toBeNull();
    expect(stepSelection(items, 1, -1)).toBeNull();
  });

  test('goes on from where a record stood that the filter hides now', () => {
    const filtered = list([makeNotice(1, 'a'), makeNotice(2, 'b'), makeNotice(3, 'a')], 'a');
    expect(stepSelection(filtered.items, 2, 1)?.seq).toBe(3);
    expect(stepSelection(filtered.items, 2, -1)?.seq).toBe(1);
  });

  test('finds nothing in an empty list', () => {
    expect(stepSelection([], null, 1)).toBeNull();
  });
});

describe('what is shown while somebody reads', () => {
  const logOf = (fromSeq: number, toSeq: number) => ({ ...emptyLogState, records: makeNotices(fromSeq, toSeq) });
  const shown = logOf(1, 10);

  test('follows the log when nobody reads', () => {
    const live = logOf(100, 110);
    expect(holdLog(shown, live, null)).toBe(live);
  });

  test('grows while the record being read is still held', () => {
    const live = logOf(4, 14);
    expect(holdLog(shown, live, 4)).toBe(live);
  });

  test('stays as it is once that record has been let go', () => {
    expect(holdLog(shown, logOf(5, 15), 4)).toBe(shown);
  });
});
