import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../server/protocol/records.js';
import { hasReference, readNames, resolveText, resolveValue, splitText } from '../../../server/scenarios/format/references.js';

const known: JsonValue = { total: 12.5, isPaid: true, nothing: null, order: { items: ['a', { id: 7 }] }, word: 'x' };
const lookUp = (names: readonly string[]) => readNames(known, names);

describe('a reference', () => {
  test.each([
    ['no reference', 'no reference'],
    ['A-${word}-${total}', 'A-x-12.5'],
    ['${order.items.1.id}!', '7!'],
    ['is ${isPaid} and ${nothing}', 'is true and null'],
    ['all of ${order}', 'all of {"items":["a",{"id":7}]}'],
    ['$${word} and $${', '${word} and ${'],
    ['$$${word}', '$${word}'],
    ['100$ ${word}', '100$ x'],
    ['${word}$${word}${word}', 'x${word}x'],
  ])('in %s is filled in', (text, resolved) => {
    expect(resolveText(text, lookUp)).toBe(resolved);
  });

  test('that is all of a text keeps its type, also deep within a value', () => {
    expect(
      resolveValue({ a: ['${total}', { b: '${isPaid}', c: '${nothing}', d: '${order}' }], e: 1, f: ' ${total}' }, lookUp),
    ).toEqual({
      a: [12.5, { b: true, c: null, d: { items: ['a', { id: 7 }] } }],
      e: 1,
      f: ' 12.5',
    });
  });

  test('to nothing fails by name, also to what every object has', () => {
    for (const name of ['gone', 'order.gone', 'toString', 'word.length', 'order.items.2'])
      expect(() => resolveText(`\${${name}}`, lookUp)).toThrow(`There is nothing that \${${name}} could stand for.`);
  });

  test.each(['${', '${}', '${ word}', '${a..b}', '${1}', 'x ${word', '${a b}'])('is not %s', (text) => {
    expect(() => splitText(text)).toThrow('is no reference');
  });
});

test('a text without the sign of a reference is never changed', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!text.includes('${'));
      expect(resolveText(text, lookUp)).toBe(text);
      expect(hasReference({ a: [text] })).toBe(false);
    }),
  );
});

test('an escaped text comes out as it was', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z{} ]*(\$\{[a-z{} ]*)*$/), (text) => {
      expect(
        resolveText(
          text.replaceAll('${', () => '$${'),
          lookUp,
        ),
      ).toBe(text);
    }),
  );
});
