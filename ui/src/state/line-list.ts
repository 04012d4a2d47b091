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
  /** Records that the filter hides. */
  hiddenCount: number;
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
  const added: Line[] = [];
  const folded: number[] = [];

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
    if (record.type === 'attempt.finished') running.delete(record.attemptId);
    if (view.matches && !view.matches(record)) continue;
    if (!view.isFolding || !isMinor(record, true)) {
      added.push({ kind: 'record', record });
      continue;
    }
    folded.push(record.seq);
    if (record.type === 'attempt.started') running.set(record.attemptId, record);
  }

  const settled = kept.settled.append(added);
  const allFolded = kept.folded.append(folded);
  const stillRunning = [...running.values()];
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
    foldedCount,
    hiddenCount: scannedCount - (settled.length - gapSeqs.length) - allFolded.length,
  };
}

function dropBefore(list: LineList, seq: number): LineList {
  const goneLines = findFirstAfter(list.settled, seq - 1, seqOf);
  const goneFolded = findFirstAfter(list.folded, seq - 1, (foldedSeq) => foldedSeq);
  return {
    ...list,
    settled: list.settled.dropFirst(goneLines),
    folded: list.folded.dropFirst(goneFolded),
    gapSeqs: list.gapSeqs.filter((gapSeq) => gapSeq >= seq),
    running: list.running.filter((record) => record.seq >= seq),
  };
}

function attemptOf(record: LogRecord): string {
  return record.type === 'attempt.started' ? record.attemptId : '';
}
