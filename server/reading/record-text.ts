import type { CapturedBody, Header, JsonValue, LogRecord } from '../protocol/records.js';
import type { CustomerVisited } from '../protocol/visit-records.js';

/** Texts at the top of a record that a search looks into; not those that say the same of every record, such as its type and lane. */
const TEXT_KEYS = [
  'paymentId',
  'eventId',
  'deliveryId',
  'attemptId',
  'resendId',
  'holdId',
  'redirectId',
  'faultId',
  'fault',
  'accountId',
  'reference',
  'text',
  'sentence',
  'note',
  'runId',
  'check',
  'title',
  'body',
  'plainBody',
  'location',
  'url',
  'typedUrl',
  'checkoutUrl',
  'remoteAddress',
  'bin',
  'route',
  'message',
  'hint',
] as const;
/** Values a provider or an app made up, of any shape. */
const VALUE_KEYS = ['data', 'action', 'settings', 'spec', 'faults', 'checks', 'options', 'evidence'] as const;
const MAX_DEPTH = 8;

type Loose = Partial<Record<(typeof TEXT_KEYS)[number] | (typeof VALUE_KEYS)[number] | 'deliveries', unknown>> & {
  request?: { url?: string; headers?: Header[]; body?: CapturedBody };
  response?: { headers?: Header[]; body?: CapturedBody };
};

/**
 * True when an id, a sentence, a URL, a header or a body of the record contains `needle`, whatever the case. One after the other, so that
 * nothing is put together that is thrown away at once. Bodies that are not text are not looked into.
 * @param needle in lower case.
 */
export function recordContains(record: LogRecord, needle: string): boolean {
  const loose = record as Loose;
  for (const key of TEXT_KEYS) if (contains(loose[key], needle)) return true;
  const { request, response } = loose;
  if (request && (contains(request.url, needle) || messageContains(request, needle))) return true;
  if (response && messageContains(response, needle)) return true;
  for (const key of VALUE_KEYS) if (loose[key] !== undefined && valueContains(loose[key] as JsonValue, needle, 0)) return true;
  if (record.type === 'check.run_started') return contains(record.target, needle);
  if (record.type === 'customer.visited') return visitContains(record, needle);
  return (
    record.type === 'event.announced' &&
    record.deliveries.some(({ deliveryId, endpoint }) => contains(deliveryId, needle) || contains(endpoint, needle))
  );
}

function visitContains({ hops, page, stoppedBy }: CustomerVisited, needle: string): boolean {
  const texts = [stoppedBy, page?.url, page?.title, page?.body, ...hops.flatMap(({ url, location }) => [url, location])];
  return texts.some((text) => contains(text, needle));
}

function messageContains({ headers, body }: { headers?: Header[]; body?: CapturedBody }, needle: string): boolean {
  if (contains(body?.text, needle)) return true;
  if (!headers) return false;
  const isHeaderLine = needle.includes(':');
  for (const [name, value] of headers) {
    if (contains(name, needle) || contains(value, needle)) return true;
    if (isHeaderLine && (contains(`${name}: ${value}`, needle) || contains(`${name}:${value}`, needle))) return true;
  }
  return false;
}

function valueContains(value: JsonValue, needle: string, depth: number): boolean {
  if (typeof value === 'string') return contains(value, needle);
  if (typeof value === 'number') return String(value).includes(needle);
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return false;
  for (const inner of Array.isArray(value) ? value : Object.values(value))
    if (valueContains(inner, needle, depth + 1)) return true;
  return false;
}

function contains(text: unknown, needle: string): boolean {
  return typeof text === 'string' && text.length >= needle.length && text.toLowerCase().includes(needle);
}
