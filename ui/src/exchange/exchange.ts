import type { CapturedRequest, CapturedResponse, EventAnnounced, LogRecord } from '../../../server/protocol/records.js';

/** What one side asked and the other answered. */
export interface Exchange {
  record: LogRecord;
  /** When the request began, by the clock of the lane. */
  startedAt: string;
  durationMs: number;
  remoteAddress: string | null;
  /** With an absolute URL, and with the body of the event where the record does not repeat it. */
  request: CapturedRequest;
  /** True when there was a body and it is not known here. */
  isBodyUnknown: boolean;
  /** Null when nothing was answered. */
  response: CapturedResponse | null;
}

interface Surroundings {
  /** What an attempt delivers. */
  event: EventAnnounced | null;
  /** The record that says when an attempt began, if it is known. */
  start?: LogRecord | undefined;
  /** Where the stage answers: requests to it are recorded by their path. */
  origin: string;
}

/** The exchange that a record tells of; null for a record of anything else. */
export function buildExchange(record: LogRecord, { event, start, origin }: Surroundings): Exchange | null {
  const request = readRequest(record);
  if (!request) return null;
  const isAttempt = record.type === 'attempt.finished' && request.body === undefined;
  const body = isAttempt && event ? { text: event.body, sizeBytes: new TextEncoder().encode(event.body).length } : request.body;
  const durationMs = readDuration(record);
  return {
    record,
    startedAt: start?.at ?? subtract(record.at, durationMs),
    durationMs,
    remoteAddress: 'remoteAddress' in record ? (record.remoteAddress ?? null) : null,
    request: { ...request, url: request.url.startsWith('/') ? origin + request.url : request.url, ...(body ? { body } : {}) },
    isBodyUnknown: isAttempt && event === null,
    response: 'response' in record ? (record.response ?? null) : null,
  };
}

/** True for records that show something which went over the wire, or will. */
export function hasMessages(record: LogRecord): boolean {
  return readRequest(record) !== null || record.type === 'event.announced' || record.type === 'attempt.finished';
}

function readRequest(record: LogRecord): CapturedRequest | null {
  if (record.type === 'callback.called') return { method: 'GET', url: record.url, headers: [] };
  return 'request' in record ? (record.request ?? null) : null;
}

function readDuration(record: LogRecord): number {
  if ('latencyMs' in record) return record.latencyMs;
  return 'durationMs' in record ? record.durationMs : 0;
}

function subtract(iso: string, ms: number): string {
  const time = Date.parse(iso) - ms;
  return Number.isNaN(time) ? iso : new Date(time).toISOString();
}
