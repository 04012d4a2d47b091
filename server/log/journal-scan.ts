import type { OpenFile } from './file-system.js';
import { decodeLine, hasMore, isRecordLine, isTornRecord, readSeq } from './journal-line.js';
import { readLines } from './line-reader.js';
import { DamagedData } from './storage-errors.js';

export interface ScanResult {
  /** The last record of the last whole group, or the one before the first expected when there is none. */
  lastSeq: number;
  /** Where the whole groups end. */
  endOffset: number;
  /** What a crash left of the group after it; 0 when the file ends with a whole one. */
  tornBytes: number;
  /** The last record is whole but lost its line end. */
  lacksLineEnd: boolean;
}

export interface ScanStart {
  path: string;
  /** Where the scan begins and which record must stand there. */
  offset: number;
  seq: number;
  sizeBytes: number;
}

interface HeldRecord {
  seq: number;
  json: string;
  offset: number;
}

/**
 * Reads records to the end of the file, each with the right checksum and number. Records that were written together are shown together, once
 * the last of them was read; a group that a crash cut short is not shown at all.
 * @param visit gets the JSON text of each; what it throws counts as damage at that record.
 * @throws DamagedData naming the byte of the first line that is not the expected record.
 */
export async function scanRecords(
  file: OpenFile,
  start: ScanStart,
  visit: (seq: number, json: string) => void,
): Promise<ScanResult> {
  const { path } = start;
  let seq = start.seq;
  let endOffset = start.offset;
  let held: HeldRecord[] = [];
  let tornBytes = 0;
  for await (const { lines, rest } of readLines(file, path, start.offset, start.sizeBytes)) {
    for (const { offset, bytes } of lines) {
      held.push(readRecord(path, bytes, seq++, offset));
      tornBytes += bytes.length + 1;
      if (hasMore(bytes)) continue;
      for (const record of held) visitRecord(path, record, visit);
      held = [];
      tornBytes = 0;
      endOffset = offset + bytes.length + 1;
    }
    if (rest === null) continue;
    const isWhole = isRecordLine(rest.bytes, seq) && decodeLine(rest.bytes) !== undefined;
    if (isWhole && !hasMore(rest.bytes)) {
      for (const record of [...held, readRecord(path, rest.bytes, seq, rest.offset)]) visitRecord(path, record, visit);
      return { lastSeq: seq, endOffset: rest.offset + rest.bytes.length, tornBytes: 0, lacksLineEnd: true };
    }
    if (!isWhole && !isTornRecord(rest.bytes, seq)) {
      throw new DamagedData(path, `byte ${rest.offset}`, `record ${seq} was expected there`);
    }
    tornBytes += rest.bytes.length;
  }
  return { lastSeq: seq - 1 - held.length, endOffset, tornBytes, lacksLineEnd: false };
}

/** `seq` of the last whole line of a file; undefined when that is no record. Reads the end only. */
export async function readLastSeq(file: OpenFile, sizeBytes: number): Promise<number | undefined> {
  for (let length = 65_536; ; length *= 4) {
    const from = Math.max(0, sizeBytes - length);
    const bytes = Buffer.alloc(sizeBytes - from);
    await file.read(bytes, from);
    const end = bytes.lastIndexOf(10);
    const start = end < 1 ? -1 : bytes.lastIndexOf(10, end - 1);
    if (start !== -1) {
      const line = bytes.subarray(start + 1, end);
      return decodeLine(line) === undefined ? undefined : readSeq(line);
    }
    if (from === 0 || length > 16_777_216) return undefined;
  }
}

function readRecord(path: string, bytes: Buffer, seq: number, offset: number): HeldRecord {
  if (!isRecordLine(bytes, seq)) throw new DamagedData(path, `byte ${offset}`, `record ${seq} was expected there`);
  const json = decodeLine(bytes);
  if (json === undefined) throw new DamagedData(path, `record ${seq}, byte ${offset}`, 'the checksum does not fit');
  return { seq, json, offset };
}

function visitRecord(path: string, { seq, json, offset }: HeldRecord, visit: (seq: number, json: string) => void): void {
  try {
    visit(seq, json);
  } catch (error) {
    throw new DamagedData(path, `record ${seq}, byte ${offset}`, error instanceof Error ? error.message : String(error));
  }
}
