import { describe, expect, test } from 'vitest';
import { TimedExpressions } from '../../server/client/timed-expressions.js';
import { judgeCount, judgeOrder } from '../../server/judge/judge-records.js';
import type { RecordPattern } from '../../server/judge/match-record.js';
import type { LogRecord } from '../../server/protocol/records.js';
import { announce, finish, number } from './made-up-records.js';

/** Judges with expressions that are really tried. */
const countIn = (records: readonly LogRecord[], pattern: RecordPattern, count: number | undefined) =>
  judgeCount(records, pattern, count, new TimedExpressions());
const orderIn = (records: readonly LogRecord[], patterns: readonly RecordPattern[]) =>
  judgeOrder(records, patterns, new TimedExpressions());

describe('records', () => {
  const records = number(announce('paid', 'http://a'), finish('paid', {}), finish('paid', { code: 'acknowledged' }));

  test('are counted by their fields, also by part and by expression', () => {
    expect(countIn(records, { type: 'attempt.finished' }, 2).isMet).toBe(true);
    expect(countIn(records, { 'response.status': 204 }, 1).isMet).toBe(true);
    expect(countIn(records, { sentence: { contains: '500' } }, undefined).isMet).toBe(true);
    expect(countIn(records, { sentence: { matches: '^answered \\d+' } }, 2).isMet).toBe(true);
    const missed = countIn(records, { type: 'attempt.finished', code: 'timeout', number: 1 }, undefined);
    expect(missed).toMatchObject({ isMet: false, seen: 'none of 3 records', nearest: { seq: 3 } });
    expect(missed.expected).toBe('at least one record with type: attempt.finished, code: timeout, number: 1');
  });

  test('E12 are not waited for without end where an expression takes years over what the app sent', () => {
    const long = number(finish('paid', {}), finish('paid', { sentence: `${'a'.repeat(60_000)}!` }));
    const pattern = { sentence: { matches: '^(a+)+$' } };
    const untried = { isMet: false, seen: 'not found out: the expression "^(a+)+$" for sentence takes too long' };
    expect(countIn(long, pattern, 0)).toMatchObject(untried);
    expect(orderIn(long, [pattern])).toMatchObject(untried);
    const huge = number(finish('paid', { sentence: 'a'.repeat(2_000_000) }));
    expect(countIn(huge, pattern, undefined).seen).toContain('not tried on more than 1000000 characters');
  });

  test('follow each other in the order that is wanted', () => {
    const [event, bad, good] = [{ type: 'event.announced' }, { code: 'not_acknowledged' }, { code: 'acknowledged' }];
    expect(orderIn(records, [event, good]).isMet).toBe(true);
    expect(orderIn(records, [good, bad])).toMatchObject({
      isMet: false,
      seen: 'too early: code: not_acknowledged (2 of 2)',
    });
    expect(orderIn(records, [event, { type: 'redirect.issued' }])).toMatchObject({
      isMet: false,
      seen: 'missing: type: redirect.issued (2 of 2)',
    });
  });
});
