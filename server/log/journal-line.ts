import { crc32 } from 'node:zlib';
import type { LogRecord } from '../protocol/records.js';
import { FORMAT_VERSION } from './format-version.js';

/** First line of every journal file; records follow, one per line. */
export interface JournalHead {
  version: number;
  logId: string;
  /** `seq` of the first record of this file, whether it is there yet or not. */
  firstSeq: number;
  /** After a repair, which gives the log another id: the one that db.json and the older file may still have. */
  formerLogId?: string | undefined;
}

/** Longer lines are never written, so a reader that meets one is not looking at a journal. */
export const MAX_LINE_BYTES = 16_777_216;
/** Records longer than this are refused; a UTF-16 unit becomes at most three bytes. */
export const MAX_RECORD_LENGTH = 4_194_304;

/** `,"crc":"89abcdef"}` */
const CHECKSUM_BYTES = 18;
/** Says that the next line was written together with this one: they are replayed together or, when the last of them is missing, not at all. */
const MORE = ',"more":true';
const CLOSING_BRACE = Buffer.from('}');
const HEAD_START = '{"journal":"paystage","version":';

/** One line of the journal: the JSON text with its CRC-32 as the last key, and the line end. `hasMore`: the next line belongs to it. */
export function encodeLine(json: string, hasMore = false): string {
  const body = hasMore ? `${json.slice(0, -1)}${MORE}` : json.slice(0, -1);
  return `${body}${writeChecksum(crc32(CLOSING_BRACE, crc32(body)))}\n`;
}

/** Whether a line says that the next one belongs to it. */
export function hasMore(line: Buffer): boolean {
  const end = line.length - CHECKSUM_BYTES;
  return line.toString('latin1', end - MORE.length, end) === MORE;
}

export function encodeHead(head: JournalHead): string {
  const former = head.formerLogId === undefined ? '' : `,"formerLogId":${JSON.stringify(head.formerLogId)}`;
  return encodeLine(
    `${HEAD_START}${head.version},"logId":${JSON.stringify(head.logId)},"firstSeq":${head.firstSeq}${former},"about":"One record per line; the last key is a checksum. Delete the folder to start over, do not edit."}`,
  );
}

/** The JSON text of a line (without its line end) as it was given to `encodeLine`; undefined when the checksum is missing or wrong. */
export function decodeLine(line: Buffer): string | undefined {
  const end = line.length - CHECKSUM_BYTES;
  if (end < 1) return undefined;
  const expected = writeChecksum(crc32(CLOSING_BRACE, crc32(line.subarray(0, end))));
  if (line.toString('latin1', end) !== expected) return undefined;
  return `${line.toString('utf8', 0, hasMore(line) ? end - MORE.length : end)}}`;
}

/** What the first line says; undefined when it is not the head of a journal. */
export function decodeHead(line: Buffer): JournalHead | undefined {
  const start = line.toString('latin1', 0, HEAD_START.length + 16);
  if (!start.startsWith(HEAD_START)) return undefined;
  const version = Number.parseInt(start.slice(HEAD_START.length), 10);
  // A later format may check its lines in another way; only the version is sure to stand where it does.
  if (version > FORMAT_VERSION) return { version, logId: '', firstSeq: 0 };
  const json = decodeLine(line);
  if (json === undefined) return undefined;
  const { logId, firstSeq, formerLogId } = JSON.parse(json) as Partial<JournalHead>;
  if (typeof logId !== 'string' || typeof firstSeq !== 'number' || !Number.isSafeInteger(firstSeq)) return undefined;
  return { version, logId, firstSeq, ...(typeof formerLogId === 'string' ? { formerLogId } : {}) };
}

/** Whether another file with this id is of the same log. */
export function isSameLog(head: JournalHead, logId: string): boolean {
  return logId === head.logId || logId === head.formerLogId;
}

/** Whether bytes without a line end are what a crash leaves of a head: a part of one, or blocks that were never filled. */
export function isTornHead(bytes: Buffer): boolean {
  return isTorn(bytes, HEAD_START);
}

/** The same for the record with this `seq`. */
export function isTornRecord(bytes: Buffer, seq: number): boolean {
  return isTorn(bytes, recordStart(seq));
}

/** Whether a line begins as the record with this `seq` does. Cheap: nothing is parsed. */
export function isRecordLine(line: Buffer, seq: number): boolean {
  const start = recordStart(seq);
  return line.toString('latin1', 0, start.length) === start;
}

/** The `seq` that a line claims, or undefined. */
export function readSeq(line: Buffer): number | undefined {
  const found = /^\{"seq":(\d{1,16}),/.exec(line.toString('latin1', 0, 26));
  return found ? Number(found[1]) : undefined;
}

/** @throws when the text is not a record; its checksum was right, so this is a defect or a forgery. */
export function parseRecord(json: string): LogRecord {
  const value: unknown = JSON.parse(json);
  if (!isRecordHead(value)) throw new Error('the line holds no record');
  return value as LogRecord;
}

function isRecordHead(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, at, lane, type } = value as Record<string, unknown>;
  return Number.isSafeInteger(seq) && typeof at === 'string' && typeof lane === 'string' && typeof type === 'string';
}

function recordStart(seq: number): string {
  return `{"seq":${seq},`;
}

function isTorn(bytes: Buffer, start: string): boolean {
  const text = bytes.toString('latin1', 0, start.length);
  const nul = text.indexOf('\0');
  return start.startsWith(nul === -1 ? text : text.slice(0, nul));
}

function writeChecksum(crc: number): string {
  return `,"crc":"${crc.toString(16).padStart(8, '0')}"}`;
}
