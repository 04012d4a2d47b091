import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { holdLog } from '../../ui/src/state/hold.js';
import { emptyItemList, extendItems, findItem, type ItemList, seqOf } from '../../ui/src/state/list-items.js';
import { emptyLogState } from '../../ui/src/state/log-state.js';
import { matchesQuery, normalizeQuery } from '../../ui/src/state/search.js';
import { stepSelection } from '../../ui/src/state/step-selection.js';
import { makeAttemptFinished, makeNotice, makeNotices, makePaymentCreated } from './make-record.js';

const list = (records: readonly LogRecord[], query = '') => extendItems(emptyItemList, records, query, matchesQuery);
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
    for (const query of ['no answer', 'pay_9', 'answer', 'timed out']) expect(matchesQuery(record, query)).toBe(true);
    expect(matchesQuery(record, 'refund')).toBe(false);
  });

  test('are the same whether they grew by and by or were made at once', () => {
    const step = fc.record({
      added: fc.array(fc.constantFrom(1, 1, 1, 3), { maxLength: 8 }),
      dropped: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.constantFrom('', 'even'), (steps, query) => {
        let records: LogRecord[] = [];
        let seq = 0;
        let grown = emptyItemList;
        for (const { added, dropped } of steps) {
          for (const distance of added) {
            seq += distance;
            records = [...records, makeNotice(seq, seq % 2 === 0 ? 'even' : 'odd')];
          }
          records = records.slice(dropped);
          grown = extendItems(grown, records, query, matchesQuery);
          const fresh = list(records, query);
          expect(seqs(grown).filter((line) => typeof line === 'number')).toEqual(
            seqs(fresh).filter((line) => typeof line === 'number'),
          );
          expect(grown.hiddenCount).toBe(fresh.hiddenCount);
        }
      }),
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
