import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import type { HarnessNotice, LogRecord } from '../protocol/records.js';
import type { FileSystem, OpenFile } from './file-system.js';
import { createJournalFile, JournalFile } from './journal-file.js';
import { isRecordLine, isSameLog, parseRecord } from './journal-line.js';
import { readLastSeq, type ScanResult, scanRecords } from './journal-scan.js';
import { JOURNAL_NAME, PREVIOUS_JOURNAL_NAME, SNAPSHOT_NAME } from './names.js';
import type { FoundSegment } from './segments.js';
import { DamagedData, otherLog } from './storage-errors.js';

export interface OpenJournalParts {
  fs: FileSystem;
  folder: string;
  current: FoundSegment | null;
  previous: FoundSegment | null;
  /** What db.json covers; null without one. */
  snapshot: { logId: string; seq: number; journalOffset: number } | null;
  /** Gets every record that the snapshot does not cover. */
  replay(record: LogRecord, json: string): void;
  /** Goes on although records between the snapshot and the files are missing. */
  acceptsGap: boolean;
}

export interface OpenedJournal {
  file: JournalFile;
  logId: string;
  lastSeq: number;
  previousFirstSeq: number | null;
  notices: HarnessNotice[];
}

/**
 * Up to this size every checksum of the file is verified at each start (about 4 ms per MiB); beyond it, the part that the snapshot covers
 * is skipped, and damage in there shows when somebody reads that far back.
 */
const VERIFIED_BYTES = 16_777_216;

/**
 * Brings the state from the snapshot up to the end of the journal and opens it for more. A torn last line is cut, with a notice.
 * @throws DamagedData when the files do not continue each other or hold something else than records.
 */
export async function openJournal(parts: OpenJournalParts): Promise<OpenedJournal> {
  const { fs, folder, snapshot } = parts;
  const notices: HarnessNotice[] = [];
  const path = join(folder, JOURNAL_NAME);
  const covered = snapshot?.seq ?? 0;
  const previous = await lookAtPrevious(parts, notices);
  const head = parts.current?.head ?? null;
  const stranger = findStranger(parts, previous);
  if (stranger !== null) throw stranger;

  if (head === null || parts.current === null) {
    const reached = previous === null ? covered : await replayPrevious(parts, previous, covered);
    const isContinued = previous !== null && previous.lastSeq === reached;
    if (covered > 0 && !isContinued) notices.push(missingHistory(path, reached));
    const logId = snapshot?.logId ?? previous?.logId ?? randomUUID();
    const file = await createJournalFile(fs, path, { logId, firstSeq: reached + 1, isReplacing: parts.current !== null });
    return { file, logId, lastSeq: reached, previousFirstSeq: isContinued ? previous.firstSeq : null, notices };
  }

  const { logId, firstSeq } = head;
  const isContinued = previous !== null && previous.lastSeq === firstSeq - 1;
  if (covered < firstSeq - 1) {
    const reached = isContinued ? await replayPrevious(parts, previous, covered) : covered;
    if (reached < firstSeq - 1 && !parts.acceptsGap)
      throw new DamagedData(
        path,
        'line 2',
        `it begins with record ${firstSeq}, but records ${covered + 1} to ${firstSeq - 1} are in no file`,
      );
  }
  const { file, lastSeq } = await openCurrent(parts, parts.current, firstSeq, covered, notices);
  return { file, logId, lastSeq, previousFirstSeq: isContinued ? previous.firstSeq : null, notices };
}

/** A db.json that tells about other payments than the journal, such as one that was copied from another folder. */
function findStranger({ folder, current, snapshot }: OpenJournalParts, previous: Previous | null): DamagedData | null {
  if (snapshot === null) return null;
  const path = join(folder, SNAPSHOT_NAME);
  if (current?.head) return isSameLog(current.head, snapshot.logId) ? null : otherLog(path, JOURNAL_NAME);
  // Where db.json covers all of it, the older file is history only; a repair may have given the log another id since.
  const isReplayed = previous !== null && previous.lastSeq > snapshot.seq;
  return isReplayed && previous.logId !== snapshot.logId ? otherLog(path, PREVIOUS_JOURNAL_NAME) : null;
}

async function openCurrent(
  parts: OpenJournalParts,
  segment: FoundSegment,
  firstSeq: number,
  covered: number,
  notices: HarnessNotice[],
): Promise<{ file: JournalFile; lastSeq: number }> {
  const { path, sizeBytes } = segment;
  const handle = await parts.fs.open(path, 'a+');
  try {
    const canSkip = sizeBytes > VERIFIED_BYTES && (await isContinuedAt(handle, parts.snapshot, sizeBytes));
    const offset = canSkip ? (parts.snapshot?.journalOffset ?? segment.start) : segment.start;
    const seq = canSkip ? covered + 1 : firstSeq;
    const scan = await scanRecords(handle, { path, offset, seq, sizeBytes }, (at, json) => {
      if (at > covered) parts.replay(parseRecord(json), json);
    });
    if (scan.lastSeq < covered)
      throw new DamagedData(
        path,
        `byte ${scan.endOffset}`,
        `it ends with record ${scan.lastSeq}, but db.json already covers record ${covered}`,
      );
    const end = await mendEnd(handle, path, scan, scan.lastSeq - firstSeq + 3, notices);
    return { file: new JournalFile(handle, { path, firstSeq, sizeBytes: end }), lastSeq: scan.lastSeq };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** @param line number of the line after the last whole one; the head is line 1. */
async function mendEnd(
  handle: OpenFile,
  path: string,
  scan: ScanResult,
  line: number,
  notices: HarnessNotice[],
): Promise<number> {
  if (scan.lacksLineEnd) {
    await handle.write(Buffer.from('\n'), null);
    await handle.sync();
    return scan.endOffset + 1;
  }
  if (scan.tornBytes === 0) return scan.endOffset;
  await handle.truncate(scan.endOffset);
  await handle.sync();
  notices.push({
    type: 'harness.notice',
    level: 'warning',
    code: 'journal_torn',
    message: `The end of ${path} was only half written (from line ${line}, ${scan.tornBytes} bytes from byte ${scan.endOffset}) and was cut off.`,
    hint: 'This is what a sudden end leaves behind. Nothing that was acknowledged to a caller stood in it.',
  });
  return scan.endOffset;
}

/** Whether the snapshot's offset really is where the record after it begins, or the end of the file after the last record it covers. */
async function isContinuedAt(handle: OpenFile, snapshot: OpenJournalParts['snapshot'], sizeBytes: number): Promise<boolean> {
  if (snapshot === null || snapshot.journalOffset < 1 || snapshot.journalOffset > sizeBytes) return false;
  const { seq, journalOffset } = snapshot;
  const bytes = Buffer.alloc(33);
  const line = bytes.subarray(0, await handle.read(bytes, journalOffset - 1));
  if (line[0] !== 10) return false;
  if (isRecordLine(line.subarray(1), seq + 1)) return true;
  return line.length === 1 && (await readLastSeq(handle, sizeBytes)) === seq;
}

interface Previous {
  segment: FoundSegment;
  logId: string;
  firstSeq: number;
  lastSeq: number;
}

/** The older file counts only while the newer one continues it; otherwise it is history that nobody can place. */
async function lookAtPrevious(parts: OpenJournalParts, notices: HarnessNotice[]): Promise<Previous | null> {
  const segment = parts.previous;
  if (segment === null || segment.head === null) return null;
  const { logId, firstSeq } = segment.head;
  const handle = await parts.fs.open(segment.path, 'r');
  try {
    const lastSeq = await readLastSeq(handle, segment.sizeBytes);
    if (lastSeq === undefined)
      throw new DamagedData(segment.path, `byte ${segment.sizeBytes}`, 'its last line is not a whole record');
    const next = parts.current?.head?.firstSeq ?? Math.max(lastSeq, parts.snapshot?.seq ?? 0) + 1;
    const isOther = parts.current?.head ? !isSameLog(parts.current.head, logId) : false;
    if (lastSeq === next - 1 && !isOther) return { segment, logId, firstSeq, lastSeq };
    const why = isOther ? 'belongs to another log than' : `ends with record ${lastSeq}, but`;
    const whose = isOther ? JOURNAL_NAME : `${JOURNAL_NAME} goes on with ${next}`;
    notices.push({
      type: 'harness.notice',
      level: 'warning',
      code: 'history_gap',
      message: `${segment.path} ${why} ${whose}; the older file is left alone.`,
    });
    return null;
  } finally {
    await handle.close();
  }
}

/** @returns the last record that state and files have in common now. */
async function replayPrevious(parts: OpenJournalParts, previous: Previous, covered: number): Promise<number> {
  const { segment, firstSeq, lastSeq } = previous;
  if (covered >= lastSeq) return covered;
  if (covered < firstSeq - 1 && !parts.acceptsGap)
    throw new DamagedData(
      segment.path,
      'line 2',
      `it begins with record ${firstSeq}, but records ${covered + 1} to ${firstSeq - 1} are in no file; db.json may be missing`,
    );
  const handle = await parts.fs.open(segment.path, 'r');
  try {
    await scanRecords(
      handle,
      { path: segment.path, offset: segment.start, seq: firstSeq, sizeBytes: segment.sizeBytes },
      (seq, json) => {
        if (seq > covered) parts.replay(parseRecord(json), json);
      },
    );
  } finally {
    await handle.close();
  }
  return lastSeq;
}

function missingHistory(path: string, seq: number): HarnessNotice {
  return {
    type: 'harness.notice',
    level: 'warning',
    code: 'history_missing',
    message: `${basename(path)} is gone, so records up to ${seq} can no longer be read. Payments come from db.json.`,
  };
}
