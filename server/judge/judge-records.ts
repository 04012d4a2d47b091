import type { LogRecord } from '../protocol/records.js';
import { type Expressions, judgeUntried } from './expression.js';
import type { Judgement } from './judgement.js';
import { findNearest, matchesRecord, type RecordPattern, sayPattern } from './match-record.js';
import { pointAt } from './say-record.js';

/** Exactly `count` records look like that; left out: at least one. */
export function judgeCount(
  records: readonly LogRecord[],
  pattern: RecordPattern,
  count: number | undefined,
  expressions: Expressions,
): Judgement {
  const expected = `${count ?? 'at least one'} record${count === undefined || count === 1 ? '' : 's'} with ${sayPattern(pattern)}`;
  return judgeInTime(expected, expressions, () => {
    const found = records.filter((record) => matchesRecord(record, pattern, expressions));
    const nearest = found.at(-1) ?? findNearest(records, pattern, expressions);
    return {
      isMet: count === undefined ? found.length > 0 : found.length === count,
      expected,
      seen: `${found.length === 0 ? 'none' : found.length} of ${records.length} records`,
      nearest: nearest === null ? null : pointAt(nearest),
    };
  });
}

/** Records like these follow each other in this order; others may stand between them. */
export function judgeOrder(
  records: readonly LogRecord[],
  patterns: readonly RecordPattern[],
  expressions: Expressions,
): Judgement {
  const expected = patterns.map(sayPattern).join(' → ');
  return judgeInTime(expected, expressions, () => {
    let from = 0;
    let last: LogRecord | null = null;
    for (const [index, pattern] of patterns.entries()) {
      const at = records.findIndex((record, place) => place >= from && matchesRecord(record, pattern, expressions));
      const found = at === -1 ? undefined : records[at];
      if (!found) {
        const early = records.slice(0, from).find((record) => matchesRecord(record, pattern, expressions));
        const nearest = early ?? findNearest(records.slice(from), pattern, expressions) ?? last;
        return {
          isMet: false,
          expected,
          seen: `${early ? 'too early' : 'missing'}: ${sayPattern(pattern)} (${index + 1} of ${patterns.length})`,
          nearest: nearest === null ? null : pointAt(nearest),
        };
      }
      from = at + 1;
      last = found;
    }
    return { isMet: true, expected, seen: 'in this order', nearest: last === null ? null : pointAt(last) };
  });
}

function judgeInTime(expected: string, expressions: Expressions, judge: () => Judgement): Judgement {
  try {
    return expressions.inTime(judge);
  } catch (error) {
    return judgeUntried(error, expected);
  }
}
