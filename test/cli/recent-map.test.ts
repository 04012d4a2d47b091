import { expect, test } from 'vitest';
import { RecentMap } from '../../server/cli/recent-map.js';

test('remembers the newest half at least, and never more than it may', () => {
  const map = new RecentMap<number>(10);
  for (let index = 0; index < 1_000; index++) {
    map.set(`key ${index}`, index);
    const known = Array.from({ length: index + 1 }, (_, age) => map.get(`key ${index - age}`));
    const held = known.filter((value) => value !== undefined).length;
    expect(held).toBeGreaterThanOrEqual(Math.min(index + 1, 5));
    expect(held).toBeLessThanOrEqual(10);
    expect(known.slice(0, held)).toEqual(Array.from({ length: held }, (_, age) => index - age));
  }
});

test('the newest value of a key counts', () => {
  const map = new RecentMap<string>(4);
  for (const [key, value] of ['a1', 'b1', 'a2', 'c1'].map((entry) => [...entry] as [string, string])) map.set(key, value);
  expect(map.get('a')).toBe('2');
  expect(map.get('unknown')).toBeUndefined();
});
