import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../server/protocol/records.js';
import { printScenario } from '../../../server/scenarios/format/print-scenario.js';
import { ScenarioFileError } from '../../../server/scenarios/format/problem.js';
import type { Scenario } from '../../../server/scenarios/format/scenario.js';
import { fileOf, parse } from './parse.js';

function withoutPlaces(scenario: Scenario): unknown {
  return JSON.parse(JSON.stringify({ ...scenario, file: '' }, (key, value) => (key === 'place' ? undefined : value)));
}

function parseAnything(text: string, file?: string): void {
  try {
    parse(text, file === undefined ? {} : { file });
  } catch (error) {
    if (!(error instanceof ScenarioFileError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    const places = error.problems.map(({ line, column }) => line * 1e7 + column);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const { line, column } of error.problems) expect(line >= 1 && column >= 1).toBe(true);
  }
}

/** Words that mean something here, so that random files get beyond their first line. */
const word = fc.constantFrom(
  ...[
    'version',
    'name',
    'steps',
    'create',
    'pay',
    'card',
    'expect',
    'wait',
    'fault',
    'when',
    'repeat',
    'times',
    'parallel',
    'payment',
    'as',
    'call',
    'url',
  ],
  ...[
    'capture',
    'set',
    'probe',
    'accounts',
    'secpaid',
    'securepayapi',
    'provider',
    'status',
    'within',
    'records',
    'match',
    'type',
    'order',
    'acknowledged',
    'first',
  ],
);
const leaf: fc.Arbitrary<JsonValue> = fc.oneof(
  word,
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('${first.id}', '${x}', '5s', '$.a', 'duplicate', 'SUCCEEDED'),
);
const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(word, tie('tree'), { maxKeys: 4 }),
  ),
}));

test('whatever the text is, it is accepted or refused with problems in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => parseAnything(text)),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[ \n\t\-:{}[\],'"&*!|>%?#@`a1$\\]{0,80}$/), (text) => parseAnything(text)),
    { numRuns: 700 },
  );
});

test('whatever is cut out of or put into a good file, it is accepted or refused with problems', () => {
  const good = fileOf(
    '  - pay: { card: challenge }\n  - call: { url: "http://a/${first.id}", json: { a: [1, "x"] }, capture: { t: $.t } }\n  - wait: 5s',
  );
  const at = fc.nat(good.length);
  fc.assert(
    fc.property(at, at, fc.stringMatching(/^[ \n\-:{}[\],'"&*!|>a1$]{0,4}$/), (from, to, piece) => {
      parseAnything(good.slice(0, from) + piece + good.slice(to));
    }),
    { numRuns: 500 },
  );
});

test('whatever the data is, steps of it are accepted or refused with problems', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(word, tree, { minKeys: 1, maxKeys: 3 }), { maxLength: 6 }), tree, (steps, extra) => {
      const document = {
        version: 1,
        name: 'x',
        provider: 'securepayapi',
        steps: [{ create: {}, as: 'first' }, ...steps],
        probe: extra,
      };
      parseAnything(JSON.stringify(document));
      parseAnything(JSON.stringify(document), 'shop.json');
    }),
    { numRuns: 500 },
  );
});

const name = fc.stringMatching(/^[a-z]{1,8}$/);
const value = fc
  .jsonValue({ maxDepth: 3, noUnicodeString: false })
  .filter((json) => !/\$\{|__proto__|constructor|prototype|e\+|\d{16}/.test(JSON.stringify(json))) as fc.Arbitrary<JsonValue>;
const step: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({ create: fc.dictionary(name, value) }) as fc.Arbitrary<JsonObject>,
  fc.record({ pay: fc.record({ card: fc.constantFrom('challenge', 'decline') }), closeTab: fc.boolean() }),
  fc.record({ wait: fc.constantFrom('5s', 20, { idle: true }) }) as fc.Arbitrary<JsonObject>,
  fc.record({
    call: fc.record({ url: fc.webUrl().filter((url) => !url.includes('${')), json: value }),
  }) as fc.Arbitrary<JsonObject>,
  fc.record({
    fault: fc.record({
      fault: fc.constant('delayed'),
      byMs: fc.integer({ min: 1, max: 1_000_000 }),
      times: fc.integer({ min: 1, max: 9 }),
    }),
  }),
  fc.record({
    expect: fc.record({ probe: fc.dictionary(fc.constantFrom('$.a', '$.b[0]'), value, { minKeys: 1 }) }),
  }) as fc.Arbitrary<JsonObject>,
);

test('a scenario that is printed as YAML is read as the same that its JSON is', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 8 }),
      fc.string({ minLength: 1, maxLength: 100 }),
      fc.dictionary(name, value, { maxKeys: 3 }),
      (steps, title, variables) => {
        const reserved = ['run', 'env', 'lane', 'payment', 'first'];
        const document: JsonObject = {
          version: 1,
          name: title,
          provider: 'securepayapi',
          variables: Object.fromEntries(Object.entries(variables).filter(([key]) => !reserved.includes(key))),
          probe: { url: 'http://localhost:1/' },
          steps: [{ create: {}, as: 'first' }, ...steps, { expect: { status: 'SUCCEEDED' } }],
        };
        const printed = parse(printScenario(document, { schemaUrl: 'schema.json' }));
        expect(withoutPlaces(printed)).toEqual(withoutPlaces(parse(JSON.stringify(document), { file: 'shop.json' })));
        expect(printed.name).toBe(title);
      },
    ),
    { numRuns: 200 },
  );
});
