import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChunkedList, findFirstAfter } from '../../ui/src/state/chunked-list.js';

describe('a chunked list', () => {
  test('holds what an array would hold, whatever is added and dropped', () => {
    const step = fc.record({ added: fc.integer({ min: 0, max: 1_300 }), dropped: fc.integer({ min: 0, max: 900 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
        let array: number[] = [];
        let list = ChunkedList.empty<number>();
        let next = 0;
        for (const { added, dropped } of steps) {
          const values = Array.from({ length: added }, () => next++);
          array = [...array, ...values].slice(dropped);
          list = list.append(values).dropFirst(dropped);
          expect(list.length).toBe(array.length);
          expect([...list]).toEqual(array);
          expect(list.at(0)).toBe(array.at(0));
          expect(list.at(-1)).toBe(array.at(-1));
          expect(list.at(array.length)).toBeUndefined();
          expect(list.slice(3, 700)).toEqual(array.slice(3, 700));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('never changes what somebody holds already', () => {
    const first = ChunkedList.from([1, 2, 3]);
    const second = first.append([4]);
    const third = second.dropFirst(2);
    expect([[...first], [...second], [...third]]).toEqual([
      [1, 2, 3],
      [1, 2, 3, 4],
      [3, 4],
    ]);
  });

  test('is searched by position', () => {
    const list = ChunkedList.from([2, 4, 4, 8]);
    const after = [0, 2, 4, 9].map((position) => findFirstAfter(list, position, (value) => value));
    expect(after).toEqual([0, 1, 3, 4]);
  });
});
