import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { parseSearch } from '../../server/reading/search-query.js';
import { ChunkedList } from '../../ui/src/state/chunked-list.js';
import { needsStep, startFilteredLines, stepFilteredLines } from '../../ui/src/state/filtered-lines.js';
import { holdLog } from '../../ui/src/state/hold.js';
import { findLine, type Line, type Lines, seqOf } from '../../ui/src/state/line.js';
import { extendLineList, isComplete, type LineList, type ListView, startLineList } from '../../ui/src/state/line-list.js';
import { emptyLogState, type LogState } from '../../ui/src/state/log-state.js';
import { reduce } from '../../ui/src/state/reduce.js';
import { buildMatcher, buildPaymentQuery } from '../../ui/src/state/search.js';
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

const noPayments: LogState['payments'] = new Map();
const matcherOf = (typed: string, payments = noPayments) => buildMatcher(parseSearch(typed, 0), () => payments);
const viewOf = (typed: string, isFolding = true): ListView => ({ matches: matcherOf(typed), isFolding });
const extend = (list: LineList, records: readonly LogRecord[], budget = 1_000) => {
  const held = ChunkedList.from(records);
  let next = extendLineList(list, held, budget);
  while (!isComplete(next, held)) next = extendLineList(next, held, budget);
  return next;
};
const list = (records: readonly LogRecord[], typed = '', isFolding = true) =>
  extend(startLineList(viewOf(typed, isFolding)), records);
const listLines = (lines: Lines): Line[] => Array.from({ length: lines.length }, (_, index) => lines.at(index) as Line);
const seqs = ({ lines }: LineList) =>
  listLines(lines).map((line) => (line.kind === 'record' ? line.record.seq : `gap ${line.fromSeq}-${line.toSeq}`));
const matches = (record: LogRecord, typed: string, payments = noPayments) => matcherOf(typed, payments)?.(record) ?? true;

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
      '  Down ',
    );
    expect(seqs(filtered)).toEqual([1, 3]);
    expect(filtered.hiddenCount).toBe(1);
  });

  test('are found by sentence, payment id, kind and verdict', () => {
    const record = makeAttemptFinished(1, 'pay_9', 2, { code: 'timeout', sentence: 'No answer within 10 s.' });
    for (const query of ['no answer', 'pay_9', 'answer', 'timed out', 'verdict:timeout', 'is:retry'])
      expect(matches(record, query)).toBe(true);
    expect(matches(record, 'refund')).toBe(false);
  });

  test('of one payment are found by its whole id, not by one that begins with it', () => {
    const records = [
      makePaymentCreated(1, 'Pay_1'),
      makePaymentCreated(2, 'Pay_12'),
      makeAttemptFinished(3, 'Pay_1'),
      makeNotice(4, 'Pay_1'),
    ];
    const query = buildPaymentQuery('Pay_1');
    expect(seqs(list(records, query))).toEqual([1, 3]);
    expect(seqs(list(records, `${query} acknowledged`))).toEqual([3]);
  });

  test('of an attempt are found by the event that it delivers', () => {
    const records = [makeEventAnnounced(1, 'p1'), makeAttemptFinished(2, 'p1')];
    const { payments } = reduce(emptyLogState, records);
    expect(records.map((record) => matches(record, '"event “paid”"', payments))).toEqual([true, true]);
  });

  test('fold timers and answered starts away, and count them', () => {
    const records = [
      makeAttemptStarted(1, 'p1'),
      makeTimerSet(2, 'p1'),
      makeAttemptFinished(3, 'p1'),
      makeAttemptStarted(4, 'p1', 2),
    ];
    expect(seqs(list(records))).toEqual([3, 4]);
    expect(list(records)).toMatchObject({ hiddenCount: 0, foldedCount: 2 });
    expect(seqs(list(records, '', false))).toEqual([1, 2, 3, 4]);
    // Without the filter the answer and the attempt that still runs have a line; the answered start has none either way.
    expect(list(records, 'timer')).toMatchObject({ hiddenCount: 2, foldedCount: 1 });
    expect(seqs(list(records, 'timer'))).toEqual([]);
    expect(list(records, 'timer', false)).toMatchObject({ hiddenCount: 3, foldedCount: 0 });
  });

  test('give the place of a start to its answer when that comes', () => {
    const started = [makeNotice(1), makeAttemptStarted(2, 'p1'), makeNotice(3)];
    const waiting = list(started);
    expect(seqs(waiting)).toEqual([1, 2, 3]);
    const answered = extend(waiting, [...started, makeAttemptFinished(4, 'p1')]);
    expect(seqs(answered)).toEqual([1, 3, 4]);
    expect(answered.foldedCount).toBe(1);
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
        fc.integer({ min: 1, max: 5 }),
        (steps, query, isFolding, budget) => {
          let records: LogRecord[] = [];
          let seq = 0;
          let attempts = 0;
          let answers = 0;
          let grown = startLineList(viewOf(query, isFolding));
          for (const { added, dropped } of steps) {
            for (const { distance, kind } of added) {
              seq += distance;
              if (kind === 'start') records = [...records, makeAttemptStarted(seq, 'p1', ++attempts)];
              else if (kind === 'timer') records = [...records, makeTimerSet(seq, 'p1')];
              else if (kind === 'answer' && answers < attempts) records = [...records, makeAttemptFinished(seq, 'p1', ++answers)];
              else records = [...records, makeNotice(seq, seq % 2 === 0 ? 'even' : 'odd')];
            }
            records = records.slice(dropped);
            grown = extend(grown, records, budget);
            const fresh = list(records, query, isFolding);
            expect(seqs(grown).filter((line) => typeof line === 'number')).toEqual(
              seqs(fresh).filter((line) => typeof line === 'number'),
            );
            expect(grown.hiddenCount).toBe(fresh.hiddenCount);
            const countRecords = (of: LineList) => seqs(of).filter((line) => typeof line === 'number').length;
            expect(countRecords(list(records, '', isFolding))).toBe(countRecords(grown) + grown.hiddenCount);
            expect(countRecords(list(records, query, false))).toBe(countRecords(grown) + grown.foldedCount);
            expect(grown.foldedCount).toBe(fresh.foldedCount);
            expect(grown.lines.length).toBe(listLines(grown.lines).length);
          }
        },
      ),
    );
  });

  test('are found by their position', () => {
    const { lines } = list(makeNotices(10, 20));
    expect(findLine(lines, 10)).toBe(0);
    expect(findLine(lines, 20)).toBe(10);
    expect(findLine(lines, 99)).toBe(10);
    expect(findLine(lines, 5)).toBe(-1);
    expect(listLines(lines).every((line, index) => findLine(lines, seqOf(line)) === index)).toBe(true);
  });
});

describe('another filter', () => {
  const records = ChunkedList.from(makeNotices(1, 100));
  const view = viewOf('');
  const other = viewOf('"notice 7"');

  test('takes the place of the lines only when every record has been looked at', () => {
    let state = stepFilteredLines(startFilteredLines(view), records, view);
    expect(state.shown.lines.length).toBe(100);
    state = stepFilteredLines(state, records, other, 60);
    expect(state.shown.lines.length).toBe(100);
    expect(needsStep(state, records)).toBe(true);
    state = stepFilteredLines(state, records, other, 60);
    expect(seqs(state.shown)).toEqual([7, ...Array.from({ length: 10 }, (_, index) => 70 + index)]);
    expect(needsStep(state, records)).toBe(false);
    expect(stepFilteredLines(state, records, other)).toBe(state);
  });

  test('that is given up before it was ready leaves the lines as they were', () => {
    const ready = stepFilteredLines(startFilteredLines(view), records, view);
    const begun = stepFilteredLines(ready, records, other, 10);
    expect(stepFilteredLines(begun, records, view, 10).shown).toBe(ready.shown);
  });
});

describe('stepping through the list', () => {
  const { lines } = list([makeNotice(1), makeNotice(2), makeNotice(5), makeNotice(6)]);

  test('begins at the newest record', () => {
    expect(stepSelection(lines, null, 1)?.seq).toBe(6);
    expect(stepSelection(lines, null, -1)?.seq).toBe(6);
  });

  test('goes to the neighbour, over a gap too, and stops at the ends', () => {
    expect(stepSelection(lines, 2, 1)?.seq).toBe(5);
    expect(stepSelection(lines, 5, -1)?.seq).toBe(2);
    expect(stepSelection(lines, 6, 1)).toBeNull();
    expect(stepSelection(lines, 1, -1)).toBeNull();
  });

  test('goes on from where a record stood that the filter hides now', () => {
    const filtered = list([makeNotice(1, 'a'), makeNotice(2, 'b'), makeNotice(3, 'a')], 'a');
    expect(stepSelection(filtered.lines, 2, 1)?.seq).toBe(3);
    expect(stepSelection(filtered.lines, 2, -1)?.seq).toBe(1);
  });

  test('finds nothing in an empty list', () => {
    expect(stepSelection(ChunkedList.empty<Line>(), null, 1)).toBeNull();
  });
});

describe('what is shown while somebody reads', () => {
  const logOf = (fromSeq: number, toSeq: number) => ({
    ...emptyLogState,
    records: ChunkedList.from(makeNotices(fromSeq, toSeq)),
  });
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
