import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { columns, readColumns } from '../../ui/src/columns/columns.js';
import { createLateAddress } from '../../ui/src/routing/late-address.js';
import { readReadingPlace, writeReadingPlace } from '../../ui/src/routing/reading-place.js';
import { ChunkedList } from '../../ui/src/state/chunked-list.js';
import type { Line } from '../../ui/src/state/line.js';
import { findScrollTop } from '../../ui/src/views/traffic/find-scroll-top.js';
import { joinTracks } from '../../ui/src/views/traffic/row-layout.js';
import { makeNotices } from './make-record.js';

describe('the place in the list, in the address,', () => {
  test('comes back as it was written, beside the filter', () => {
    const seq = fc.option(fc.integer({ min: 1 }));
    fc.assert(
      fc.property(seq, seq, (selectedSeq, topSeq) => {
        const search = writeReadingPlace('?q=is%3Aretry&sel=1&at=2', { selectedSeq, topSeq });
        expect(new URLSearchParams(search).get('q')).toBe('is:retry');
        expect(readReadingPlace(search)).toEqual({ selectedSeq, topSeq });
      }),
    );
  });

  test('leaves no trace once the newest is followed again', () => {
    expect(writeReadingPlace('?sel=12&at=3', { selectedSeq: null, topSeq: null })).toBe('');
  });

  test.each(['', '?sel=x&at=-1', '?sel=0', '?sel=1.5', '?sel='])('is nowhere when it says nothing valid: %s', (search) => {
    expect(readReadingPlace(search)).toEqual({ selectedSeq: null, topSeq: null });
  });
});

describe('an address that is changed again and again', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function openBar() {
    const bar = { search: '', writes: 0 };
    const address = createLateAddress({
      read: () => bar.search,
      replace(search) {
        bar.search = search;
        bar.writes++;
      },
    });
    return { bar, address };
  }

  test('is written at once, then twice a second, with the newest in the end', () => {
    const { bar, address } = openBar();
    for (let key = 1; key <= 300; key++) {
      address.change(() => `?sel=${key}`);
      if (key === 1) expect(bar.search).toBe('?sel=1');
      vi.advanceTimersByTime(33);
    }
    // 300 keys in ten seconds; browsers allow some 100 writes in thirty.
    expect(bar.writes).toBeLessThanOrEqual(21);
    vi.advanceTimersByTime(500);
    expect(bar.search).toBe('?sel=300');
  });

  test('is complete when it is left in between, and spared when another one has taken its place', () => {
    const { bar, address } = openBar();
    address.change(() => '?sel=1');
    address.change(() => '?sel=2');
    address.flush();
    expect(bar.search).toBe('?sel=2');
    address.change(() => '?sel=3');
    address.drop();
    vi.advanceTimersByTime(2_000);
    expect(bar.search).toBe('?sel=2');
    address.change((search) => search);
    expect(bar.writes).toBe(2);
  });
});

describe('a list that comes back', () => {
  const lines = ChunkedList.from(makeNotices(1, 100).map((record): Line => ({ kind: 'record', record })));
  const topOf = (topSeq: number | null, selectedSeq: number | null) =>
    findScrollTop({ lines, rowHeight: 10, viewHeight: 100, topSeq, selectedSeq });

  test('begins with the line at which it began', () => {
    expect(topOf(21, null)).toBe(200);
    expect(topOf(21, 25)).toBe(200);
  });

  test('has the selected line in its middle where the first line would leave it out of sight', () => {
    expect([topOf(21, 40), topOf(21, 5)]).toEqual([345, 0]);
  });

  test('has the selected line at its edge when that is where it stood, and in its middle when nobody says where it stood', () => {
    expect([topOf(40, 40), topOf(null, 40)]).toEqual([390, 345]);
  });

  test('does not mind a line that is not listed', () => {
    expect(topOf(21, 999)).toBe(200);
    expect(findScrollTop({ lines: ChunkedList.empty<Line>(), rowHeight: 10, viewHeight: 100, topSeq: 5, selectedSeq: 5 })).toBe(
      0,
    );
  });
});

test('every shown column has its track, beside the others or in a second line', () => {
  expect(joinTracks(readColumns('time'), 'wide')).toBe('4.6rem minmax(0, 1fr)');
  expect(joinTracks(readColumns('time,verdict,endpoint'), 'medium')).toBe('4.6rem minmax(0, 0.5fr) minmax(8.6rem, 1fr)');
  expect(
    joinTracks(columns, 'wide')
      .replace(/minmax\([^)]*\)/g, 'minmax')
      .split(' '),
  ).toHaveLength(columns.length);
});
