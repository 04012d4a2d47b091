import type { OpenFile } from './file-system.js';
import { MAX_LINE_BYTES, readSeq } from './journal-line.js';
import { DamagedData } from './storage-errors.js';

/** A line without its line end. `bytes` is only good until the next batch is asked for. */
export interface Line {
  offset: number;
  bytes: Buffer;
}

export interface LineBatch {
  lines: Line[];
  /** What stands after the last line end; only in the last batch, and only when it is not empty. */
  rest: Line | null;
}

const CHUNK_BYTES = 1_048_576;
const LINE_END = 10;

/**
 * Reads lines from `from` to `to` (byte offsets), a chunk at a time, so that a file of any size needs little memory.
 * @throws DamagedData when a line is longer than any that we write.
 */
export async function* readLines(file: OpenFile, path: string, from: number, to: number): AsyncGenerator<LineBatch> {
  if (from >= to) return;
  let buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to - from));
  let kept = 0;
  let position = from;
  while (true) {
    const wanted = Math.min(buffer.length - kept, to - position);
    const got = wanted === 0 ? 0 : await file.read(buffer.subarray(kept, kept + wanted), position);
    const filled = kept + got;
    const base = position - kept;
    position += got;
    const lines: Line[] = [];
    let start = 0;
    for (let end = buffer.indexOf(LINE_END, kept); end !== -1 && end < filled; end = buffer.indexOf(LINE_END, start)) {
      lines.push({ offset: base + start, bytes: buffer.subarray(start, end) });
      start = end + 1;
    }
    const isEnd = got < wanted || position === to;
    if (isEnd) {
      yield { lines, rest: start < filled ? { offset: base + start, bytes: buffer.subarray(start, filled) } : null };
      return;
    }
    if (lines.length > 0) yield { lines, rest: null };
    kept = filled - start;
    if (kept > MAX_LINE_BYTES)
      throw new DamagedData(path, `byte ${base + start}`, 'a line is longer than any that Paystage writes');
    const next = kept > buffer.length / 2 ? Buffer.allocUnsafe(buffer.length * 2) : buffer;
    buffer.copy(next, 0, start, filled);
    buffer = next;
  }
}

/** The first line of a file and where the second begins; null when there is no line end within what a line may be long. */
export async function readFirstLine(file: OpenFile, size: number): Promise<{ line: Buffer; end: number } | null> {
  const bytes = Buffer.alloc(Math.min(size, 4_096));
  const got = await file.read(bytes, 0);
  const end = bytes.subarray(0, got).indexOf(LINE_END);
  return end === -1 ? null : { line: bytes.subarray(0, end), end: end + 1 };
}

/**
 * Byte offset at which the record `seq` begins, found by halving; the file must be one of rising numbers between `from` and `to`.
 * @throws DamagedData when a line in between does not begin like a record.
 */
export async function findRecord(file: OpenFile, path: string, seq: number, from: number, to: number): Promise<number> {
  let low = from;
  let high = to;
  while (high - low > CHUNK_BYTES / 16) {
    const middle = low + Math.floor((high - low) / 2);
    const line = await nextLineStart(file, path, middle, high);
    if (line === null || line.seq > seq) high = middle;
    else low = line.offset;
  }
  return low;
}

async function nextLineStart(
  file: OpenFile,
  path: string,
  from: number,
  to: number,
): Promise<{ offset: number; seq: number } | null> {
  const bytes = Buffer.allocUnsafe(16_384);
  for (let position = from; position < to; position += bytes.length) {
    const got = await file.read(bytes, position);
    const end = bytes.subarray(0, got).indexOf(LINE_END);
    if (end === -1 && got === bytes.length) continue;
    const offset = position + end + 1;
    if (end === -1 || offset >= to) return null;
    const start = Buffer.alloc(32);
    const seq = readSeq(start.subarray(0, await file.read(start, offset)));
    if (seq === undefined) throw new DamagedData(path, `byte ${offset}`, 'a line does not begin like a record');
    return { offset, seq };
  }
  return null;
}
