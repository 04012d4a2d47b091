import type { CheckResult, CheckVerdict } from '../protocol/check-records.js';
import type { AttemptCode, LogRecord, PaymentOutcome } from '../protocol/records.js';
import { checkVerdictWords, toneOfCheck } from './checks.js';
import { readOwn } from './read-own.js';
import { isRefused } from './refusal.js';
import { foldWord } from './search-fields.js';
import { verdictWords } from './verdict-words.js';
import { isGoodVisit } from './visit.js';

/** A verdict in the coarsest words. */
export type VerdictTone = 'good' | 'bad' | 'warn';

/** Words for the kind of a record, as the page and the terminal show it; the first is the usual one. */
export const kindWords: Readonly<Record<LogRecord['type'], readonly string[]>> = {
  'api.called': ['api'],
  'page.served': ['page'],
  'customer.visited': ['visit'],
  'redirect.issued': ['redirect'],
  'redirect.held': ['redirect', 'held'],
  'redirect.released': ['redirect', 'released'],
  'callback.called': ['callback'],
  'payment.acted': ['action'],
  'payment.created': ['payment'],
  'payment.status_changed': ['status'],
  'payment.amended': ['change'],
  'payment.timer_set': ['timer'],
  'payment.timer_cleared': ['timer'],
  'event.announced': ['event'],
  'attempt.started': ['attempt', 'send'],
  'attempt.finished': ['answer', 'attempt', 'back'],
  'delivery.requeued': ['delivery'],
  'delivery.held': ['delivery', 'held'],
  'delivery.released': ['delivery', 'released'],
  'delivery.dropped': ['delivery', 'dropped'],
  'resend.finished': ['resend'],
  'hold.set': ['hold'],
  'hold.cleared': ['hold'],
  'fault.set': ['fault'],
  'fault.used': ['fault'],
  'fault.cleared': ['fault'],
  'bin.received': ['receiver'],
  'account.changed': ['account'],
  'clock.changed': ['clock'],
  'harness.notice': ['notice'],
  'stage.reset': ['reset'],
  'lane.created': ['lane'],
  'lane.disposed': ['lane'],
  'check.run_started': ['check', 'run'],
  'check.finished': ['check', 'finding'],
  'check.run_ended': ['check', 'run'],
};

/** The verdict words as somebody would type them, to the code that records carry. */
const codesByWord = new Map(
  Object.entries(verdictWords).flatMap(([code, word]) => [
    [code, code],
    [foldWord(word), code],
  ]) as [string, AttemptCode][],
);

/** Every word that `type:` knows: kinds and raw types. */
export const knownKinds: readonly string[] = [...new Set([...Object.values(kindWords).flat(), ...Object.keys(kindWords)])];

/** Every word that `verdict:` knows. */
export const knownVerdicts: readonly string[] = [
  ...new Set(['good', 'bad', 'warn', ...codesByWord.keys(), ...Object.keys(checkVerdictWords)]),
];

/** `timed_out` as `timeout`; a word that is no verdict stays as it is. */
export function toVerdictCode(word: string): string {
  return codesByWord.get(word) ?? word;
}

/** @param word in lower case. */
export function isOfKind(record: LogRecord, word: string): boolean {
  return record.type === word || readOwn(kindWords, record.type)?.includes(word) === true;
}

/** How the exchange ended that the record tells of; null for anything that is not judged. */
export function codeOf(record: LogRecord): AttemptCode | null {
  switch (record.type) {
    case 'attempt.finished':
    case 'resend.finished':
    case 'callback.called':
      return record.code;
    default:
      return null;
  }
}

/** What a check or a run of checks came to; null for anything else. */
export function checkVerdictOf(record: LogRecord): CheckVerdict | CheckResult | null {
  if (record.type === 'check.finished') return record.verdict;
  return record.type === 'check.run_ended' ? record.result : null;
}

/** Null where there is nothing to judge. */
export function toneOf(record: LogRecord): VerdictTone | null {
  switch (record.type) {
    case 'attempt.finished':
    case 'resend.finished':
    case 'callback.called':
      return record.code === 'acknowledged' ? 'good' : record.code === 'interrupted' ? 'warn' : 'bad';
    case 'payment.created':
    case 'payment.status_changed':
      return toneOfOutcome(record.outcome);
    case 'payment.amended':
      return record.outcome === undefined ? null : toneOfOutcome(record.outcome);
    case 'api.called':
      // Status 0: nothing was answered, because of a fault.
      return record.response.status === 0 || isRefused(record) ? 'bad' : toneOfStatus(record.response.status);
    case 'page.served':
    case 'bin.received':
      return toneOfStatus(record.response?.status ?? 0);
    case 'customer.visited':
      return isGoodVisit(record) ? null : (record.page?.status ?? 500) >= 500 ? 'bad' : 'warn';
    case 'check.finished':
      return toneOfCheck(record.verdict);
    case 'check.run_ended':
      return toneOfCheck(record.result);
    case 'harness.notice':
      return record.level === 'error' ? 'bad' : record.level === 'warning' ? 'warn' : null;
    default:
      return null;
  }
}

/** The HTTP status that the record carries, or null. */
export function httpStatusOf(record: LogRecord): number | null {
  if (record.type === 'redirect.issued') return record.status;
  if (record.type === 'customer.visited') return record.page?.status ?? null;
  return 'response' in record ? (record.response?.status ?? null) : null;
}

function toneOfOutcome(outcome: PaymentOutcome): VerdictTone | null {
  if (outcome === 'open') return null;
  return outcome === 'succeeded' ? 'good' : outcome === 'failed' ? 'bad' : 'warn';
}

function toneOfStatus(status: number): VerdictTone | null {
  return status >= 500 ? 'bad' : status >= 400 ? 'warn' : null;
}
