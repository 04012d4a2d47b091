import { expect, test } from 'vitest';
import { countPermutations, listPermutations } from '../../../server/checks/catalogue/permutations.js';

test('lists every order once, the natural one first', () => {
  const all = listPermutations(4, 1_000);
  expect(all[0]).toEqual([0, 1, 2, 3]);
  expect(new Set(all.map(String)).size).toBe(24);
  expect(countPermutations(4)).toBe(24);
});

test('a few of them already have the last thing at every place', () => {
  const places = listPermutations(4, 5)
    .slice(1)
    .map((one) => one.indexOf(3));
  expect(places.toSorted()).toEqual([0, 1, 2, 3]);
});
