import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureCpuMs } from '../../support/cpu-time.js';
import { parseWrong } from './parse.js';

function tell(text: string): string[] {
  return parseWrong(text, { file: 'x.json' }).problems.map(({ line, column, message }) =>
    `${line}:${column} ${message.split('\n')[0]}`
      .replace(/ x.json:\d+:\d+: not readable as JSON: /, ' ')
      .replace(/; expected strict JSON.*/, ''),
  );
}

test.each([
  ['a comma behind the last of a list', '{\n  "steps": [1, 2,]\n}', '2:18 "]" where a value has to stand'],
  ['a comma behind the last of a map', '{ "a": 1,\n}', '2:1 "}" where a key in double quotes has to stand'],
  ['a missing comma', '{ "a": 1\n  "b": 2 }', '2:3 "b" where "," or "}" has to stand'],
  ['a missing colon', '{ "a" 1 }', '1:7 "1" where ":" has to stand'],
  ['single quotes', "{ 'a': 1 }", `1:3 "'a'" where a key in double quotes has to stand`],
  ['a comment', '{\n  // why\n  "a": 1 }', '2:3 "/" where a key in double quotes has to stand'],
  ['a word of another language', '{ "a": [true, None] }', '1:15 "None" where a value has to stand'],
  ['a number with a leading zero', '[01]', '1:3 "1" where "," or "]" has to stand'],
  [
    'a quote that is not closed',
    '{ "a": "x }',
    '1:8 a text that does not end, or with a character that has to be escaped, where a value has to stand',
  ],
  ['a bracket of the other kind', '{ "a": [1} }', '1:10 "}" where "," or "]" has to stand'],
  ['an end too early', '{ "a": [1\n\n', '1:10 the end of the file where "," or "]" has to stand'],
  ['something behind the end', '{}\n{}', '2:1 "{" where the file has to end'],
])('%s is told with its place', (_what, text, problem) => {
  expect(tell(text)).toEqual([problem]);
});

test('whatever is cut out of JSON, the place is where it stops being JSON', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (text, at) => {
      const broken = `[${text}, "x"`.slice(0, Math.max(1, at % (text.length + 6)));
      const [problem] = parseWrong(broken, { file: 'x.json' }).problems;
      expect(problem?.code).toBe('invalid_json');
      // What is missing is missing at its end: what stands before is fine, but for a word that was cut.
      const offset =
        broken
          .split('\n')
          .slice(0, (problem?.line ?? 1) - 1)
          .join('\n').length + (problem?.column ?? 1);
      expect(broken.slice(offset - 1)).toMatch(/^($|\s*$|"|[-\w.+])/);
    }),
  );
});

test.each([
  ['many words', `[${'1,'.repeat(500_000)}]`],
  ['a long text that does not end', `{ "a": "${'x'.repeat(1_040_000)}`],
  ['many escapes', `{ "a": "${'\\n'.repeat(500_000)}`],
  ['brackets within each other', '['.repeat(1_040_000)],
  ['maps within each other', '{"a":'.repeat(200_000)],
  ['a long number', `${'1'.repeat(1_040_000)}x`],
])('a file of a megabyte with a mistake is refused at once: %s', (_what, text) => {
  const took = measureCpuMs(() => expect(parseWrong(text, { file: 'x.json' }).problems).toHaveLength(1));
  // A tenth of a second on a machine that does nothing else.
  expect(took).toBeLessThan(500);
});
