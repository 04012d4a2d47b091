import type { AttemptCode, LogRecord, PaymentOutcome } from '../../../server/protocol/records.js';
import { checkVerdictWords, toneOfCheck } from '../../../server/reading/checks.js';
import { readOwn } from '../../../server/reading/read-own.js';
import { isRefused } from '../../../server/reading/refusal.js';
import { verdictWords } from '../../../server/reading/verdict-words.js';
import type { DeliveryStanding } from '../state/payment-story.js';

export type Tone = 'good' | 'bad' | 'warn' | 'wait' | 'plain';

/** The short answer to "and?" at the end of a line. */
export interface Verdict {
  text: string;
  tone: Tone;
}

const outcomeTones: Record<PaymentOutcome, Tone> = {
  open: 'plain',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'warn',
  expired: 'warn',
  deleted: 'warn',
};

/** The record's verdict, or null where there is nothing to judge. `isRunning`: the attempt has no answer yet. */
export function describeVerdict(record: LogRecord, isRunning = false): Verdict | null {
  switch (record.type) {
    case 'attempt.started':
      return isRunning ? { text: 'waiting', tone: 'wait' } : null;
    case 'attempt.finished':
    case 'resend.finished':
    case 'callback.called':
      return describeAttemptCode(record.code);
    case 'payment.created':
      return { text: record.status, tone: readOwn(outcomeTones, record.outcome) ?? 'plain' };
    case 'payment.status_changed':
      return describeOutcome(record.outcome);
    case 'api.called':
      return isRefused(record) ? { text: 'refused', tone: 'bad' } : describeStatusCode(record.response.status);
    case 'page.served':
    case 'bin.received':
      return describeStatusCode(record.response.status);
    case 'delivery.held':
    case 'redirect.held':
      return { text: 'held', tone: 'wait' };
    case 'redirect.issued':
      return describeStatusCode(record.status);
    case 'customer.visited':
      if (record.page) return describeStatusCode(record.page.status);
      return record.stoppedBy === 'close-tab' ? { text: 'tab closed', tone: 'plain' } : { text: 'no page', tone: 'bad' };
    case 'check.finished':
      return describeCheck(record.verdict);
    case 'check.run_ended':
      return describeCheck(record.result);
    case 'harness.notice':
      return { text: record.level, tone: record.level === 'error' ? 'bad' : record.level === 'warning' ? 'warn' : 'plain' };
    default:
      return null;
  }
}

export function describeOutcome(outcome: PaymentOutcome): Verdict {
  return { text: outcome, tone: readOwn(outcomeTones, outcome) ?? 'plain' };
}

/** What became of a delivery as a whole. */
export function describeDeliveryStatus(status: DeliveryStanding): Verdict {
  if (status === 'forgotten') return { text: 'forgotten', tone: 'plain' };
  if (status === 'acknowledged') return { text: 'acknowledged', tone: 'good' };
  return status === 'exhausted' ? { text: 'given up', tone: 'bad' } : { text: 'pending', tone: 'wait' };
}

/** What a check or a run of checks came to. */
export function describeCheck(verdict: Parameters<typeof toneOfCheck>[0]): Verdict {
  return { text: readOwn(checkVerdictWords, verdict) ?? verdict, tone: toneOfCheck(verdict) ?? 'plain' };
}

function describeAttemptCode(code: AttemptCode): Verdict {
  return {
    text: readOwn(verdictWords, code) ?? code,
    tone: code === 'acknowledged' ? 'good' : code === 'interrupted' ? 'warn' : 'bad',
  };
}

function describeStatusCode(status: number): Verdict {
  if (status === 0) return { text: 'no answer', tone: 'bad' };
  return { text: String(status), tone: status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'plain' };
}
