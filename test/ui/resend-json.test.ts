import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeOneByte } from '../../ui/src/resend/change-one-byte.js';
import { convertJsonValue, editJsonField } from '../../ui/src/resend/json-edit.js';
import { listJsonFields } from '../../ui/src/resend/json-fields.js';

/** JSON as somebody may have written it: any white space between the tokens, escapes where none are needed. */
const looseJson = fc
  .tuple(fc.jsonValue({ maxDepth: 4 }), fc.infiniteStream(fc.constantFrom('', '', '', ' ', '\n  ', '\t', '\r\n')), fc.boolean())
  .map(([value, spaces, isEscaped]) => {
    const text = JSON.stringify(value).replace(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs, (token) => {
      const spelled = isEscaped && token.startsWith('"') ? token.replace(/a/g, '\\u0061').replaceAll('/', '\\/') : token;
      return `${spaces.next().value}${spelled}${spaces.next().value}`;
    });
    return text;
  });

describe('the fields of a JSON body', () => {
  test('are its values that are no object and no list, in order, with where they stand', () => {
    const text = '{ "data": {"pay id": 7, "note":"a\\nb"},\n"list":[true,[null]], "a":1.50 , "a": "\\u00e9"}';
    const fields = listJsonFields(text) ?? [];
    expect(fields.map(({ path, kind, value }) => [path, kind, value])).toEqual([
      ['data["pay id"]', 'number', '7'],
      ['data.note', 'text', 'a\nb'],
      ['list[0]', 'true', 'true'],
      ['list[1][0]', 'null', 'null'],
      ['a', 'number', '1.50'],
      ['a', 'text', 'é'],
    ]);
    expect(fields.map(({ start, end }) => text.slice(start, end))).toEqual(['7', '"a\\nb"', 'true', 'null', '1.50', '"\\u00e9"']);
  });

  test('are told from keys, also where a key looks like a value', () => {
    expect(listJsonFields('{"true":"false","":{"1":[]}}')?.map(({ path, value }) => [path, value])).toEqual([['true', 'false']]);
    expect(listJsonFields('"alone"')?.map(({ path, value }) => [path, value])).toEqual([['', 'alone']]);
  });

  test.each(['', '{', '{"a":1,}', 'a=1&b=2', "{'a':1}"])('are unknown where the text is not JSON: %s', (text) => {
    expect(listJsonFields(text)).toBeNull();
  });

  test('are found in a body that is nested thousands deep', () => {
    expect(listJsonFields(`${'['.repeat(3_000)}1${']'.repeat(3_000)}`)).toHaveLength(1);
  });

  test('give back every value that the text holds', () => {
    fc.assert(
      fc.property(looseJson, (text) => {
        const found = (listJsonFields(text) ?? []).map(({ kind, value }) => (kind === 'text' ? value : JSON.parse(value)));
        expect(found).toEqual(listScalars(JSON.parse(text)));
      }),
    );
  });
});

describe('changing one field of a JSON body', () => {
  test('changes that value and not one character beside it', () => {
    const newValue = fc.oneof(
      fc.string({ unit: 'binary' }).map((value): ['text', string] => ['text', value]),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): ['number', string] => ['number', JSON.stringify(value)]),
      fc.constantFrom(['true', 'true'] as const, ['false', 'false'] as const, ['null', 'null'] as const),
    );
    fc.assert(
      fc.property(looseJson, fc.nat(), newValue, (text, pick, [kind, typed]) => {
        const fields = listJsonFields(text) ?? [];
        fc.pre(fields.length > 0);
        const at = pick % fields.length;
        const field = fields[at];
        if (!field) return;
        const edited = editJsonField(text, field, kind, typed) ?? '';
        expect(edited.slice(0, field.start)).toBe(text.slice(0, field.start));
        expect(edited.slice(edited.length - (text.length - field.end))).toBe(text.slice(field.end));
        const before = fields.map(({ path, value }) => [path, value]);
        const after = (listJsonFields(edited) ?? []).map(({ path, value }) => [path, value]);
        expect(after).toEqual(before.map(([path, value], index) => (index === at ? [path, typed] : [path, value])));
      }),
    );
  });

  test('keeps the digits as typed, and the spelling of what stays the same', () => {
    const text = '{"price": 1.50, "name": "\\u00e9"}';
    const [price, name] = listJsonFields(text) ?? [];
    if (!price || !name) throw new Error('no fields');
    expect(editJsonField(text, price, 'number', '2.00')).toBe('{"price": 2.00, "name": "\\u00e9"}');
    expect(editJsonField(text, name, 'text', 'é')).toBe(text);
    expect(editJsonField(text, name, 'null', 'null')).toBe('{"price": 1.50, "name": null}');
  });

  test.each(['', '1.', '01', '+1', '0x10', 'NaN', '1 2', '1,5'])('takes no number that JSON does not know: %s', (typed) => {
    const text = '{"price":1}';
    const [price] = listJsonFields(text) ?? [];
    expect(price && editJsonField(text, price, 'number', typed)).toBeNull();
  });

  test('begins with what stood there when the kind changes', () => {
    expect(convertJsonValue('number', ' 12.50 ')).toBe('12.50');
    expect(convertJsonValue('number', 'twelve')).toBe('0');
    expect(convertJsonValue('text', 'null')).toBe('null');
    expect(convertJsonValue('true', '7')).toBe('true');
  });
});

describe('changing one byte of a body', () => {
  test('leaves JSON as JSON, as long as before, with one value changed', () => {
    fc.assert(
      fc.property(looseJson, (text) => {
        const { body } = changeOneByte(text);
        expect(listJsonFields(body)).not.toBeNull();
        expect(body).not.toBe(text);
        if (body.length === text.length) expect([...body].filter((character, at) => character !== [...text][at])).toHaveLength(1);
        else expect(body).toBe(`${text} `);
      }),
    );
  });

  test('says where, and works on bodies that are no JSON', () => {
    expect(changeOneByte('{"data":{"status":"Success"}}')).toEqual({
      body: '{"data":{"status":"Succest"}}',
      where: 'in “data.status”',
    });
    expect(changeOneByte('{"at":"\\u0061\\n"}')).toEqual({ body: '{"at":"\\u0061\\n"} ', where: 'at the end, one space more' });
    expect(changeOneByte('note=9')).toEqual({ body: 'oote=9', where: 'at character 1' });
    expect(changeOneByte('')).toEqual({ body: ' ', where: 'at the end, one space more' });
    expect(changeOneByte('[9]').body).toBe('[8]');
  });
});

/** The values of what was written, in the order in which it was written. */
function listScalars(value: unknown): unknown[] {
  if (value === null || typeof value !== 'object') return [value];
  return Object.values(value).flatMap(listScalars);
}
