import type {
  AttemptFinished,
  EventAnnounced,
  Header,
  LogRecord,
  RecordHead,
  ResendFinished,
  ResendMethod,
} from '../../../server/protocol/records.js';

/** A record that says what was sent once and what was answered. */
export type SentRecord = RecordHead & (AttemptFinished | ResendFinished);

/** What an edit starts from: a delivery as one attempt or one resend sent it. */
export interface ResendSource {
  record: SentRecord;
  deliveryId: string;
  /** The attempt that a resend is based on, for the harness to note. */
  attemptId: string | null;
  endpoint: string;
  method: ResendMethod;
  /** As sent, without those that the connection writes by itself. */
  headers: readonly Header[];
  /** Null when it is not known here: the event was let go and its record does not repeat the bytes. */
  body: string | null;
  /** Something about the body that an editor of text cannot give back. */
  bodyLoss: 'cut' | 'binary' | null;
  /** What the delivery itself sends; null while it is not known. */
  event: EventAnnounced | null;
}

/** Written by the connection at the moment of sending; a request that names one of them is refused. */
const CONNECTION_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
]);

const METHODS: readonly ResendMethod[] = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** How the log shows the header that the connection makes of the user name and the password of a URL. */
const URL_CREDENTIALS = 'Basic (credentials of the URL)';

/** True for records that can be edited and sent once more. */
export function isSent(record: LogRecord): record is SentRecord {
  return record.type === 'attempt.finished' || record.type === 'resend.finished';
}

/** True for headers that nobody can set, because they are about the connection. */
export function isConnectionHeader(name: string): boolean {
  return CONNECTION_HEADERS.has(name.toLowerCase());
}

/** `endpoint`: where the delivery goes by itself; it may carry credentials that the record of an attempt does not show. */
export function buildSource(record: SentRecord, event: EventAnnounced | null, endpoint: string | null): ResendSource {
  const sent = record.request;
  const sentBody = sent?.body;
  const isResend = record.type === 'resend.finished';
  return {
    record,
    deliveryId: record.deliveryId,
    attemptId: isResend ? null : record.attemptId,
    endpoint: (isResend ? sent?.url : (endpoint ?? sent?.url)) ?? '',
    method: METHODS.find((method) => method === sent?.method) ?? 'POST',
    headers: (sent?.headers ?? []).filter(([name, value]) => !isConnectionHeader(name) && value !== URL_CREDENTIALS),
    body: sentBody ? (sentBody.text ?? '') : isResend ? '' : (event?.body ?? null),
    bodyLoss: sentBody?.isCut ? 'cut' : sentBody && sentBody.text === undefined && sentBody.sizeBytes > 0 ? 'binary' : null,
    event,
  };
}
