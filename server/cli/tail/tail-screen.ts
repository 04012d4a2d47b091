import { toClockTime } from '../format-time.js';
import type { Paint, Tone } from '../paint.js';
import { toTerminalText } from '../terminal-text.js';
import { layOutPager, type Pager } from './pager.js';
import type { TailEntry } from './tail-entry.js';
import { listHints } from './tail-keys-help.js';
import { countHidden, countListRows, countNew, findSelected, findTop, type TailModel } from './tail-model.js';
import { fitStyled, measureText } from './text-width.js';

/** Below this many columns a line says what happened and leaves out when. */
const ROOM_FOR_TIME = 60;
/** The same for the milliseconds. */
const ROOM_FOR_MS = 100;

interface Part {
  text: string;
  tone?: Tone;
}

/** The rows of the screen, each painted and no wider than it: `model.rows` of them. */
export function renderTail(model: TailModel, paint: Paint): string[] {
  const { columns, rows } = model;
  const pager = model.pagers.at(-1);
  const body = pager ? renderPager(pager, model, paint) : renderList(model, paint);
  const room = countListRows(model);
  const filled = [...body, ...Array<string>(Math.max(0, room - body.length)).fill('')].slice(0, room);
  return [...filled, renderStatus(model, paint), renderFoot(model, paint)].slice(-rows).map((line) => fitStyled(line, columns));
}

function renderList(model: TailModel, paint: Paint): string[] {
  const { shown, entries } = model;
  if (shown.length === 0) {
    if (entries.length === 0) return [paint('faint', 'Nothing has happened yet.')];
    const way = model.prompt ? 'Esc takes it back.' : 'Press x to see them for a moment.';
    return [`All ${entries.length} records are hidden by the search.`, way].map((line) => paint('faint', line));
  }
  const top = findTop(model);
  const selected = findSelected(model);
  const room = model.columns - 2;
  return shown.slice(top, top + countListRows(model)).map((entry, index) => {
    const line = fitStyled(shortenTime(entry, model.columns), room);
    return top + index === selected ? highlight(`> ${line}`, model.columns, paint) : `  ${line}`;
  });
}

/** Swaps the colours of a whole row, where there are any. */
function highlight(line: string, columns: number, paint: Paint): string {
  const isStyled = paint('strong', 'x') !== 'x';
  if (!isStyled) return line;
  const width = measureText(line.replace(/\x1b\[\d+m/g, ''));
  return `\x1b[7m${line}${' '.repeat(Math.max(0, columns - width))}\x1b[27m`;
}

/** The line of an entry, with as much of its time as there is room for. */
function shortenTime({ line, record }: TailEntry, columns: number): string {
  if (columns >= ROOM_FOR_MS) return line;
  const time = toClockTime(record.at);
  const start = line.indexOf(time);
  // Without its time only where it stands at the beginning, after nothing but a style.
  if (start === -1 || start > 5) return line;
  const end = line.indexOf('  ', start) + 2;
  return columns >= ROOM_FOR_TIME ? line.slice(0, start + 8) + line.slice(start + time.length) : line.slice(end);
}

function renderPager(pager: Pager, model: TailModel, paint: Paint): string[] {
  const rows = layOutPager(pager, model.columns);
  const room = Math.max(1, countListRows(model) - 1);
  const from = Math.max(0, Math.min(pager.scroll, rows.length - room));
  const seen = rows.slice(from, from + room);
  const place = rows.length > room ? `  ${from + 1}-${from + seen.length} of ${rows.length}` : '';
  return [
    `${paint('strong', pager.title)}${paint('faint', place)}`,
    ...seen.map(({ label = '', text, tone }) => {
      const shown = tone === undefined ? text : paint(tone, text);
      return label === '' ? shown : paint('name', label) + shown;
    }),
  ];
}

function renderStatus(model: TailModel, paint: Paint): string {
  const { entries, isCut, isFilterOff, query, search } = model;
  const newCount = countNew(model);
  const problem = query.problems[0];
  const parts: Part[] = [
    describeState(model),
    ...(newCount > 0 ? [{ text: `${newCount} new`, tone: 'strong' as const }] : []),
    isFilterOff ? { text: 'search off', tone: 'warn' } : describeHidden(countHidden(model)),
    ...(problem === undefined ? [] : [{ text: toTerminalText(problem, 300), tone: 'warn' as const }]),
    ...(search === '' || model.prompt ? [] : [{ text: `/${toTerminalText(search, 300)}`, tone: 'name' as const }]),
    { text: isCut ? `last ${entries.length} records` : `${entries.length} records`, tone: 'faint' },
  ];
  return joinParts(parts, paint);
}

function describeState({ isConnected, selectedSeq }: TailModel): Part {
  if (!isConnected) return { text: 'no connection', tone: 'bad' };
  return selectedSeq === null ? { text: 'following', tone: 'good' } : { text: 'paused' };
}

function describeHidden(count: number): Part {
  return count > 0 ? { text: `${count} hidden`, tone: 'warn' } : { text: '0 hidden', tone: 'faint' };
}

/** What is being typed, what has to be said, or the keys. */
function renderFoot(model: TailModel, paint: Paint): string {
  const { prompt, notice, columns } = model;
  if (prompt) return renderPrompt(toTerminalText(prompt.line.text), prompt.line.cursor, columns, paint);
  if (notice) return paint(notice.tone, toTerminalText(notice.text));
  return renderHints(model, paint);
}

/** As many as fit, each whole. */
function renderHints(model: TailModel, paint: Paint): string {
  const hints: string[] = [];
  let room = model.columns;
  for (const { keys, short } of listHints(model)) {
    const needed = keys.length + 1 + short.length;
    if (needed > room) continue;
    hints.push(`${paint('name', keys)} ${short}`);
    room -= needed + 2;
  }
  return hints.join('  ');
}

/** The end of the line up to the cursor stays in sight. `text` has as many characters as what was typed: controls became one each. */
function renderPrompt(text: string, cursor: number, columns: number, paint: Paint): string {
  let room = columns - 3;
  let start = cursor;
  for (const char of [...text.slice(0, cursor)].reverse()) {
    room -= measureText(char);
    if (room < 0) break;
    start -= char.length;
  }
  return `${paint('name', '/')}${text.slice(start, cursor)}${paint('strong', '_')}${text.slice(cursor)}`;
}

function joinParts(parts: readonly Part[], paint: Paint): string {
  return parts.map(({ text, tone }) => (tone === undefined ? text : paint(tone, text))).join('  ');
}
