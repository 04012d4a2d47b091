import type { LogRecord } from '../protocol/records.js';
import { recordContains } from './record-text.js';
import { checkVerdictOf, codeOf, httpStatusOf, isOfKind, toneOf } from './record-words.js';
import { isRefused } from './refusal.js';
import { isSentForCheck } from './resend.js';
import { foldWord } from './search-fields.js';
import type { SearchLimit } from './search-moment.js';
import type { LimitTerm, SearchQuery, WordTerm } from './search-query.js';
import { meansStatus } from './status-words.js';

/** What the record alone does not tell. */
export interface RecordAbout {
  provider: string | null;
  /** Where the attempt or delivery goes. */
  endpoint: string | null;
  /** The status that the attempt's or delivery's event announces. */
  event: string | null;
  /** The line that the reader shows. */
  line: string;
}

type AskAbout = () => RecordAbout;

/**
 * True when every term holds. Free text is looked for last, because it reads whole bodies.
 * @param about called once at most, and only when a term needs it.
 */
export function matchesSearch(query: SearchQuery, record: LogRecord, about: AskAbout): boolean {
  if (query.isEmpty) return true;
  let known: RecordAbout | null = null;
  const ask: AskAbout = () => {
    known ??= about();
    return known;
  };
  for (const term of query.terms) {
    if (term.field === null) continue;
    const isMet =
      'limits' in term ? isWithin(term, record) : term.values.some((value) => hasWord(term.field, value, record, ask));
    if (isMet === term.isNegated) return false;
  }
  for (const term of query.terms) {
    if (term.field !== null) continue;
    const isMet = recordContains(record, term.text) || ask().line.toLowerCase().includes(term.text);
    if (isMet === term.isNegated) return false;
  }
  return true;
}

function isWithin({ field, limits }: LimitTerm, record: LogRecord): boolean {
  return limits.some((limit) => (field === 'before' ? isBefore(record, limit) : isAfter(record, limit)));
}

function isBefore({ seq, at }: LogRecord, limit: SearchLimit): boolean {
  return 'seq' in limit ? seq < limit.seq : at < limit.at;
}

/** A record of that very instant counts as after it, so that `after:2026-05-04` holds the whole day; `#123` itself does not. */
function isAfter({ seq, at }: LogRecord, limit: SearchLimit): boolean {
  return 'seq' in limit ? seq > limit.seq : at >= limit.at;
}

function hasWord(field: WordTerm['field'], word: string, record: LogRecord, ask: AskAbout): boolean {
  switch (field) {
    case 'provider':
      return ('provider' in record ? record.provider : ask().provider)?.toLowerCase() === word;
    case 'payment':
      return 'paymentId' in record && record.paymentId?.toLowerCase() === word;
    case 'lane':
      // Names of lanes have no capitals.
      return record.lane === word;
    case 'status':
      return hasStatus(record, word);
    case 'verdict':
      return (
        codeOf(record) === word ||
        checkVerdictOf(record) === word ||
        toneOf(record) === word ||
        (word === 'refused' && isRefused(record))
      );
    case 'type':
      return isOfKind(record, word);
    case 'event':
      return hasEvent(record, word, ask);
    case 'endpoint':
      return hasEndpoint(record, word, ask);
    case 'route':
      return hasRoute(record, word);
    case 'check':
      return isOfCheck(record, word);
    case 'is':
      return hasTrait(record, word);
  }
}

function hasStatus(record: LogRecord, word: string): boolean {
  const http = httpStatusOf(record);
  if (http !== null && (String(http) === word || `${Math.floor(http / 100)}xx` === word)) return true;
  switch (record.type) {
    case 'payment.created':
      return meansStatus(record.status, word) || meansStatus(record.outcome, word);
    case 'payment.status_changed':
      return meansStatus(record.to, word) || meansStatus(record.outcome, word);
    case 'payment.amended':
      return record.outcome !== undefined && meansStatus(record.outcome, word);
    case 'event.announced':
      return meansStatus(record.status, word);
    case 'attempt.finished':
      return record.deliveryStatus === word;
    default:
      return false;
  }
}

function hasEvent(record: LogRecord, word: string, ask: AskAbout): boolean {
  if (!('eventId' in record || 'deliveryId' in record)) return false;
  if ('eventId' in record && foldWord(record.eventId) === word) return true;
  const event = record.type === 'event.announced' ? record.status : ask().event;
  return event !== null && meansStatus(event, word);
}

function hasEndpoint(record: LogRecord, word: string, ask: AskAbout): boolean {
  if (record.type === 'event.announced') return record.deliveries.some(({ endpoint }) => endpoint.toLowerCase().includes(word));
  if (record.type === 'callback.called') return record.url.toLowerCase().includes(word);
  if (record.type === 'resend.finished' && record.request.url.toLowerCase().includes(word)) return true;
  return 'deliveryId' in record && ask().endpoint?.toLowerCase().includes(word) === true;
}

/** The provider's name for the call, or a piece of the URL when the word has a slash. */
function hasRoute(record: LogRecord, word: string): boolean {
  if (record.type !== 'api.called' && record.type !== 'page.served') return false;
  return record.route.toLowerCase() === word || (word.includes('/') && record.request.url.toLowerCase().includes(word));
}

/** The finding of a check, or what was sent for it. */
function isOfCheck(record: LogRecord, word: string): boolean {
  if (record.type === 'check.finished') return record.check.toLowerCase() === word;
  return record.type === 'resend.finished' && isSentForCheck(record, word);
}

function hasTrait(record: LogRecord, trait: string): boolean {
  switch (trait) {
    case 'retry':
      return 'trigger' in record && record.number > 1 && record.trigger === 'scheduled';
    case 'manual':
      return (
        ('trigger' in record && record.trigger === 'manual') ||
        record.type === 'resend.finished' ||
        record.type === 'delivery.requeued'
      );
    case 'failed': {
      const code = codeOf(record);
      if (checkVerdictOf(record) === 'fail') return true;
      return (code !== null && code !== 'acknowledged') || ('outcome' in record && record.outcome === 'failed');
    }
    case 'held':
      return record.type === 'delivery.held' || record.type === 'redirect.held';
    case 'edited':
      return record.type === 'resend.finished';
    case 'error':
      return isError(record);
    default:
      return false;
  }
}

/** An answer of 400 or more, a refused call, or an error of the stage itself. */
function isError(record: LogRecord): boolean {
  if (record.type === 'harness.notice') return record.level === 'error';
  return (httpStatusOf(record) ?? 0) >= 400 || isRefused(record);
}
