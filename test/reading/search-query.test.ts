import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { searchFields } from '../../server/reading/search-fields.js';
import { listSearchHelp, searchRules } from '../../server/reading/search-help.js';
import { parseSearch } from '../../server/reading/search-query.js';
import { measureCpuMs } from '../support/cpu-time.js';

const NOW = new Date(2026, 4, 4, 15, 30, 10, 250);
const parse = (typed: string) => parseSearch(typed, NOW.getTime());
const text = (value: string, isNegated = false) => ({ field: null, isNegated, text: value });
const word = (field: string, ...values: string[]) => ({ field, isNegated: false, values });

describe('what can be typed', () => {
  test('nothing, or blanks, asks for nothing', () => {
    for (const typed of ['', '  \t\n ', '""', '-', '-""'])
      expect(parse(typed)).toEqual({ terms: [], problems: [], isEmpty: true });
  });

  test('words are separate terms, quotes keep them together, a minus negates either', () => {
    expect(parse('Order  -"Foo Bar" -baz').terms).toEqual([text('order'), text('foo bar', true), text('baz', true)]);
  });

  test('a field takes one value, several between commas, and quoted ones', () => {
    expect(parse('provider:One status:Paid,4XX -endpoint:"http://a/b,c","d e"').terms).toEqual([
      word('provider', 'one'),
      word('status', 'paid', '4xx'),
      { field: 'endpoint', isNegated: true, values: ['http://a/b,c', 'd e'] },
    ]);
  });

  test('the name of a field may be written in any case, and its value may hold colons', () => {
    expect(parse('Endpoint:http://localhost:3000/hook').terms).toEqual([word('endpoint', 'http://localhost:3000/hook')]);
  });

  test('words of a fixed list are one word with hyphen, underscore or blank, and by their plain form', () => {
    for (const typed of ['verdict:not-acknowledged', 'verdict:Not_Acknowledged', 'verdict:"not acknowledged"'])
      expect(parse(typed)).toMatchObject({ terms: [word('verdict', 'not_acknowledged')], problems: [] });
    expect(parse('verdict:timed-out,timeout,bad')).toMatchObject({
      terms: [word('verdict', 'timeout', 'timeout', 'bad')],
      problems: [],
    });
    expect(parse('status:requires-action').terms).toEqual([word('status', 'requires_action')]);
  });

  test('a quote within a word is a quote, so that a piece of JSON can be pasted', () => {
    expect(parse('"famt":2000 x"y" {"a":"b"}').terms).toEqual([text('"famt":2000'), text('x"y"'), text('{"a":"b"}')]);
  });

  test('inside quotes a backslash saves a quote and itself, and nothing else', () => {
    expect(parse(String.raw`"say \"hi\" c:\\x \n"`).terms).toEqual([text(String.raw`say "hi" c:\x \n`)]);
  });

  test('a quote that nobody closed yet reaches to the end', () => {
    expect(parse('is:retry "not yet clo').terms).toEqual([word('is', 'retry'), text('not yet clo')]);
    expect(parse('status:"not yet').terms).toEqual([word('status', 'not_yet')]);
  });

  test.each([
    'http://x',
    'https://localhost:3000/a?b=c:d',
    'localhost:3000',
    'localhost:3000/hook',
    '127.0.0.1:80',
    'example.com:443',
    'Content-Type:application/json',
    'famt:2000',
  ])('%s is text, and nobody complains', (typed) =>
    expect(parse(typed)).toEqual({ terms: [text(typed.toLowerCase())], problems: [], isEmpty: false }),
  );
});

describe('what cannot be understood', () => {
  test('an unknown field names the nearest one and is looked for as text', () => {
    expect(parse('statu:failed')).toEqual({
      terms: [text('statu:failed')],
      problems: ['no field "statu"; did you mean status:?'],
      isEmpty: false,
    });
    expect(parse('amount:"a b"')).toMatchObject({
      terms: [text('amount:a b')],
      problems: ['no field "amount"; searched as text'],
    });
  });

  test('a field without a value asks for nothing and says so', () => {
    expect(parse('status: failed')).toEqual({
      terms: [text('failed')],
      problems: ['status: needs a value right after the colon'],
      isEmpty: false,
    });
    expect(parse('-type:,,')).toMatchObject({ isEmpty: true, problems: ['type: needs a value right after the colon'] });
  });

  test('a value that is: does not know is left out, with the nearest one named', () => {
    expect(parse('is:retri,failed')).toMatchObject({
      terms: [word('is', 'failed')],
      problems: ['is: knows retry, manual, failed, held, edited and error, not "retri"; did you mean retry?'],
    });
    expect(parse('is:nonsense')).toMatchObject({ isEmpty: true });
  });

  test('an unknown verdict or type is a problem, but stays in the search', () => {
    expect(parse('verdict:acknowleged')).toMatchObject({
      terms: [word('verdict', 'acknowleged')],
      problems: ['no verdict "acknowleged"; did you mean acknowledged?'],
    });
    expect(parse('type:attempt.finished,answr')).toMatchObject({ problems: ['no type "answr"; did you mean answer?'] });
  });

  test('five problems are enough', () => {
    expect(parse('aa:x bb:x cc:x dd:x ee:x ff:x gg:x').problems).toHaveLength(5);
    expect(parse('aa:x aa:y aa:z').problems).toHaveLength(1);
  });
});

describe('before: and after:', () => {
  const limits = (value: string) => parse(`after:${value}`).terms.map((term) => ('limits' in term ? term.limits : []));
  const at = (date: Date) => [[{ at: date.toISOString() }]];

  test('a record number, an age, a time of today', () => {
    expect(limits('#123')).toEqual([[{ seq: 123 }]]);
    expect(limits('30s')).toEqual(at(new Date(NOW.getTime() - 30_000)));
    expect(limits('10m')).toEqual(at(new Date(NOW.getTime() - 600_000)));
    expect(limits('2h')).toEqual(at(new Date(NOW.getTime() - 7_200_000)));
    expect(limits('9:05')).toEqual(at(new Date(2026, 4, 4, 9, 5)));
    expect(limits('10:30:07')).toEqual(at(new Date(2026, 4, 4, 10, 30, 7)));
  });

  test('a date and a date with a time, in the zone of the machine unless they name one', () => {
    expect(limits('2026-05-03')).toEqual(at(new Date(2026, 4, 3)));
    expect(limits('2026-05-03T10:20')).toEqual(at(new Date(2026, 4, 3, 10, 20)));
    expect(limits('"2026-05-03 10:20:30.5"')).toEqual(at(new Date(2026, 4, 3, 10, 20, 30, 500)));
    expect(limits('2026-05-03T10:20:30.123Z')).toEqual([[{ at: '2026-05-03T10:20:30.123Z' }]]);
    expect(limits('2026-05-03T10:20+02:00')).toEqual([[{ at: '2026-05-03T08:20:00.000Z' }]]);
    expect(limits('2024-02-29')).toEqual(at(new Date(2024, 1, 29)));
  });

  test.each([
    'soon',
    '25:00',
    '10:60',
    '2026-02-30',
    '2026-13-01',
    '2026-05-03t24:00',
    '10x',
    '#',
    '#-1',
    '-5m',
    '999999999d',
    '1',
  ])('%s is no time', (value) =>
    expect(parse(`before:${value}`)).toEqual({
      terms: [],
      problems: [`before: wants a time such as 10:30, 10m, 2026-05-04 or #123, not "${value}"`],
      isEmpty: true,
    }),
  );

  test('every instant that can be written is one that records can be held against', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9998-12-30T00:00:00Z'), noInvalidDate: true }),
        (date) => {
          expect(limits(date.toISOString())).toEqual(at(date));
        },
      ),
    );
  });
});

describe('whatever is typed', () => {
  const pieces = fc.constantFrom(
    ...searchFields.map((field) => `${field}:`),
    '"',
    '\\',
    '-',
    ',',
    ' ',
    ':',
    '#',
    '10m',
    '//',
    'http:',
    'x',
    '"a b"',
    '\u{1f600}',
    '\ud800',
    '\n',
    '00:00',
    '2026-05-04',
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 40 }).map((list) => list.join('')),
  );

  test('it never throws, and what it asks for is in lower case', () => {
    fc.assert(
      fc.property(typed, fc.integer(), (input, nowMs) => {
        const query = parseSearch(input, nowMs);
        expect(query.isEmpty).toBe(query.terms.length === 0);
        for (const term of query.terms) {
          if (term.field === null) expect(term.text).toBe(term.text.toLowerCase());
          else if ('values' in term) expect(term.values.join()).toBe(term.values.join().toLowerCase());
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('text in quotes is looked for as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (wanted) => {
        expect(parse(`"${wanted.replace(/[\\"]/g, '\\$&')}"`).terms).toEqual([text(wanted.toLowerCase())]);
      }),
    );
  });

  test.each([
    '"',
    '" ',
    '-',
    'a"',
    '"a ',
    ' "\\" x',
    'status:"',
    'status:,',
    'status:"a",',
    '"a"b ',
    'aa:x ',
    'before:x ',
    '\\"',
    'is:is:',
  ])('a very long line of %j takes time in proportion to its length', (piece) => {
    const measure = (count: number) => {
      const input = piece.repeat(count);
      return measureCpuMs(() => parse(input));
    };
    measure(1_000);
    // Were it quadratic, this would take minutes.
    expect(measure(200_000)).toBeLessThan(5_000);
  });
});

describe('the help', () => {
  test('tells about every field once, with an example that is understood', () => {
    const searchHelp = listSearchHelp(undefined);
    expect(searchHelp.map(({ field }) => field).sort()).toEqual([...searchFields].sort());
    for (const { field, example } of searchHelp)
      expect(parse(example)).toMatchObject({ terms: [{ field }], problems: [], isEmpty: false });
    for (const { example } of searchRules) expect(parse(example)).toMatchObject({ problems: [], isEmpty: false });
  });
});
