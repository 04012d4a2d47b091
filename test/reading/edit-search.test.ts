import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excludeTerm, hasTerm, setTerm, toggleTerm } from '../../server/reading/edit-search.js';
import { searchFields } from '../../server/reading/search-fields.js';
import { parseSearch } from '../../server/reading/search-query.js';

describe('a chip', () => {
  test('adds its term behind what is there, and takes it out again', () => {
    expect(toggleTerm('', 'is', 'retry')).toBe('is:retry');
    expect(toggleTerm('Order  7', 'is', 'retry')).toBe('Order  7 is:retry');
    expect(toggleTerm('Order  7 is:retry', 'is', 'retry')).toBe('Order  7');
    expect(toggleTerm('is:retry  Order', 'is', 'retry')).toBe(' Order');
    expect(toggleTerm('a is:retry b', 'is', 'retry')).toBe('a b');
  });

  test('joins the other values of its field, except where a record can have both', () => {
    expect(toggleTerm('status:paid x', 'status', 'failed')).toBe('status:paid,failed x');
    expect(toggleTerm('status:paid,failed x', 'status', 'paid')).toBe('status:failed x');
    expect(toggleTerm('is:retry', 'is', 'failed')).toBe('is:retry is:failed');
  });

  test('puts quotes where the value needs them', () => {
    expect(toggleTerm('', 'status', 'on hold')).toBe('status:"on hold"');
    expect(toggleTerm('', 'endpoint', 'http://a/b,c')).toBe('endpoint:"http://a/b,c"');
    expect(toggleTerm('', 'endpoint', String.raw`a"b\c`)).toBe(String.raw`endpoint:"a\"b\\c"`);
  });

  test('is not swallowed by a quote that is still open, and leaves what it meant', () => {
    expect(toggleTerm('"not yet', 'is', 'retry')).toBe('"not yet" is:retry');
    expect(toggleTerm('"-a', 'is', 'retry')).toBe('"-a" is:retry');
    expect(toggleTerm('"a\\', 'is', 'retry')).toBe(String.raw`"a\\" is:retry`);
    expect(toggleTerm('status:"on ho', 'is', 'retry')).toBe('status:"on ho" is:retry');
  });

  test('does not change what an odd quote meant, where it takes away the quote that gave it its meaning', () => {
    expect(toggleTerm('"x status:"a b"', 'status', 'a b')).toBe('"\\"x"');
    expect(toggleTerm('"on aa:"b', 'is', 'retry')).toBe('"\\"on" aa:b is:retry');
    expect(toggleTerm('status:"//x', 'is', 'retry')).toBe('status:"//x" is:retry');
  });

  test('is on whatever the case and the spelling', () => {
    expect(hasTerm('VERDICT:Timed-Out', 'verdict', 'timeout')).toBe(true);
    expect(hasTerm('x status:paid,"on hold"', 'status', 'On_Hold')).toBe(true);
    expect(hasTerm('-status:paid', 'status', 'paid')).toBe(false);
    expect(hasTerm('"status:paid"', 'status', 'paid')).toBe(false);
  });

  test('takes the place of the exclusion of its value, and an exclusion that of the chip', () => {
    expect(toggleTerm('-type:page,api x', 'type', 'page')).toBe('-type:api x type:page');
    expect(excludeTerm('type:page', 'type', 'page')).toBe('-type:page');
    expect(excludeTerm('-type:page', 'type', 'api')).toBe('-type:page,api');
    expect(excludeTerm('-type:page', 'type', 'PAGE')).toBe('-type:page');
  });

  test('can stand for its field alone', () => {
    expect(setTerm('payment:1,2 x -payment:3', 'payment', '4')).toBe('x payment:4');
    expect(setTerm('"x', 'payment', '4')).toBe('"x" payment:4');
  });

  test('that names nothing changes nothing', () => {
    expect(toggleTerm(' a ', 'status', ' ')).toBe(' a ');
    expect(excludeTerm(' a ', 'status', '')).toBe(' a ');
    expect(setTerm(' a ', 'status', '')).toBe(' a ');
  });
});

describe('whatever is typed', () => {
  const pieces = fc.constantFrom(
    'status:',
    '-status:',
    'is:',
    'paid',
    'on hold',
    '"',
    '\\',
    '-',
    ',',
    ' ',
    'x',
    'before:',
    '#1',
    '//',
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 12 }).map((list) => list.join('')),
  );
  const field = fc.constantFrom(...searchFields);
  const value = fc
    .oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom('paid', 'on hold', 'a,b', '"', '\\', '"a"b', '-x'))
    .filter((text) => text.trim() !== '');
  const isAbout = (name: string) => (term: { field: string | null }) => term.field === name;
  /** What is asked for beside the field that was edited. */
  const readOthers = (input: string, name: string) => parseSearch(input, 0).terms.filter((term) => !isAbout(name)(term));

  test('a chip flips, and nothing else changes', () => {
    fc.assert(
      fc.property(typed, field, value, (input, name, wanted) => {
        const flipped = toggleTerm(input, name, wanted);
        expect(hasTerm(flipped, name, wanted)).toBe(!hasTerm(input, name, wanted));
        expect(readOthers(flipped, name)).toEqual(readOthers(input, name));
        const back = toggleTerm(flipped, name, wanted);
        expect(hasTerm(back, name, wanted)).toBe(hasTerm(input, name, wanted));
        expect(readOthers(back, name)).toEqual(readOthers(input, name));
      }),
      { numRuns: 5_000 },
    );
  });

  test('an exclusion excludes, once, and nothing else changes', () => {
    fc.assert(
      fc.property(typed, field, value, (input, name, wanted) => {
        const excluded = excludeTerm(input, name, wanted);
        expect(hasTerm(excluded, name, wanted)).toBe(false);
        expect(readOthers(excluded, name)).toEqual(readOthers(input, name));
        expect(excludeTerm(excluded, name, wanted)).toBe(excluded);
        expect(hasTerm(toggleTerm(excluded, name, wanted), name, wanted)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test('a field that is set has that value only, and nothing else changes', () => {
    fc.assert(
      fc.property(typed, field, value, (input, name, wanted) => {
        const set = setTerm(input, name, wanted);
        expect(hasTerm(set, name, wanted)).toBe(true);
        expect(readOthers(set, name)).toEqual(readOthers(input, name));
        expect(parseSearch(setTerm(set, name, wanted), 0)).toEqual(parseSearch(set, 0));
        expect(parseSearch(set, 0).terms.filter(isAbout(name)).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
