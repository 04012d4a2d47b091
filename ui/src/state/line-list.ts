import type { LogRecord } from '../../../server/protocol/records.js';
import { ChunkedList, findFirstAfter } from './chunked-list.js';
import { type Line, type Lines, seqOf } from './line.js';
import { MergedLines } from './merged-lines.js';
import { isMinor } from './minor.js';

/** What somebody wants to see. Another object is another wish: keep it as long as nothing changed. */
export interface ListView {
  /** Null: everything. */
  matches: ((record: LogRecord) => boolean) | null;
  /** True when minor records have no line of their own. */
  isFolding: boolean;
}

/** The lines for a view, with what is needed to extend them when more records come. */
export interface LineList {
  view: ListView;
  lines: Lines;
  /** The records that were looked at, from the first one held up to this one. */
  scannedSeq: number;
  firstSeq: number;
  settled: ChunkedList<Line>;
  /** Where gaps are among the settled lines. */
  gapSeqs: readonly number[];
  /** Minor records that match and have no line, running ones included. */
  folded: ChunkedList<number>;
  /** Starts of attempts that match and have no answer yet, oldest first; none while nothing is folded. */
  running: readonly LogRecord[];
  /** Minor records that do not match: without the filter they would be folded, running ones excepted. */
  hiddenMinor: ChunkedList<number>;
  /** Starts of attempts that do not match and have no answer yet. */
  hiddenRunning: readonly LogRecord[];
  /** Records that would have a line without the filter: as many lines as there are more when it is turned off. */
  hiddenCount: number;
  /** Minor records that match: as many lines as there are more when they are unfolded. */
  foldedCount: number;
}

export function startLineList(view: ListView): LineList {
  return {
    view,
    lines: new MergedLines(ChunkedList.empty(), []),
    scannedSeq: 0,
    firstSeq: 0,
    settled: ChunkedList.empty(),
    gapSeqs: [],
    folded: ChunkedList.empty(),
    running: [],
    hiddenMinor: ChunkedList.empty(),
    hiddenRunning: [],
    hiddenCount: 0,
    foldedCount: 0,
  };
}

/** True when every record up to the newest one has been looked at. */
export function isComplete(list: LineList, records: ChunkedList<LogRecord>): boolean {
  return list.scannedSeq >= (records.at(-1)?.seq ?? 0);
}

/**
 * Looks at no more than `budget` records that came since, and lets go of lines whose records are no longer held: the cost of a call does
 * not depend on how many lines there are. Call it again until it `isComplete`.
 */
export function extendLineList(list: LineList, records: ChunkedList<LogRecord>, budget: number): LineList {
  const firstSeq = records.at(0)?.seq ?? list.scannedSeq + 1;
  if (isComplete(list, records) && firstSeq === list.firstSeq) return list;
  const { view } = list;
  const kept = firstSeq > list.firstSeq ? dropBefore(list, firstSeq) : list;
  const gapSeqs = [...kept.gapSeqs];
  const running = new Map(kept.running.map((record) => [attemptOf(record), record]));
  const hiddenRunning = new Map(kept.hiddenRunning.map((record) => [attemptOf(record), record]));
  const added: Line[] = [];
  const folded: number[] = [];
  const hiddenMinor: number[] = [];

  const start = findFirstAfter(records, list.scannedSeq, ({ seq }) => seq);
  const end = Math.min(records.length, start + budget);
  let previousSeq = records.at(start - 1)?.seq ?? 0;
  for (let index = start; index < end; index++) {
    const record = records.at(index);
    if (!record) break;
    if (previousSeq > 0 && record.seq > previousSeq + 1) {
      added.push({ kind: 'gap', fromSeq: previousSeq + 1, toSeq: record.seq - 1 });
      gapSeqs.push(previousSeq + 1);
    }
    previousSeq = record.seq;
    if (record.type === 'attempt.finished') {
      running.delete(record.attemptId);
      hiddenRunning.delete(record.attemptId);
    }
    const isShown = !view.matches || view.matches(record);
    if (!view.isFolding || !isMinor(record, true)) {
      if (isShown) added.push({ kind: 'record', record });
      continue;
    }
    (isShown ? folded : hiddenMinor).push(record.seq);
    if (record.type === 'attempt.started') (isShown ? running : hiddenRunning).set(record.attemptId, record);
  }

  const settled = kept.settled.append(added);
  const allFolded = kept.folded.append(folded);
  const allHiddenMinor = kept.hiddenMinor.append(hiddenMinor);
  const stillRunning = [...running.values()];
  const stillHiddenRunning = [...hiddenRunning.values()];
  const scannedCount = end;
  const foldedCount = allFolded.length - stillRunning.length;
  return {
    view,
    lines: new MergedLines(settled, stillRunning),
    scannedSeq: end > start ? previousSeq : list.scannedSeq,
    firstSeq,
    settled,
    gapSeqs,
    folded: allFolded,
    running: stillRunning,
    hiddenMinor: allHiddenMinor,
    hiddenRunning: stillHiddenRunning,
    foldedCount,
    hiddenCount:
      scannedCount - (settled.length - gapSeqs.length) - allFolded.length - allHiddenMinor.length + stillHiddenRunning.length,
  };
}

function dropBefore(list: LineList, seq: number): LineList {
  const goneLines = findFirstAfter(list.settled, seq - 1, seqOf);
  const dropMinor = (seqs: ChunkedList<number>) => seqs.dropFirst(findFirstAfter(seqs, seq - 1, (minorSeq) => minorSeq));
  return {
    ...list,
    settled: list.settled.dropFirst(goneLines),
    folded: dropMinor(list.folded),
    hiddenMinor: dropMinor(list.hiddenMinor),
    gapSeqs: list.gapSeqs.filter((gapSeq) => gapSeq >= seq),
    running: list.running.filter((record) => record.seq >= seq),
    hiddenRunning: list.hiddenRunning.filter((record) => record.seq >= seq),
  };
}

function attemptOf(record: LogRecord): string {
  return record.type === 'attempt.started' ? record.attemptId : '';
}
