import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeededIds, createXoshiro128 } from '../../server/engine/lanes/seeded-ids.js';

test('the generator gives what the reference implementation gives', () => {
  const next = createXoshiro128([0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0]);
  expect(next().toString(16)).toBe('f1391922');
  const small = createXoshiro128([1, 2, 3, 4]);
  expect([small(), small(), small(), small()]).toEqual([11_520, 0, 5_927_040, 70_819_200]);
});

test('the same seed and scope give the same names, in the shapes of random ones', () => {
  const length = fc.integer({ min: 0, max: 80 });
  fc.assert(
    fc.property(fc.string(), fc.string(), length, (seed, scope, size) => {
      const draw = () => {
        const ids = createSeededIds(seed, scope);
        return [ids.hex(size), ids.alphanumeric(size), ids.uuid(), ids.hex(size)] as const;
      };
      const [hex, text, uuid] = draw();
      expect(draw()).toEqual(draw());
      expect(hex).toMatch(new RegExp(`^[0-9a-f]{${size}}$`));
      expect(text).toMatch(new RegExp(`^[A-Za-z0-9]{${size}}$`));
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
  );
});

test('another seed or scope gives other names, also where their texts run together', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (seed, scope, otherSeed, otherScope) => {
      fc.pre(seed !== otherSeed || scope !== otherScope);
      expect(createSeededIds(seed, scope).hex(32)).not.toBe(createSeededIds(otherSeed, otherScope).hex(32));
    }),
  );
  expect(createSeededIds('a', 'bc').hex(32)).not.toBe(createSeededIds('ab', 'c').hex(32));
});

test('ten thousand names of a seed are all different, and every letter comes about as often', () => {
  const ids = createSeededIds('7', 'default');
  const names = Array.from({ length: 10_000 }, () => ids.alphanumeric(10));
  expect(new Set(names).size).toBe(10_000);
  const counts = new Map<string, number>();
  for (const letter of names.join('')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(counts.size).toBe(62);
  for (const count of counts.values()) expect(Math.abs(count - 100_000 / 62)).toBeLessThan(250);
});
