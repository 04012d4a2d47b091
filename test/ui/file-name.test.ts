import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toFileName } from '../../ui/src/format/file-name.js';
import { hostileStrings } from '../support/hostile-strings.js';

const IDS = [
  ...Object.values(hostileStrings),
  '../../etc/passwd',
  '..\\..\\x',
  'C:\\CON',
  'a/b',
  'nul',
  'x'.repeat(10_000),
  '.',
  '',
];

test.each(['html', 'yaml', 'har'])(
  'E13 a payment is saved under a name without a place in it, whatever its id is, as .%s',
  (ending) => {
    for (const id of IDS) {
      const name = toFileName(`payment-${id}.${ending}`);
      expect(name).toMatch(new RegExp(`^payment-[\\w-]*\\.${ending}$`));
      expect(name.length).toBeLessThanOrEqual(100);
    }
  },
);

test('E13 whatever the name is, nothing of it separates folders, and a usual one stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (text) => {
      expect(toFileName(`paystage-${text}.json`)).toMatch(/^paystage-[\w-]{0,86}\.json$/);
    }),
  );
  expect(toFileName('paystage-record-17.har')).toBe('paystage-record-17.har');
  expect(toFileName('paystage-log.jsonl')).toBe('paystage-log.jsonl');
});

test('E13 the page saves nothing under a name that was not made that way', () => {
  const files = readdirSync('ui/src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const named = files.flatMap((file) => readFileSync(`ui/src/${file}`, 'utf8').match(/\.download = .*|\bdownload=\{.*/g) ?? []);
  expect(named.length).toBeGreaterThan(0);
  for (const line of named) expect(line).toContain('toFileName(');
});
