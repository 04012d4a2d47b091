import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LANE_NAME } from '../../../server/domain/lane.js';
import { nameLanes } from '../../../server/scenarios/run/name-lanes.js';

test('a lane is called after its file, and two of the same name are told apart', () => {
  expect(nameLanes(['a/Paid twice.yaml', 'b/paid-twice.yml', 'default.json', '…'])).toEqual([
    'paid-twice',
    'paid-twice-2',
    'default-2',
    'scenario',
  ]);
});

test('E13 every name is one that a lane can have, and no two are alike', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('x'.repeat(60), 'a', 'A', '-'))), (files) => {
      const names = nameLanes(files);
      for (const name of names) expect(name).toMatch(LANE_NAME);
      expect(new Set(names).size).toBe(files.length);
    }),
  );
});
