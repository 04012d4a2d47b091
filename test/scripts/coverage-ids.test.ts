import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
// @ts-expect-error A script, without types.
import * as script from '../../scripts/coverage-ids.mjs';

interface Title {
  file: string;
  title: string;
  ids: string[];
}

const { buildReliabilityPage, findTitles, judgeCoverage, readPromises, readTitles } = script as {
  buildReliabilityPage(groups: unknown, titles: Title[]): string;
  findTitles(text: string, file: string): Title[];
  judgeCoverage(groups: unknown, titles: Title[]): { missing: string[]; unknown: { id: string }[]; excused: { id: string }[] };
  readPromises(): { title: string; rows: { id: string; promise: string; reason?: string; differs?: string }[] }[];
  readTitles(): Title[];
};

const idsIn = (text: string) => findTitles(text, 'x.test.ts').flatMap(({ ids }) => ids);

describe('ids are found', () => {
  test.each([
    ["test('A1 says so', () => {})", ['A1']],
    ["test('A1 B2 SEC-03 says so', () => {})", ['A1', 'B2', 'SEC-03']],
    ['test.each([\'P9 is no title\', 2])(\n  "W10 with %s",\n)', ['W10']],
    ["test.skipIf(process.platform === 'win32')('P10 here', () => {})", ['P10']],
    ['test(`P1 after $'.concat('{ROUNDS} rounds`, f)'), ['P1']],
    ["describeInBrowser('F2 a page', () => { test('goes on') })", ['F2']],
  ])('in %s', (text, ids) => expect(idsIn(text)).toEqual(ids));

  test.each([
    "// test('A1 says so')",
    "test.skip('A1 says so')",
    "describe.todo('A1 says so')",
    "test.fails('A1 says so')",
    "expect('A1 says so')",
    "test('A1: says so')",
    "test('says A1 so')",
    "test('A1')",
    "test('B123 says so')",
  ])('and not in %s', (text) => expect(idsIn(text)).toEqual([]));
});

test('a promise without test and reason is missing, an id that nobody knows is named', () => {
  const groups = [
    {
      title: 'x',
      rows: [
        { id: 'A1', promise: 'a', differs: 'for an hour | not a day' },
        { id: 'A2', promise: 'b', reason: 'too long' },
        { id: 'A3', promise: 'c' },
      ],
    },
  ];
  const titles = findTitles("test('A1 A9 says so')", 'test/x.test.ts');
  const { missing, unknown, excused } = judgeCoverage(groups, titles);
  expect({ missing, unknown: unknown.map(({ id }) => id), excused: excused.map(({ id }) => id) }).toEqual({
    missing: ['A3'],
    unknown: ['A9'],
    excused: ['A2'],
  });
  const page = buildReliabilityPage(groups, titles);
  expect(page).toContain('| A1 | a | [x.test.ts](../test/x.test.ts) | for an hour \\| not a day |');
  expect(page).toContain('| A2 | b | too long |  |');
});

test('T23 every promise has a test or says why not, and no title has an id that nobody knows', () => {
  const { missing, unknown } = judgeCoverage(readPromises(), readTitles());
  expect(unknown).toEqual([]);
  // Those of the security tests are told by the script alone.
  expect(missing).toEqual([]);
});

test('docs/reliability.md says what is tested where (else: npm run coverage:ids -- --write)', () => {
  expect(readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8')).toBe(
    buildReliabilityPage(readPromises(), readTitles()),
  );
});

test('an id stands for one promise', () => {
  const ids = readPromises().flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(ids).toEqual([...new Set(ids)]);
  expect(ids).toHaveLength(10 + 13 + 9 + 18 + 7 + 9 + 15 + 8 + 16 + 23);
});
