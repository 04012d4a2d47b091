import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { toJsonSchema } from '../../server/http/control/json-schema.js';
import type { JsonObject, JsonValue } from '../../server/protocol/records.js';
import { providers } from '../../server/providers/index.js';
import { readDuration, sayDuration, sayDurationRoughly } from '../../ui/src/schema-form/durations.js';
import { formatDefaults, formatField, sayValue } from '../../ui/src/schema-form/format-field.js';
import { isSameJson } from '../../ui/src/schema-form/json-value.js';
import { parseField, parseFields } from '../../ui/src/schema-form/parse-field.js';
import { readField, readFields } from '../../ui/src/schema-form/read-field.js';

const fieldOf = (schema: z.ZodType, name = 'value', isRequired = true) => readField(name, toJsonSchema(schema), isRequired);
const messageOf = (field: ReturnType<typeof fieldOf>, typed: string) => {
  const parsed = parseField(field, typed);
  return parsed.ok ? null : parsed.message;
};

describe('a field read from a JSON Schema', () => {
  const kinds: [title: string, schema: z.ZodType, kind: string, more?: object][] = [
    ['text', z.string().min(1).max(9), 'text', { minLength: 1, maxLength: 9 }],
    ['a number', z.number().min(-1).max(5), 'number', { min: -1, max: 5, isWhole: false }],
    ['a whole number, whose limits by nature are none', z.int(), 'integer', { min: null, max: null, isWhole: true }],
    ['a whole number or null', z.int().min(0).nullable(), 'integer', { min: 0, isNullable: true }],
    ['yes or no', z.boolean(), 'boolean'],
    ['one of several words', z.enum(['a', 'b']), 'choice', { choices: ['a', 'b'] }],
    ['one of several numbers', z.union([z.literal(200), z.literal(201)]), 'choice', { choices: [200, 201] }],
    ['one of several words or null', z.enum(['a', 'b']).nullable(), 'choice', { choices: ['a', 'b'], isNullable: true }],
    ['a list of texts', z.array(z.string()).max(3), 'text list', { maxItems: 3 }],
    ['a list of figures', z.array(z.int().min(2)), 'number list', { min: 2, isWhole: true }],
    ['an object', z.object({ a: z.string() }), 'json'],
    ['a list of objects', z.array(z.object({ a: z.string() })), 'json'],
    ['a list or null', z.array(z.string()).nullable(), 'json'],
    ['a text of any length or null', z.string().nullable(), 'json'],
    ['anything', z.unknown(), 'json'],
    ['a text or a number', z.union([z.string(), z.number()]), 'json'],
  ];
  test.each(kinds)('knows %s', (_title, schema, kind, more = {}) => {
    expect(fieldOf(schema)).toMatchObject({ kind, ...more });
  });

  test('takes title, help, default and place from what the schema says about itself', () => {
    const schema = z.string().default('EUR').meta({ title: 'Currency', help: 'ISO 4217', isAdvanced: true });
    expect(fieldOf(schema)).toMatchObject({ title: 'Currency', help: 'ISO 4217', default: 'EUR', isAdvanced: true });
    expect(fieldOf(z.string(), 'bank_statementText').title).toBe('Bank statement text');
  });

  test('knows milliseconds by the name', () => {
    expect(fieldOf(z.int(), 'attemptTimeoutMs').isDuration).toBe(true);
    expect(fieldOf(z.array(z.int()), 'retryScheduleMs').isDuration).toBe(true);
    expect(fieldOf(z.string(), 'textMs').isDuration).toBe(false);
  });
});

describe('a value', () => {
  const cases: [title: string, schema: z.ZodType, values: fc.Arbitrary<JsonValue>, name?: string][] = [
    ['text', z.string(), fc.string({ unit: 'grapheme' })],
    ['a number', z.number(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)],
    ['a whole number or null', z.int().nullable(), fc.option(fc.maxSafeInteger())],
    ['yes or no', z.boolean(), fc.boolean()],
    ['a choice of any type', z.literal(['a', '', 1, 0, true, '1']), fc.constantFrom('a', '', 1, 0, true, '1')],
    ['a list of texts', z.array(z.string()), fc.array(fc.oneof(fc.string(), fc.constantFrom('[]', ' a', 'a\nb', '', '["x"]')))],
    ['a list of figures', z.array(z.number()), fc.array(fc.integer())],
    ['a duration', z.int(), fc.nat(), 'timeoutMs'],
    ['a list of durations', z.array(z.int()), fc.array(fc.nat()), 'scheduleMs'],
    ['anything else', z.unknown(), fc.jsonValue() as fc.Arbitrary<JsonValue>],
  ];
  test.each(cases)('comes back from its field as it went in: %s', (_title, schema, values, name) => {
    const field = fieldOf(schema, name);
    fc.assert(
      fc.property(values, (value) => {
        // JSON has no minus zero.
        const plain = JSON.parse(JSON.stringify(value)) as JsonValue;
        expect(parseField(field, formatField(field, plain))).toEqual({ ok: true, value: plain });
      }),
    );
  });

  test('of every setting of every provider comes back from its field', () => {
    for (const provider of providers) {
      const fields = readFields(toJsonSchema(provider.settings));
      const defaults = provider.settings.parse({}) as JsonObject;
      expect(fields.map(({ name }) => name)).toEqual(Object.keys(defaults));
      for (const field of fields) {
        const value = defaults[field.name];
        expect(parseField(field, formatField(field, value))).toEqual({ ok: true, value });
        expect(field.default).toEqual(value);
        expect(field.title).not.toBe('');
      }
    }
  });
});

describe('what is typed', () => {
  test('is refused with a word that says what would do', () => {
    const cents = fieldOf(z.int().min(1).max(100));
    expect(messageOf(cents, '')).toBe('Give a number.');
    expect(messageOf(cents, 'ten')).toBe('“ten” is no number.');
    expect(messageOf(cents, '4,5')).toBe('Write 4.5, with a point.');
    expect(messageOf(cents, '4.5')).toBe('Whole numbers only.');
    expect(messageOf(cents, '0')).toBe('At least 1.');
    expect(messageOf(cents, '101')).toBe('At most 100.');
    expect(messageOf(fieldOf(z.int().max(600_000), 'aMs'), '1 h')).toBe('At most 10 min.');
    expect(messageOf(fieldOf(z.int(), 'aMs'), 'soon')).toMatch(/“soon” is no duration/);
    expect(messageOf(fieldOf(z.array(z.int().max(9))), '1, 10')).toBe('10: At most 9.');
    expect(messageOf(fieldOf(z.array(z.string()).max(1)), 'a\nb')).toBe('At most 1; these are 2.');
    expect(messageOf(fieldOf(z.string().max(2)), 'abc')).toBe('At most 2 characters; these are 3.');
    expect(messageOf(fieldOf(z.unknown()), '{a')).toMatch(/^This is no JSON: /);
  });

  test('may leave a field out only where that says something', () => {
    const optional = readField('note', toJsonSchema(z.string()), false);
    expect(parseField(optional, '')).toEqual({ ok: true, value: undefined });
    const withDefault = readField('note', toJsonSchema(z.string().default('x')), false);
    expect(parseField(withDefault, '')).toEqual({ ok: true, value: '' });
    const figure = readField('amount', toJsonSchema(z.number().default(1)), false);
    expect(parseField(figure, ' ')).toMatchObject({ ok: false });
  });

  test('makes an object of all fields, or tells what is wrong with each', () => {
    const fields = readFields(
      toJsonSchema(
        z.object({ amount: z.number().default(4.5), note: z.string().optional(), urls: z.array(z.string()).optional() }),
      ),
    );
    const typed = formatDefaults(fields);
    expect(parseFields(fields, typed)).toEqual({ ok: true, values: { amount: 4.5 } });
    expect(parseFields(fields, { ...typed, amount: 'x', urls: ' https://a.test \n\nhttps://b.test' })).toEqual({
      ok: false,
      messages: { amount: '“x” is no number.' },
    });
    expect(parseFields(fields, { ...typed, urls: ' https://a.test \n\nhttps://b.test' })).toEqual({
      ok: true,
      values: { amount: 4.5, urls: ['https://a.test', 'https://b.test'] },
    });
  });

  test('may be spelt in other ways', () => {
    expect(parseField(fieldOf(z.int(), 'aMs'), '30 s')).toEqual({ ok: true, value: 30_000 });
    expect(parseField(fieldOf(z.array(z.int()), 'aMs'), '30 s; 1min\n5')).toEqual({ ok: true, value: [30_000, 60_000, 5] });
    expect(parseField(fieldOf(z.array(z.string())), '["a b"]')).toEqual({ ok: true, value: ['a b'] });
  });
});

describe('durations', () => {
  test.each([
    [0, '0 s'],
    [250, '250 ms'],
    [30_000, '30 s'],
    [5_400_000, '1 h 30 min'],
    [604_800_000, '7 d'],
    [90_061_001, '1 d 1 h 1 min 1 s 1 ms'],
  ])('%i ms are %s', (ms, words) => expect(sayDuration(ms)).toBe(words));

  test('are read as they are said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000_000_000 }), (ms) => {
        expect(readDuration(sayDuration(ms))).toBe(ms);
      }),
    );
    expect(readDuration('1.5h')).toBe(5_400_000);
    expect(readDuration('2 weeks')).toBeNull();
    expect(readDuration('')).toBeNull();
  });

  test('that run down are said in two parts', () => {
    expect(sayDurationRoughly(90_061_001)).toBe('1 d 1 h');
    expect(sayDurationRoughly(400)).toBe('less than 1 s');
  });
});

test('defaults are told in words', () => {
  expect(sayValue(fieldOf(z.array(z.int()), 'retryMs'), [5_000, 30_000])).toBe('5 s, 30 s');
  expect(sayValue(fieldOf(z.boolean()), false)).toBe('off');
  expect(sayValue(fieldOf(z.int().nullable()), null)).toBe('none');
  expect(sayValue(fieldOf(z.int(), 'aMs'), 600_000)).toBe('10 min');
});

test('two values are the same whatever the order of their keys, and not when a key is missing', () => {
  expect(isSameJson({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true);
  expect(isSameJson({ a: 1 }, { b: 1 })).toBe(false);
  expect(isSameJson([1, 2], [2, 1])).toBe(false);
  expect(isSameJson(null, {})).toBe(false);
});
