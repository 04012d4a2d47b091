import type { OpenFile } from './file-system.js';
import { decodeLine, isRecordLine, isTornRecord, readSeq } from './journal-line.js';
import { readLines } from './line-reader.js';
import { DamagedData } from './storage-errors.js';

export interface ScanResult {
  /** The last whole record, or the one before the first expected when there is none. */
  lastSeq: number;
  /** Where the whole lines end. */
  endOffset: number;
  /** What a crash left of the record after it; 0 when the file ends with a whole line. */
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

/**
 * Reads records to the end of the file, each with the right checksum and number.
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
  for await (const { lines, rest } of readLines(file, path, start.offset, start.sizeBytes)) {
    for (const { offset, bytes } of lines) {
      visitLine(path, bytes, seq, offset, visit);
      seq++;
      endOffset = offset + bytes.length + 1;
    }
    if (rest === null) continue;
    if (isRecordLine(rest.bytes, seq) && decodeLine(rest.bytes) !== undefined) {
      visitLine(path, rest.bytes, seq, rest.offset, visit);
      return { lastSeq: seq, endOffset: rest.offset + rest.bytes.length, tornBytes: 0, lacksLineEnd: true };
    }
    if (!isTornRecord(rest.bytes, seq)) throw new DamagedData(path, `byte ${rest.offset}`, `record ${seq} was expected there`);
    return { lastSeq: seq - 1, endOffset, tornBytes: rest.bytes.length, lacksLineEnd: false };
  }
  return { lastSeq: seq - 1, endOffset, tornBytes: 0, lacksLineEnd: false };
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

function visitLine(path: string, bytes: Buffer, seq: number, offset: number, visit: (seq: number, json: string) => void): void {
  if (!isRecordLine(bytes, seq)) throw new DamagedData(path, `byte ${offset}`, `record ${seq} was expected there`);
  const json = decodeLine(bytes);
  if (json === undefined) throw new DamagedData(path, `record ${seq}, byte ${offset}`, 'the checksum does not fit');
  try {
    visit(seq, json);
  } catch (error) {
    throw new DamagedData(path, `record ${seq}, byte ${offset}`, error instanceof Error ? error.message : String(error));
  }
}
