import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Paint, paintNothing } from '../../server/cli/paint.js';
import { pressKey } from '../../server/cli/tail/press-key.js';
import { createEntryReader } from '../../server/cli/tail/tail-entry.js';
import { addEntries, createModel, type TailModel } from '../../server/cli/tail/tail-model.js';
import { renderTail } from '../../server/cli/tail/tail-screen.js';
import { fitStyled, measureText, wrapText } from '../../server/cli/tail/text-width.js';
import type { LogRecord } from '../../server/protocol/records.js';
import { makeAttemptFinished, makeEventAnnounced, makeNotice, makeNotices, makePaymentCreated } from '../ui/make-record.js';

const paintColours: Paint = (tone, text) => (tone === 'strong' ? `\x1b[1m${text}\x1b[22m` : `\x1b[31m${text}\x1b[39m`);
const NASTY = 'a\x1b[2J\x07\x9b漢字\u202e😀👨‍👩‍👧e\u0301\ud800\r\n\tz';

function makeModel(records: readonly LogRecord[], columns: number, rows: number, search = '', paint = paintNothing): TailModel {
  const read = createEntryReader(paint);
  return addEntries(
    createModel(columns, rows, search, 0),
    records.flatMap((record) => read(record) ?? []),
  );
}

function type(model: TailModel, keys: string): TailModel {
  return [...keys].reduce((now, text) => pressKey(now, { name: 'text', text }, 0).model, model);
}

const strip = (row: string) => row.replace(/\x1b\[\d+m/g, '');
const draw = (model: TailModel) => renderTail(model, paintNothing);
const foot = (model: TailModel) => draw(model).slice(-2);

function expectSafe(model: TailModel, paint: Paint): void {
  const screen = renderTail(model, paint);
  expect(screen).toHaveLength(model.rows);
  for (const row of screen) {
    expect(paint === paintNothing ? row : strip(row)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]|\p{Surrogate}/u);
    expect(measureText(strip(row))).toBeLessThanOrEqual(model.columns);
    expect(row.split('\x1b[31m').length).toBeLessThanOrEqual(row.split('\x1b[39m').length);
  }
}

describe('the screen', () => {
  test.each([
    [80, 24],
    [40, 12],
  ])('of %i columns and %i rows shows the newest records, the state, and the keys', (columns, rows) => {
    const screen = draw(makeModel(makeNotices(1, 50), columns, rows));
    expect(screen).toHaveLength(rows);
    expect(screen[rows - 3]).toMatch(/notice +info +notice 50$/);
    expect(screen[0]).toMatch(new RegExp(`notice ${50 - rows + 3}$`));
    expect(screen[rows - 2]).toBe('following  0 hidden  50 records');
    expect(screen[rows - 1]).toMatch(/^\? help {2}q quit {2}j k select/);
    for (const row of screen) expect(measureText(row)).toBeLessThanOrEqual(columns);
  });

  test('leaves the time out where there is no room for it, then its milliseconds', () => {
    const first = (columns: number) => draw(makeModel([makeNotice(1)], columns, 12))[0];
    expect(first(120)).toMatch(/^ {2}\d\d:\d\d:\d\d\.001 {2}notice {4}info {2}notice 1$/);
    expect(first(80)).toMatch(/^ {2}\d\d:\d\d:\d\d {2}notice {4}info {2}notice 1$/);
    expect(first(40)).toBe('  notice    info  notice 1');
  });

  test('marks the selected record, says that it paused, and how many are new', () => {
    const paused = type(makeModel(makeNotices(1, 5), 80, 24), 'kk');
    const later = addEntries(
      paused,
      makeNotices(6, 8).flatMap((record) => createEntryReader(paintNothing)(record) ?? []),
    );
    expect(draw(later).filter((row) => row.startsWith('> '))).toEqual([expect.stringContaining('notice 4')]);
    expect(foot(later)).toEqual([
      'paused  3 new  0 hidden  8 records',
      '? help  q quit  j k select  d details  r redeliver  / search  g follow',
    ]);
    expect(renderTail(later, paintColours)[3]).toMatch(/^\x1b\[7m> .* +\x1b\[27m$/);
  });

  test('keeps the number of hidden records in sight, also on a narrow screen without a connection', () => {
    const records = [...makeNotices(1, 500), makePaymentCreated(501, '50001')];
    const model = { ...type(makeModel(records, 40, 12, 'payment:50001'), 'k'), isConnected: false };
    expect(foot(model)[0]).toBe('no connection  500 hidden  /payment:500…');
    expect(foot({ ...model, isFilterOff: true })[0]).toMatch(/^no connection {2}search off/);
  });

  test('shows what is typed with its cursor, and what is wrong with it', () => {
    const model = type(makeModel(makeNotices(1, 5), 80, 24), '/statu:x');
    expect(foot(model)).toEqual(['following  5 hidden  no field "statu"; did you mean status:?  5 records', '/statu:x_']);
    expect(draw(model).slice(0, 2)).toEqual(['All 5 records are hidden by the search.', 'Esc takes it back.']);
    const long = type(makeModel([], 40, 12), `/${'漢'.repeat(100)}end`);
    expect(foot(long)[1]).toMatch(/^\/漢+end_$/);
    expect(measureText(foot(long)[1] ?? '')).toBeLessThanOrEqual(40);
  });

  test('says so when there is nothing yet', () => expect(draw(makeModel([], 80, 24))[0]).toBe('Nothing has happened yet.'));

  test('shows details and help with the place in them', () => {
    const event = makeEventAnnounced(1, '50001', '{"a":1}\n'.repeat(40));
    const details = type(makeModel([event], 40, 12), 'd');
    expect(draw(details)[0]).toMatch(/^Record 1 {2}event.announced {2}1-9 of \d+$/);
    expect(draw(type(details, 'jj'))[0]).toContain('3-11 of');
    expect(foot(details)[1]).toBe('Esc back  j k scroll  q quit  p payment');
    expect(draw(type(details, '?'))[1]).toMatch(/^j k {3}select/);
  });

  test('holds nothing that a terminal would obey but its own colours, and no row that is too wide, whatever comes over the wire', () => {
    const nasty = [
      makePaymentCreated(1, NASTY, { reference: NASTY, currency: NASTY, status: NASTY, data: { [NASTY]: NASTY } }),
      makeEventAnnounced(2, NASTY, NASTY.repeat(50)),
      makeAttemptFinished(3, NASTY, 1, {
        code: 'not_acknowledged',
        sentence: NASTY,
        request: { method: 'POST', url: NASTY, headers: [[NASTY, NASTY]] },
        response: { status: 500, headers: [[NASTY, NASTY]], body: { text: NASTY, sizeBytes: 50 } },
      }),
      makeNotice(4, NASTY.repeat(30)),
      { ...makeNotice(5), type: NASTY } as unknown as LogRecord,
    ];
    for (const record of nasty) {
      const details = pressKey(makeModel([record], 60, 300), { name: 'text', text: 'd' }, 0).model;
      expect(details.pagers).toHaveLength(1);
      expectSafe(details, paintNothing);
      expectSafe(details, paintColours);
    }
    const keys = fc.array(fc.constantFrom('j', 'k', 'd', '?', 'g', 'p', 'x', ' '), { maxLength: 8 });
    fc.assert(
      fc.property(
        keys,
        fc.integer({ min: 1, max: 130 }),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        (typed, columns, rows, isPlain) => {
          const paint = isPlain ? paintNothing : paintColours;
          const searched = type(makeModel(nasty, columns, rows, `-"zz${NASTY}"`, paint), typed.join(''));
          const typing = pressKey(type(searched, 'g/'), { name: 'paste', text: NASTY }, 0).model;
          for (const model of [searched, typing]) expectSafe(model, paint);
        },
      ),
    );
  });
});

describe('widths', () => {
  test('count two for wide characters and none for marks', () => {
    expect(measureText('abc')).toBe(3);
    expect(measureText('漢字かなカナ한글！')).toBe(18);
    expect(measureText('😀')).toBe(2);
    expect(measureText('e\u0301\u200b')).toBe(1);
  });

  test('a line that is too long is cut before what does not fit, and its colour ends', () => {
    expect(fitStyled('abcdef', 6)).toBe('abcdef');
    expect(fitStyled('abcdefg', 6)).toBe('abcde…');
    expect(fitStyled('漢字漢字', 5)).toBe('漢字…');
    expect(fitStyled('漢字漢字', 8)).toBe('漢字漢字');
    expect(fitStyled('\x1b[31mabcdefg\x1b[39m', 4)).toBe('\x1b[31mabc…\x1b[39m\x1b[22m');
    expect(fitStyled('\x1b[31mabcd\x1b[39m', 4)).toBe('\x1b[31mabcd\x1b[39m');
    expect(fitStyled('abc', 0)).toBe('');
  });

  test('wrapping loses nothing, and keeps words whole where it can', () => {
    expect(wrapText('select the next record', 12)).toEqual(['select the ', 'next record']);
    expect(wrapText('', 10)).toEqual(['']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (text, columns) => {
        const pieces = wrapText(text, columns);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) expect(measureText(piece)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
