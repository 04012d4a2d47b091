import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paintNothing } from '../../server/cli/paint.js';
import type { Key } from '../../server/cli/tail/key-input.js';
import { pressKey, type TailCommand } from '../../server/cli/tail/press-key.js';
import { createEntryReader } from '../../server/cli/tail/tail-entry.js';
import {
  addEntries,
  clearEntries,
  countHidden,
  countListRows,
  countNew,
  createModel,
  findSelected,
  findTop,
  MAX_ENTRIES,
  type TailModel,
} from '../../server/cli/tail/tail-model.js';
import type { LogRecord } from '../../server/protocol/records.js';
import {
  makeAttemptFinished,
  makeAttemptStarted,
  makeEventAnnounced,
  makeNotice,
  makeNotices,
  makePaymentCreated,
  makeTimerSet,
} from '../ui/make-record.js';

const NOW = Date.parse('2025-11-21T03:20:00.000Z');

function makeModel(records: readonly LogRecord[], { columns = 80, rows = 24, search = '' } = {}): TailModel {
  return add(createModel(columns, rows, search, NOW), records);
}

/** Each call reads on its own, which is enough where no record is about an earlier one. */
function add(model: TailModel, records: readonly LogRecord[]): TailModel {
  const read = createEntryReader(paintNothing);
  return addEntries(
    model,
    records.flatMap((record) => read(record) ?? []),
  );
}

/** Keys by their names; what is no name is typed. */
function press(model: TailModel, ...names: string[]): TailModel {
  return names.reduce((now, name) => pressKey(now, toKey(name), NOW).model, model);
}

function askCommand(model: TailModel, name: string): TailCommand | null {
  return pressKey(model, toKey(name), NOW).command;
}

function toKey(name: string): Key {
  return name.length === 1 ? { name: 'text', text: name } : ({ name } as Key);
}

const type = (model: TailModel, text: string) => press(model, ...text);
const selectedSeq = (model: TailModel) => model.shown[findSelected(model)]?.record.seq ?? null;
const shownSeqs = (model: TailModel) => model.shown.map(({ record }) => record.seq);

const story = [
  makePaymentCreated(1, '50001'),
  makeTimerSet(2, '50001'),
  makeEventAnnounced(3, '50001'),
  makeAttemptStarted(4, '50001'),
  makeAttemptFinished(5, '50001', 1, { code: 'timeout', deliveryStatus: 'pending' }),
  makePaymentCreated(6, '50002'),
];

describe('the list', () => {
  test('follows until it is touched, then counts what is new, and follows again', () => {
    const touched = press(makeModel(makeNotices(1, 30)), 'k');
    expect(selectedSeq(touched)).toBe(30);
    const later = add(touched, makeNotices(31, 40));
    expect([countNew(later), selectedSeq(later), findTop(later)]).toEqual([10, 30, findTop(touched)]);
    const following = press(later, 'g');
    expect([countNew(following), selectedSeq(following), findTop(following)]).toEqual([0, null, 18]);
  });

  test('moves by records, by pages, and to either end, and no further', () => {
    const model = press(makeModel(makeNotices(1, 100)), 'k');
    expect(selectedSeq(press(model, 'k', 'up', 'j'))).toBe(99);
    expect(selectedSeq(press(model, 'pageup'))).toBe(78);
    expect(selectedSeq(press(model, 'home', 'k'))).toBe(1);
    expect(selectedSeq(press(model, 'home', 'pagedown', 'end', 'down'))).toBe(100);
  });

  test('shows the selected record always, and moves no more than it must', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('j', 'k', 'pageup', 'pagedown', 'home', 'end', 'g', 'new', 'x', 'p'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 30 }),
        (names, rows) => {
          let model = makeModel(makeNotices(1, 40), { rows, search: '-"notice 7"' });
          let newest = 40;
          for (const name of names) {
            const before = findTop(model);
            if (name === 'new') model = add(model, [makeNotice(++newest)]);
            else model = press(model, name);
            const [top, selected] = [findTop(model), findSelected(model)];
            expect(top).toBeGreaterThanOrEqual(0);
            expect(top).toBeLessThanOrEqual(Math.max(0, model.shown.length - 1));
            if (selected === -1) continue;
            expect(selected).toBeGreaterThanOrEqual(top);
            expect(selected).toBeLessThan(top + countListRows(model));
            if (name === 'new') expect(top).toBe(before);
          }
        },
      ),
    );
  });

  test('keeps so many records and says that there were more; the selection stays on one that is there', () => {
    const model = press(makeModel(makeNotices(1, 100)), 'k', 'home');
    const full = add(model, makeNotices(101, MAX_ENTRIES + 50));
    expect([full.entries.length, full.shown.length, full.isCut, selectedSeq(full)]).toEqual([MAX_ENTRIES, MAX_ENTRIES, true, 51]);
    expect(add(full, makeNotices(20_001, 40_000)).entries[0]?.record.seq).toBe(30_001);
  });

  test('begins anew with another log', () => {
    const cleared = clearEntries(press(makeModel(story), 'k', 'd'));
    expect([cleared.entries, cleared.shown, cleared.pagers, selectedSeq(cleared)]).toEqual([[], [], [], null]);
    expect(shownSeqs(add(cleared, [makeNotice(1)]))).toEqual([1]);
  });

  test('leaves out timers and tells every other record on a line', () => {
    expect(shownSeqs(makeModel(story))).toEqual([1, 3, 4, 5, 6]);
    for (const { line } of makeModel(story).shown) expect(line).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}\S/);
  });
});

describe('the search', () => {
  test('works while it is typed, also for what comes later', () => {
    const typing = type(press(makeModel(story), '/'), 'is:failed');
    expect(typing.prompt?.line.text).toBe('is:failed');
    expect([shownSeqs(typing), countHidden(typing)]).toEqual([[5], 4]);
    const kept = press(typing, 'enter');
    expect([kept.prompt, kept.search]).toEqual([null, 'is:failed']);
    const later = add(kept, [makeNotice(7), makeAttemptFinished(8, '50001', 2, { code: 'refused' })]);
    expect([shownSeqs(later), countHidden(later)]).toEqual([[5, 8], 5]);
  });

  test('is taken back by Esc', () => {
    const model = makeModel(story, { search: 'payment:50001' });
    const typing = type(press(model, '/', 'ctrl-u'), 'zzz');
    expect(shownSeqs(typing)).toEqual([]);
    expect(press(typing, 'escape')).toMatchObject({ search: 'payment:50001', prompt: null, shown: model.shown });
  });

  test('takes letters that are keys elsewhere, and Ctrl-C quits also there', () => {
    const typing = press(makeModel(story), '/');
    expect(type(typing, 'qrx?').search).toBe('qrx?');
    expect(askCommand(typing, 'q')).toBeNull();
    expect(askCommand(typing, 'ctrl-c')).toEqual({ type: 'quit' });
  });

  test('knows where an attempt goes and what its event says', () => {
    expect(shownSeqs(makeModel(story, { search: 'endpoint:localhost:3000' }))).toEqual([3, 4, 5]);
    expect(shownSeqs(makeModel(story, { search: 'event:paid provider:testpay' }))).toEqual([3, 4, 5]);
  });

  test('is off for a moment with x', () => {
    const model = makeModel(story, { search: 'payment:50002' });
    const off = press(model, 'x');
    expect([shownSeqs(off).length, countHidden(off), off.search]).toEqual([5, 0, 'payment:50002']);
    expect(shownSeqs(press(off, 'x'))).toEqual([6]);
    expect(press(makeModel(story), 'x').notice?.text).toBe('no search is on: press / to type one');
  });

  test('goes to the payment of the selected record with p, and back', () => {
    const model = press(makeModel(story, { search: 'payment:9 -zzz' }), 'x', 'k', 'k');
    const only = press(model, 'p');
    expect([only.search, shownSeqs(only), selectedSeq(only)]).toEqual(['-zzz payment:50001', [1, 3, 4, 5], 5]);
    expect(press(only, 'p').search).toBe('-zzz');
    expect(press(makeModel([makeNotice(1)]), 'p').notice?.text).toBe('this record is not about a payment');
  });
});

describe('a delivery', () => {
  test('is sent once more from its event, its attempts, and their details', () => {
    const model = press(makeModel(story), 'home');
    const again = { type: 'redeliver', deliveryId: 'dlv_1' };
    expect(askCommand(press(model, 'j'), 'r')).toEqual(again);
    expect(askCommand(press(model, 'j', 'j', 'j'), 'r')).toEqual(again);
    expect(askCommand(press(model, 'j', 'j', 'j', 'd'), 'r')).toEqual(again);
  });

  test('is never sent by accident', () => {
    const model = makeModel(story.slice(0, 5));
    const refused = (from: TailModel) => [askCommand(from, 'r'), press(from, 'r').notice?.text];
    expect(refused(model)).toEqual([null, 'select a delivery first, with j and k']);
    expect(refused(press(model, 'home'))).toEqual([null, 'this record is not about a delivery']);
    const deliveries = ['dlv_1', 'dlv_2'].map((deliveryId) => ({ deliveryId, endpoint: 'http://localhost:3000' }));
    const split = press(makeModel([{ ...makeEventAnnounced(1, '1'), deliveries } as LogRecord]), 'k');
    expect(refused(split)).toEqual([null, 'this event has several deliveries: select one of them']);
    expect(askCommand(press(model, 'k', '?'), 'r')).toBeNull();
    expect(pressKey(press(model, 'k'), { name: 'paste', text: 'rrr' }, NOW)).toMatchObject({
      command: null,
      model: { notice: { text: 'press / first, then paste what to search for' } },
    });
  });
});

describe('details and help', () => {
  test('open over the list, scroll, and go back', () => {
    const details = press(makeModel(story, { rows: 8 }), 'k', 'k', 'd');
    expect(details.pagers).toMatchObject([{ kind: 'details', title: 'Record 5  attempt.finished', scroll: 0 }]);
    expect(press(details, 'j', 'j', 'k').pagers[0]?.scroll).toBe(1);
    const end = press(details, 'end').pagers[0]?.scroll ?? 0;
    expect(end).toBeGreaterThan(5);
    expect(press(details, 'end', 'pagedown', 'j').pagers[0]?.scroll).toBe(end);
    const help = press(details, '?');
    expect(help.pagers.map(({ kind }) => kind)).toEqual(['details', 'help']);
    expect(press(help, '?', 'escape')).toMatchObject({ pagers: [], selectedSeq: details.selectedSeq });
    expect(press(details, 'd').pagers).toEqual([]);
  });

  test('show the body that an attempt sent, which only its event carries', () => {
    const lines = press(makeModel(story), 'k', 'k', 'enter').pagers[0]?.lines.map(({ label = '', text }) => label + text);
    expect(lines).toEqual(expect.arrayContaining(['Body', '{}', 'code: timeout', 'endpoint: http://localhost:3000/hook']));
    const orphan = press(makeModel([story[4] as LogRecord]), 'k', 'd').pagers[0]?.lines.map(({ text }) => text);
    expect(orphan).toContain('(in the record of its event, which is older than this list)');
  });

  test('stay on their record while the list goes on', () => {
    const details = press(makeModel(makeNotices(1, 5)), 'd');
    const later = add(details, makeNotices(6, MAX_ENTRIES + 100));
    expect(later.pagers[0]).toBe(details.pagers[0]);
    expect(countNew(later)).toBe(MAX_ENTRIES);
  });

  test('have nothing to show in an empty list', () => {
    expect(press(makeModel([]), 'd').notice?.text).toBe('there is no record to look at yet');
    expect(press(makeModel([]), 'k', 'j', 'home', 'escape', 'r').shown).toEqual([]);
  });
});
