import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { providers } from '../../../server/providers/index.js';
import { buildDocTables, fillDocTables } from '../../../server/scenarios/format/doc-tables.js';
import { faultCatalogue } from '../../../server/scenarios/format/fault-catalogue.js';
import { buildScenarioSchema } from '../../../server/scenarios/format/json-schema.js';
import { badFiles } from './bad-files.js';
import { badSteps } from './bad-steps/index.js';
import { goodExpectations, goodSteps } from './good-steps.js';
import { fileOf, parse } from './parse.js';

const schema = buildScenarioSchema(providers, faultCatalogue);
const validate = new Ajv({ strict: false, allowUnionTypes: true, validateFormats: false }).compile(schema);

function isAccepted(text: string): boolean {
  try {
    return validate(parseYaml(text));
  } catch {
    return false;
  }
}

test('the published schema and the tables of the reference are up to date; "npm run schema" writes them', () => {
  expect(JSON.parse(readFileSync('fixtures/scenarios/schema.json', 'utf8'))).toEqual(schema);
  const text = readFileSync('docs/scenarios.md', 'utf8');
  expect(fillDocTables(text, buildDocTables(providers, faultCatalogue))).toBe(text);
});

test('the reference names every error code, step and expectation', () => {
  const text = readFileSync('docs/scenarios.md', 'utf8');
  const codes = readFileSync('server/scenarios/format/problem.ts', 'utf8').matchAll(/^ {2}\| '([a-z0-9_]+)'/gm);
  for (const [, code = ''] of codes) expect(text, code).toContain(`\`${code}\``);
});

test('the example of the reference is a good file', () => {
  const [, example = ''] = /```yaml\n(# yaml[\s\S]*?)```/.exec(readFileSync('docs/scenarios.md', 'utf8')) ?? [];
  expect(parse(example).stepCount).toBe(4);
  expect(isAccepted(example), JSON.stringify(validate.errors)).toBe(true);
});

test('the published schema accepts every good step and expectation', () => {
  for (const [step, , provider] of goodSteps)
    expect(isAccepted(fileOf(`  - ${step}`, provider)), `${step} ${JSON.stringify(validate.errors?.slice(0, 3))}`).toBe(true);
  for (const [text] of goodExpectations) expect(isAccepted(fileOf(`  - expect: { ${text} }`)), text).toBe(true);
});

test('the published schema accepts every ready scenario', () => {
  const files = readdirSync('fixtures/scenarios', { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file));
  for (const file of files)
    expect(
      isAccepted(readFileSync(join('fixtures/scenarios', file), 'utf8')),
      `${file} ${JSON.stringify(validate.errors?.slice(0, 3))}`,
    ).toBe(true);
});

/** What takes knowing the rest of the file, or the provider of a payment, or more than a schema can say. */
const ONLY_THE_READER = [
  'a payment without a provider',
  'a scenario that checks nothing',
  'an expectation that checks nothing',
  'a key that programs trip over',
  'another key that programs trip over',
  'a tag',
  'an anchor',
  'a number that cannot be kept',
  'an infinite number',
  'a step of another provider',
  'a refund where there are none',
  'a dispute where there are none',
  'a payment that nobody named',
  'a payment before there is one',
  'a name that is taken',
  'a name that is always there',
  'a refused call with a name',
  'a name both in and beside a step',
  'more copies than go out at the same moment',
  'a fault of a status that no event has',
  'a fault of a provider that nobody knows',
  'a fault that the provider of the file cannot have',
  'a fault of a call that the provider does not have',
  'a fault that the provider cannot have',
  'a fault of a payment that nobody named',
  'a fault of one payment that is about calls',
  'an action that needs more than a plain value',
  'a parameter of a creation that is misspelt',
  'a parameter that is misspelt where no app is named',
  'a wait for nothing',
  'a wait for two things',
  'a limit of nothing',
  'a duration of years',
  'a clock that does nothing',
  'a clock that does two things',
  'a hold of nothing',
  'a call of an address that is none',
  'a call with two bodies',
  'a call that expects nothing',
  'an expected path that is none',
  'more steps than a run may take',
  'blocks that are too deep',
  'a branch that uses what another names',
  'two branches that use one name',
  'an event that nobody announces',
  'an expectation that needs a probe',
  'a probe without an address',
  'a probe with both',
  'a target that is no address',
  'an action without a result that it needs',
  'an action that the provider always refuses',
  'its long form',
  'a wait for a record with a field that none of its type has',
  'a wait for a record with an expression that is none',
  'records that must not be, with a misspelt field',
  'a directive',
  'a real wait of days, which the clock is for',
  'a limit for a wait that ends by itself',
  'a limit for a clock that is stopped',
  'a limit for a clock that gets another speed',
];

test('the published schema refuses what is wrong in itself', () => {
  const accepted = [...badFiles, ...badSteps.map(([title, step]) => [title, fileOf(step)] as const)]
    .filter(([title]) => !ONLY_THE_READER.includes(title) && !/^(a reference|more real time)/.test(title))
    .filter(([, text]) => isAccepted(text))
    .map(([title]) => title);
  expect(accepted).toEqual([]);
});

test('nothing in the reader names a provider', () => {
  const names = new RegExp(providers.map(({ name }) => name).join('|'), 'i');
  const folder = 'server/scenarios/format';
  const offenders = readdirSync(folder).filter((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .some((line) => !/^\s*(\*|\/\/|\/\*)/.test(line) && names.test(line)),
  );
  expect(offenders).toEqual([]);
});
