import type { LogRecord } from '../../../server/protocol/records.js';
import { isRecord } from './parse-message.js';
import type { RecordStream, StreamReader } from './record-stream.js';

/** The first line of a saved log, as `GET /log` of the control plane writes it. */
export interface SavedLogHeader {
  paystage: 'log';
  format: number;
  version: string;
  logId: string;
  exportedAt: string;
}

/** A file that cannot be read as a log, in words for the person who chose it. */
export class SavedLogError extends Error {}

const KNOWN_FORMAT = 1;
/** Records handed on at once; between two such batches the page may draw. */
const BATCH = 2_000;

/**
 * Reads a saved log piece by piece, so that a file of hundreds of megabytes neither stops the page nor has to fit into one string.
 * @throws SavedLogError naming the line, when it is something else than a log.
 */
export async function* readSavedLog(chunks: AsyncIterable<string>): AsyncGenerator<LogRecord[]> {
  let batch: LogRecord[] = [];
  let lineNumber = 0;
  let newestSeq = 0;
  try {
    for await (const line of splitLines(chunks)) {
      lineNumber++;
      if (line === '') continue;
      const value = parseLine(line, lineNumber);
      if (lineNumber === 1) {
        checkHeader(value);
        continue;
      }
      if (!isRecord(value) || value.seq <= newestSeq) {
        throw new SavedLogError(`Line ${lineNumber} is not the next record of a log; the lines before it are shown.`);
      }
      newestSeq = value.seq;
      batch.push(value);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    // What stands before the damage is worth reading.
    if (batch.length > 0) yield batch;
    throw error;
  }
  if (lineNumber === 0) throw new SavedLogError('The file is empty.');
  if (batch.length > 0) yield batch;
}

/**
 * Looks at the beginning of a file.
 * @throws SavedLogError when it does not begin as a saved log does.
 */
export async function checkSavedLog(file: Blob): Promise<void> {
  const beginning = await file.slice(0, 4_096).text();
  const [line = ''] = beginning.split('\n');
  if (line.trim() === '') throw new SavedLogError('The file is empty.');
  checkHeader(parseLine(line, 1));
}

/** A saved log in the place of a running harness: delivers what the file holds and then stands still. */
export function createSavedStream(name: string, chunks: AsyncIterable<string>): RecordStream {
  let isOpen = true;
  const deliver = async (reader: StreamReader) => {
    reader.onConnection({ kind: 'reading', name });
    try {
      for await (const records of readSavedLog(chunks)) {
        if (!isOpen) return;
        reader.onRecords(records);
        await nextTask();
      }
    } catch (error) {
      const message = error instanceof SavedLogError ? error.message : `The file cannot be read any further: ${String(error)}`;
      reader.onFinding({ kind: 'damaged', message });
    }
    if (isOpen) reader.onConnection({ kind: 'saved', name });
  };
  return {
    open: (reader) => void deliver(reader),
    retryNow() {},
    close() {
      isOpen = false;
    },
  };
}

async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function parseLine(line: string, lineNumber: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new SavedLogError(
      lineNumber === 1
        ? 'This is no saved log: its first line is not JSON.'
        : `Line ${lineNumber} is cut off or damaged; the lines before it are shown.`,
    );
  }
}

function checkHeader(value: unknown): void {
  const header = value as Partial<SavedLogHeader> | null;
  if (typeof header !== 'object' || header?.paystage !== 'log') {
    throw new SavedLogError(
      'This is no saved log: its first line does not say so. Make one with “Export the log” or `paystage export`.',
    );
  }
  if (typeof header.format !== 'number' || header.format > KNOWN_FORMAT) {
    throw new SavedLogError(
      `This log was saved by a newer Paystage (${header.version ?? 'unknown version'}); this page cannot read it.`,
    );
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
