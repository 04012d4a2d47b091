import type { CapturedBody, EventAnnounced, Header, JsonObject, LogRecord } from '../../../server/protocol/records.js';
import type { VisitedPage } from '../../../server/protocol/visit-records.js';

/** A request or a reply as it stood on the wire. */
export interface WireMessage {
  title: string;
  startLine: string;
  headers: readonly Header[];
  body: CapturedBody | null;
  /** Where the body comes from when the record does not carry it, or why there is none to show. */
  bodyNote: string | null;
  /** The body before it was encrypted, where it was. */
  plain: Attachment | null;
}

/** A text beside the wire: a payload before it is sent, or changed facts. */
export interface Attachment {
  title: string;
  contentType: string;
  body: CapturedBody;
}

export interface RecordMessages {
  wire: readonly WireMessage[];
  attachments: readonly Attachment[];
}

/**
 * The messages that a record carries. `event`: what an attempt delivers; its bytes stand there once and not in every attempt.
 * `internalData`: keys of a payment's facts that its provider keeps to itself; null while nobody knows which.
 */
export function listMessages(
  record: LogRecord,
  event: EventAnnounced | null = null,
  internalData: readonly string[] | null = [],
): RecordMessages {
  return { wire: listWireMessages(record, event), attachments: listAttachments(record, internalData) };
}

function listWireMessages(record: LogRecord, event: EventAnnounced | null): WireMessage[] {
  const messages: WireMessage[] = [];
  if ('request' in record && record.request) {
    const { method, url, headers, body } = record.request;
    const isAttempt = record.type === 'attempt.finished' && body === undefined;
    messages.push({
      title: 'Request',
      startLine: `${method} ${url}`,
      headers,
      body: body ?? (isAttempt && event ? toBody(event.body) : null),
      bodyNote: isAttempt ? noteEventBody(event) : null,
      plain: event && (isAttempt || body?.text === event.body) ? findPlain(event) : null,
    });
  }
  if (record.type === 'callback.called') {
    const bodyNote = 'A plain GET: no headers of its own, no body.';
    messages.push({ title: 'Request', startLine: `GET ${record.url}`, headers: [], body: null, bodyNote, plain: null });
  }
  if ('response' in record && record.response) {
    const { status, headers, body } = record.response;
    messages.push({
      title: 'Response',
      startLine: status === 0 ? 'No answer' : `Status ${status}`,
      headers,
      body: body ?? null,
      bodyNote: null,
      plain: null,
    });
  }
  return messages;
}

function noteEventBody(event: EventAnnounced | null): string {
  return event
    ? 'The payload of the event; every attempt sends the same bytes.'
    : 'The body stands in the record of the event, which this page no longer holds.';
}

function listAttachments(record: LogRecord, internalData: readonly string[] | null): Attachment[] {
  switch (record.type) {
    case 'event.announced':
      return [
        { title: 'Payload that every attempt sends', contentType: record.contentType, body: toBody(record.body) },
        ...[findPlain(record)].filter((plain) => plain !== null),
      ];
    case 'payment.created':
      return listObject('Provider facts', record.data, internalData);
    case 'payment.status_changed':
      return listObject('Changed facts', record.data, internalData);
    case 'payment.amended':
      return listObject('Changed facts', record.data, internalData);
    case 'payment.acted':
      return listObject('Action', record.action);
    case 'customer.visited':
      return [...listObject('Action', record.action ?? undefined), ...listPage(record.page)];
    case 'check.run_started':
      return listObject('Options', record.options);
    case 'account.changed':
      return listObject('Settings', record.settings);
    default:
      return [];
  }
}

function findPlain({ plainBody }: EventAnnounced): Attachment | null {
  if (plainBody === undefined) return null;
  return { title: 'Payload before encryption', contentType: 'application/json', body: toBody(plainBody) };
}

function listPage(page: VisitedPage | null): Attachment[] {
  if (page?.body === null || page?.body === undefined) return [];
  return [{ title: 'Page where the visit ended', contentType: page.contentType ?? '', body: toBody(page.body) }];
}

function listObject(title: string, data: JsonObject | undefined, leftOut: readonly string[] | null = []): Attachment[] {
  if (leftOut === null) return [];
  const shown = Object.entries(data ?? {}).filter(([key]) => !leftOut.includes(key));
  if (shown.length === 0) return [];
  return [{ title, contentType: 'application/json', body: toBody(JSON.stringify(Object.fromEntries(shown))) }];
}

function toBody(text: string): CapturedBody {
  return { text, sizeBytes: new TextEncoder().encode(text).length };
}

/** Value of the first header of that name, whatever its case. */
export function findHeader(headers: readonly Header[], name: string): string | null {
  return headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1] ?? null;
}

/** The headers as lines, in the order sent. */
export function joinHeaders(headers: readonly Header[]): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n');
}
