import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StreamHello } from '../../server/protocol/stream.js';
import { admit, greet, startPosition } from '../../ui/src/stream/position.js';
import { makeNotice, makeNotices } from './make-record.js';

const hello: StreamHello = { type: 'hello', version: '1', logId: 'log_a', oldestSeq: 1, newestSeq: 50 };
const known = { logId: 'log_a', version: '1', seq: 20 };

describe('a greeting', () => {
  test('is taken as it is by a page that knows nothing', () => {
    expect(greet(startPosition, hello, 1_000)).toEqual({
      position: { logId: 'log_a', version: '1', seq: 0 },
      findings: [],
      mustReconnect: false,
    });
  });

  test('of the same log leaves the position where it was', () => {
    expect(greet(known, hello, 1_000)).toEqual({ position: known, findings: [], mustReconnect: false });
  });

  test('of another log sends the page back to the beginning', () => {
    expect(greet(known, { ...hello, logId: 'log_b' }, 1_000)).toEqual({
      position: { logId: 'log_b', version: '1', seq: 0 },
      findings: [{ kind: 'new_log', logId: 'log_b' }],
      mustReconnect: true,
    });
  });

  test('of a log that is shorter than what the page has read counts as another log', () => {
    const greeting = greet(known, { ...hello, newestSeq: 19 }, 1_000);
    expect(greeting.findings).toEqual([{ kind: 'new_log', logId: 'log_a' }]);
    expect(greeting.position.seq).toBe(0);
  });

  test('reports the records that were let go while the page was away', () => {
    const greeting = greet(known, { ...hello, oldestSeq: 31 }, 1_000);
    expect(greeting.findings).toEqual([{ kind: 'gap', fromSeq: 21, toSeq: 30 }]);
    expect(greeting.position.seq).toBe(30);
  });

  test('reports no gap when the oldest record is exactly the next one', () => {
    expect(greet(known, { ...hello, oldestSeq: 21 }, 1_000).findings).toEqual([]);
  });

  test('tells a new page that the log begins late instead of calling it a gap', () => {
    expect(greet(startPosition, { ...hello, oldestSeq: 31 }, 1_000).findings).toEqual([{ kind: 'starts_late', oldestSeq: 31 }]);
  });

  test('skips what the page could not hold', () => {
    const greeting = greet(startPosition, { ...hello, newestSeq: 5_000 }, 1_000);
    expect(greeting.findings).toEqual([{ kind: 'skipped', toSeq: 4_000 }]);
    expect(greeting.position.seq).toBe(4_000);
    expect(greeting.mustReconnect).toBe(true);
  });

  test('takes the replay that it asked for, also where some records have come meanwhile', () => {
    const { position } = greet(startPosition, { ...hello, newestSeq: 5_000 }, 1_000);
    expect(greet(position, { ...hello, newestSeq: 5_003 }, 1_000)).toEqual({ position, findings: [], mustReconnect: false });
    expect(greet(position, { ...hello, newestSeq: 6_000 }, 1_000).mustReconnect).toBe(true);
  });

  test('names a harness of another version', () => {
    expect(greet(known, { ...hello, version: '2' }, 1_000).findings).toEqual([{ kind: 'new_version', version: '2' }]);
  });
});

describe('a batch', () => {
  test('that overlaps what was read adds only what is new', () => {
    const { position, fresh, missing } = admit(known, makeNotices(15, 23));
    expect(fresh.map(({ seq }) => seq)).toEqual([21, 22, 23]);
    expect(position.seq).toBe(23);
    expect(missing).toBeNull();
  });

  test('with a hole is let in up to the hole', () => {
    const { position, fresh, missing, rest } = admit(known, [makeNotice(21), makeNotice(24), makeNotice(25)]);
    expect(fresh.map(({ seq }) => seq)).toEqual([21]);
    expect(position.seq).toBe(21);
    expect(missing).toEqual({ fromSeq: 22, toSeq: 23 });
    expect(rest.map(({ seq }) => seq)).toEqual([24, 25]);
  });

  test('never lets a record in twice nor out of order, however batches overlap', () => {
    const batches = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 })), { maxLength: 20 });
    fc.assert(
      fc.property(batches, (spans) => {
        let position = startPosition;
        const seen: number[] = [];
        for (const [first, length] of spans) {
          const admission = admit(position, makeNotices(first, first + length - 1));
          position = admission.position;
          seen.push(...admission.fresh.map(({ seq }) => seq));
        }
        expect(seen).toEqual(seen.map((_, index) => index + 1));
      }),
    );
  });
});
