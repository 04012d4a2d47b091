import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutByLength } from '../../server/http/cut-by-length.js';

test('lines are cut into parts that hold all of them in order, and only one that is too long by itself makes a part too long', () => {
  expect([...cutByLength(['aa', 'bb', 'c', 'dddddd', 'e'], 4)]).toEqual([['aa', 'bb'], ['c'], ['dddddd'], ['e']]);
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 9 })), fc.integer({ min: 1, max: 12 }), (lines, maxLength) => {
      const parts = [...cutByLength(lines, maxLength)];
      expect(parts.flat()).toEqual(lines);
      for (const part of parts) {
        expect(part).not.toEqual([]);
        if (part.length > 1) expect(part.join('').length).toBeLessThanOrEqual(maxLength);
      }
    }),
  );
});
