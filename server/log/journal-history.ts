import { errorCode, type FileSystem, type OpenFile } from './file-system.js';
import { decodeHead, decodeLine, isRecordLine } from './journal-line.js';
import { findRecord, readFirstLine, readLines } from './line-reader.js';
import { DamagedData } from './storage-errors.js';

export interface Segment {
  path: string;
  firstSeq: number;
}

interface OpenSegment {
  file: OpenFile;
  /** Where the first record begins. */
  start: number;
  sizeBytes: number;
}

/** Opens a journal file for reading; null when another one stands at the path by now, as happens during a rotation. */
export async function openSegment(fs: FileSystem, { path, firstSeq }: Segment): Promise<OpenSegment | null> {
  let file: OpenFile;
  try {
    file = await fs.open(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size } = await file.stat();
    const first = await readFirstLine(file, size);
    if (first !== null && decodeHead(first.line)?.firstSeq === firstSeq) return { file, start: first.end, sizeBytes: size };
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  return null;
}

/**
 * Records `from` to `to` as JSON text without checksums, in batches of one chunk each. Stops early at the end of the file.
 * @throws DamagedData at the first line that is not the expected record.
 */
export async function* readRecords(segment: OpenSegment, path: string, from: number, to: number): AsyncGenerator<string[]> {
  let seq = from;
  let isFound = false;
  const offset = await findRecord(segment.file, path, from, segment.start, segment.sizeBytes);
  for await (const { lines } of readLines(segment.file, path, offset, segment.sizeBytes)) {
    const batch: string[] = [];
    for (const line of lines) {
      if (seq > to) break;
      if (!isRecordLine(line.bytes, seq)) {
        // The search stops a little before the record, never after it.
        if (!isFound) continue;
        throw new DamagedData(path, `byte ${line.offset}`, `record ${seq} was expected there`);
      }
      isFound = true;
      const json = decodeLine(line.bytes);
      if (json === undefined) throw new DamagedData(path, `record ${seq}, byte ${line.offset}`, 'the checksum does not fit');
      batch.push(json);
      seq++;
    }
    if (batch.length > 0) yield batch;
    if (seq > to) return;
  }
}
