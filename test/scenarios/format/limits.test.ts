import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { texts } from '../../../bench/scenarios/texts.js';
import { limits } from '../../../server/scenarios/format/limits.js';
import { fileOf, parse, parseWrong } from './parse.js';

/** What stops each of the texts that would take a careless reader long. How long ours takes is measured by bench/scenarios. */
const STOPPED_BY: Readonly<Record<string, string>> = {
  'the same, all wrong': 'unknown_step',
  'steps, 1 MiB': 'too_many_parts',
  'JSON, 1 MiB': 'too_many_parts',
  'alias bomb': 'unsupported_yaml',
  'dashes on one line': 'too_deep',
  'a million items': 'too_many_parts',
  braces: 'too_deep',
  '100,000 brackets': 'too_deep',
  'single quotes': 'text_too_long',
  'double quotes': 'too_many_parts',
  'one word': 'text_too_long',
  'one text': 'text_too_long',
  'many texts of the longest length': 'missing_version',
  'a block': 'too_many_parts',
  'folded lines': 'too_many_parts',
  'a text over lines': 'too_many_parts',
  'a word over lines': 'too_many_parts',
  escapes: 'text_too_long',
  comments: 'too_many_parts',
  'empty lines': 'too_many_parts',
  blanks: 'text_too_long',
  tabs: 'text_too_long',
  colons: 'too_deep',
  'question marks': 'too_deep',
  documents: 'too_many_parts',
  directives: 'too_many_parts',
  staircase: 'too_deep',
  'open references': 'invalid_reference',
  'references to nothing': 'unknown_variable',
  'a long unknown step': 'unknown_step',
  'many keys in one map': 'empty_steps',
};

describe('E11 T18 what would take long is stopped by a limit', () => {
  test.each(Object.entries(texts).filter(([name]) => name in STOPPED_BY))('%s', (name, text) => {
    expect(text.length).toBeLessThanOrEqual(limits.bytes);
    expect(parseWrong(text).problems.map(({ code }) => code)).toContain(STOPPED_BY[name]);
  });

  test('every text of the bench is accepted or stands here', () => {
    expect(Object.keys(texts).filter((name) => !(name in STOPPED_BY))).toEqual(['the longest that is accepted']);
    expect(parse(texts['the longest that is accepted'] ?? '').stepCount).toBeGreaterThan(180);
  });
});

test('E11 T18 a byte more than 1 MiB is too much, and counts in UTF-8', () => {
  const codes = (text: string) => parseWrong(text).problems.map(({ code }) => code);
  expect(codes('#'.repeat(limits.bytes + 1))).toEqual(['too_large']);
  expect(codes('é'.repeat(limits.bytes / 2 + 1))).toEqual(['too_large']);
  expect(codes('#'.repeat(limits.bytes))).not.toContain('too_large');
});

test('a text as long as allowed is taken, one character more is not', () => {
  const file = (length: number) => fileOf(`  - call: { url: "http://a/", body: "${'x'.repeat(length)}" }`);
  expect(() => parse(file(limits.textChars - 2))).not.toThrow();
  expect(parseWrong(file(limits.textChars - 1)).problems.map(({ code }) => code)).toEqual(['text_too_long']);
});

test('texts that are all allowed by themselves can be too long together', () => {
  const many = `  - set:\n${Array.from({ length: 7 }, (_, index) => `      v${index}: "${'x'.repeat(60_000)}"\n`).join('')}`;
  expect(parseWrong(fileOf(many)).problems.map(({ code }) => code)).toEqual(['text_too_long']);
});

test('a text that a provider or a fault would repeat is short', () => {
  const long = 'x'.repeat(limits.wordChars + 1);
  for (const step of [`pay: { card: "${long}" }`, `fault: "${long}"`, `fault: { fault: duplicate, seed: "${long}" }`])
    expect(
      parseWrong(fileOf(`  - ${step}`)).problems.map(({ code }) => code),
      step.slice(0, 20),
    ).toEqual(['text_too_long']);
});

test('a run of exactly as many steps as allowed is taken', () => {
  const file = (times: number) => fileOf(`  - repeat: { times: ${times}, steps: [ { open: } ] }`);
  expect(parse(file(limits.steps - 3)).stepCount).toBe(limits.steps);
  expect(parseWrong(file(limits.steps - 2)).problems.map(({ code }) => code)).toEqual(['too_many_steps']);
});

/** Three steps each, written out as people do. */
function writePayments(count: number): string {
  const steps = Array.from(
    { length: count },
    (
      _,
      index,
    ) => `  - create: { amount: 2000, currency: USD, externalid: "order-\${run.id}-${index}", description: An ordinary order }
    as: p${index}
  - pay: { card: frictionless }
    payment: p${index}
  - expect:
      status: SUCCEEDED
      acknowledged: { event: SUCCEEDED, attempts: 1 }
      nothing pending: true
    payment: p${index}
`,
  );
  return `version: 1\nname: Long\nprovider: securepayapi\nsteps:\n${steps.join('\n')}`;
}

test('a file of sixty payments is no long one, in YAML and in JSON, and says where its steps stand', () => {
  const text = writePayments(60);
  const scenario = parse(text);
  expect(scenario.stepCount).toBe(180);
  const json = JSON.stringify(parseYaml(text), null, 2);
  const same = parse(json, { file: 'shop.json' });
  expect(same.stepCount).toBe(180);
  expect(same.steps[0]?.place).toEqual({ line: 7, column: 7 });
  expect({ ...same.steps[5], place: null, expectations: null }).toEqual({
    ...scenario.steps[5],
    place: null,
    expectations: null,
  });
});

test('JSON is as strict about limits, keys and numbers, and tells the place', () => {
  const tell = (text: string) =>
    parseWrong(text, { file: 'shop.json' }).problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
  expect(tell('{"version": 1,\n "name": "x", "name": "y", "steps": []}')).toEqual(['duplicate_key 2:15']);
  expect(tell('{"version": 1, "__proto__": 1}')).toEqual(['forbidden_key 1:16']);
  expect(tell('{"version": 1, "name": 12345678901234567890}')).toEqual(['invalid_value 1:24']);
  expect(tell(`${'['.repeat(70)}${']'.repeat(70)}`)).toEqual(['too_deep 1:66']);
  expect(tell(`[${'1,'.repeat(limits.parts)}1]`)).toEqual([`too_many_parts 1:${2 * limits.parts}`]);
  expect(tell(`["${'x'.repeat(limits.textChars)}"]`)).toEqual(['text_too_long 1:2']);
  expect(tell('{"version": 1,')).toEqual(['invalid_json 1:15']);
  expect(tell('version: 1')).toEqual(['invalid_json 1:1']);
});
