import { hideCredentials } from '../../domain/url-credentials.js';
import type { CapturedBody, CapturedRequest, CapturedResponse, EventAnnounced, Header } from '../../protocol/records.js';
import { toDayTime } from '../format-time.js';
import { toTerminalJson, toTerminalLines, toTerminalText } from '../terminal-text.js';
import type { PagerLine } from './pager.js';
import type { TailEntry } from './tail-entry.js';

const MAX_BODY_LINES = 2_000;
const MAX_LINE_CHARS = 100_000;
/** Told in the title or in parts of their own. */
const TOLD_APART = new Set(['seq', 'at', 'lane', 'type', 'sentence', 'request', 'response', 'body', 'plainBody']);

/**
 * Everything a record carries, named as `--json` names it.
 * @param event what its attempt delivers, when it is known: the attempt itself does not repeat the body.
 */
export function describeDetails({ record, about }: TailEntry, event: EventAnnounced | null): PagerLine[] {
  const sentence: PagerLine[] = 'sentence' in record ? [{ text: toTerminalText(record.sentence) }, { text: '' }] : [];
  const facts = Object.entries(record).filter(([name]) => !TOLD_APART.has(name));
  const isAttempt = record.type === 'attempt.started' || record.type === 'attempt.finished';
  const bodies = record.type === 'event.announced' ? record : isAttempt ? event : null;
  return [
    ...sentence,
    tell('time', toDayTime(record.at)),
    tell('at', record.at),
    ...facts.map(([name, value]) => tell(name, typeof value === 'string' ? hideCredentials(value) : JSON.stringify(value))),
    ...(about.endpoint === null || 'deliveries' in record ? [] : [tell('endpoint', about.endpoint)]),
    ...('request' in record && record.request ? describeRequest(record.request) : []),
    ...(bodies === null ? [] : describeBody('Body', { text: bodies.body })),
    ...(bodies?.plainBody === undefined ? [] : describeBody('Body before encryption', { text: bodies.plainBody })),
    ...(isAttempt && bodies === null ? [tell('body', '(in the record of its event, which is older than this list)')] : []),
    ...('response' in record && record.response ? describeResponse(record.response) : []),
  ];
}

function describeRequest({ method, url, headers, body }: CapturedRequest): PagerLine[] {
  return [
    ...title('Request'),
    { text: toTerminalText(`${method} ${hideCredentials(url)}`, MAX_LINE_CHARS) },
    ...describeHeaders(headers),
    ...(body === undefined ? [] : describeBody('Request body', body)),
  ];
}

function describeResponse({ status, headers, body }: CapturedResponse): PagerLine[] {
  return [
    ...title('Answer'),
    { text: String(status) },
    ...describeHeaders(headers),
    ...(body === undefined ? [] : describeBody('Answer body', body)),
  ];
}

function describeHeaders(headers: readonly Header[]): PagerLine[] {
  return headers.map(([name, value]) => tell(name, value));
}

function describeBody(name: string, body: Pick<CapturedBody, 'text'> & Partial<CapturedBody>): PagerLine[] {
  return [...title(name), ...readBody(body).map((text) => ({ text }))];
}

function readBody({ text, sizeBytes, isCut }: Pick<CapturedBody, 'text'> & Partial<CapturedBody>): string[] {
  if (text === '' || sizeBytes === 0) return ['(empty)'];
  if (text === undefined) return [`(${sizeBytes} bytes that are not text)`];
  const lines = toTerminalLines(text, MAX_BODY_LINES, MAX_LINE_CHARS);
  return isCut ? [...lines, `(only the beginning of ${sizeBytes} bytes is kept)`] : lines;
}

function title(text: string): PagerLine[] {
  return [{ text: '' }, { text, tone: 'strong' }];
}

function tell(name: string, value: string): PagerLine {
  return { label: `${toTerminalText(name, 100)}: `, text: toTerminalText(toTerminalJson(value), MAX_LINE_CHARS) };
}
