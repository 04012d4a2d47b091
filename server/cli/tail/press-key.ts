import { hasTerm, setTerm, toggleTerm } from '../../reading/edit-search.js';
import { toTerminalText } from '../terminal-text.js';
import type { Key } from './key-input.js';
import { editLine, pressInLine } from './line-edit.js';
import { layOutPager, type Pager } from './pager.js';
import { describeDetails } from './record-details.js';
import { deliveryIdOf, type TailEntry } from './tail-entry.js';
import { describeKeys } from './tail-keys-help.js';
import { applySearch, countListRows, findEvent, findSelected, findTop, switchFilter, type TailModel } from './tail-model.js';

/** What a key asks for beyond the screen. */
export type TailCommand = { type: 'quit' } | { type: 'redeliver'; deliveryId: string };

export interface KeyOutcome {
  model: TailModel;
  command: TailCommand | null;
}

/** What works over the help; nothing that acts on a record that cannot be seen. */
const HELP_KEYS = new Set(['q', '?', '/', 'g', 'escape']);

/** What becomes of the screen when a key is pressed. `nowMs` is what a search for `10m` counts from. */
export function pressKey(before: TailModel, key: Key, nowMs: number): KeyOutcome {
  if (key.name === 'ctrl-c') return { model: before, command: { type: 'quit' } };
  const model = { ...before, notice: null };
  if (model.prompt) return stay(pressInPrompt(model, key, nowMs));
  const name = key.name === 'text' ? key.text : key.name;
  if (model.pagers.at(-1)?.kind === 'help' && !HELP_KEYS.has(name)) return stay(scroll(model, name));
  switch (name) {
    case 'q':
      return { model, command: { type: 'quit' } };
    case '?':
      return stay(toggleHelp(model));
    case '/':
      return stay({ ...model, pagers: [], prompt: { line: editLine(model.search), before: model.search } });
    case 'g':
      return stay({ ...model, pagers: [], selectedSeq: null });
    case 'r':
      return redeliver(model);
    case 'p':
      return stay(toggleOnlyPayment(model, nowMs));
    case 'x':
      return stay(model.search.trim() === '' ? tell(model, 'no search is on: press / to type one') : switchFilter(model));
    case 'paste':
      return stay(tell(model, 'press / first, then paste what to search for'));
    case 'd':
    case 'enter':
      return stay(name === 'd' && model.pagers.at(-1)?.kind === 'details' ? goBack(model) : openDetails(model));
    case 'escape':
      return stay(goBack(model));
    default:
      return stay(model.pagers.length > 0 ? scroll(model, name) : move(model, name));
  }
}

function pressInPrompt(model: TailModel, key: Key, nowMs: number): TailModel {
  const { prompt } = model;
  if (!prompt) return model;
  if (key.name === 'enter') return { ...model, prompt: null };
  if (key.name === 'escape') return applySearch({ ...model, prompt: null }, prompt.before, nowMs);
  const line = pressInLine(prompt.line, key);
  if (line === null) return model;
  const next = { ...model, prompt: { ...prompt, line } };
  return line.text === prompt.line.text ? next : applySearch(next, line.text, nowMs);
}

/** Selects what the key leads to; the first touch selects the newest record, where the eye is while following. */
function move(model: TailModel, name: string): TailModel {
  const page = countListRows(model);
  const steps: Record<string, number> = {
    j: 1,
    down: 1,
    k: -1,
    up: -1,
    pagedown: page,
    ' ': page,
    pageup: -page,
    home: Number.NEGATIVE_INFINITY,
    end: Number.POSITIVE_INFINITY,
  };
  const step = steps[name];
  if (step === undefined) return model;
  const isFirst = model.selectedSeq === null && Math.abs(step) === 1;
  const from = model.selectedSeq === null ? model.shown.length - 1 : findSelected(model);
  return select(model, isFirst ? from : from + step);
}

function select(model: TailModel, wish: number): TailModel {
  const { shown } = model;
  const chosen = shown[Math.max(0, Math.min(shown.length - 1, wish))];
  if (!chosen) return model;
  const seenSeq = model.selectedSeq === null ? (model.entries.at(-1)?.record.seq ?? 0) : model.seenSeq;
  const topSeq = shown[findTop(model)]?.record.seq ?? 0;
  const selected = { ...model, selectedSeq: chosen.record.seq, seenSeq, topSeq };
  return { ...selected, topSeq: shown[findTop(selected)]?.record.seq ?? 0 };
}

function openDetails(model: TailModel): TailModel {
  if (model.pagers.length > 0) return model;
  const selected = model.selectedSeq === null ? select(model, model.shown.length - 1) : model;
  const entry = selected.shown[findSelected(selected)];
  if (!entry) return tell(model, 'there is no record to look at yet');
  const { record } = entry;
  const event = 'eventId' in record ? findEvent(model, record.eventId) : null;
  const title = `Record ${record.seq}  ${toTerminalText(record.type, 100)}`;
  return openPager(selected, { kind: 'details', title, lines: describeDetails(entry, event), scroll: 0, entry });
}

function toggleHelp(model: TailModel): TailModel {
  if (model.pagers.at(-1)?.kind === 'help') return goBack(model);
  const provider = model.entries.find(({ about }) => about.provider !== null)?.about.provider ?? undefined;
  return openPager(model, { kind: 'help', title: 'Keys', lines: describeKeys(provider), scroll: 0, entry: null });
}

function openPager(model: TailModel, pager: Pager): TailModel {
  return { ...model, pagers: [...model.pagers, pager] };
}

function goBack(model: TailModel): TailModel {
  return { ...model, pagers: model.pagers.slice(0, -1) };
}

/** One row stays free for the title. */
function scroll(model: TailModel, name: string): TailModel {
  const pager = model.pagers.at(-1);
  if (!pager) return model;
  const page = Math.max(1, countListRows(model) - 1);
  const last = Math.max(0, layOutPager(pager, model.columns).length - page);
  const now = Math.min(pager.scroll, last);
  const wishes: Record<string, number> = {
    j: now + 1,
    down: now + 1,
    k: now - 1,
    up: now - 1,
    pagedown: now + page,
    ' ': now + page,
    pageup: now - page,
    home: 0,
    end: last,
  };
  const wish = wishes[name];
  if (wish === undefined) return model;
  return { ...model, pagers: [...model.pagers.slice(0, -1), { ...pager, scroll: Math.max(0, Math.min(last, wish)) }] };
}

/** Only what was chosen on purpose: while following, the newest record is another one every moment. */
function redeliver(model: TailModel): KeyOutcome {
  const entry = findChosen(model);
  if (!entry) return stay(tell(model, 'select a delivery first, with j and k'));
  const deliveryId = deliveryIdOf(entry.record);
  if (deliveryId === null) {
    const isSplit = entry.record.type === 'event.announced' && entry.record.deliveries.length > 1;
    return stay(
      tell(model, isSplit ? 'this event has several deliveries: select one of them' : 'this record is not about a delivery'),
    );
  }
  return {
    model: tell(model, `redelivering ${toTerminalText(deliveryId, 60)}`),
    command: { type: 'redeliver', deliveryId },
  };
}

function toggleOnlyPayment(model: TailModel, nowMs: number): TailModel {
  const record = (findChosen(model) ?? model.shown.at(-1))?.record;
  const paymentId = record && 'paymentId' in record ? record.paymentId : null;
  if (paymentId === null) return tell(model, 'this record is not about a payment');
  const isOn = hasTerm(model.search, 'payment', paymentId) && !model.isFilterOff;
  const search = isOn ? toggleTerm(model.search, 'payment', paymentId) : setTerm(model.search, 'payment', paymentId);
  return applySearch({ ...model, pagers: [] }, search, nowMs);
}

function findChosen(model: TailModel): TailEntry | null {
  return model.pagers.findLast(({ entry }) => entry !== null)?.entry ?? model.shown[findSelected(model)] ?? null;
}

function tell(model: TailModel, text: string): TailModel {
  return { ...model, notice: { text, tone: 'warn' } };
}

function stay(model: TailModel): KeyOutcome {
  return { model, command: null };
}
