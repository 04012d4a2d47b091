import type { AttemptCode, PaymentOutcome } from '../protocol/records.js';
import type { Tone } from './paint.js';

/** The verdict on an attempt in a word or two; the page uses the same. */
export const verdictWords: Readonly<Record<AttemptCode, string>> = {
  acknowledged: 'acknowledged',
  not_acknowledged: 'not acknowledged',
  redirect: 'redirected',
  refused: 'refused',
  dns: 'no such host',
  tls: 'TLS failed',
  reset: 'cut off',
  timeout: 'timed out',
  invalid_response: 'invalid answer',
  blocked_target: 'blocked',
  interrupted: 'interrupted',
};

export function toneOfCode(code: AttemptCode): Tone {
  return code === 'acknowledged' ? 'good' : code === 'interrupted' ? 'warn' : 'bad';
}

/** Null for a payment that is still open: nothing to say yes or no to. */
export function toneOfOutcome(outcome: PaymentOutcome): Tone | null {
  if (outcome === 'open') return null;
  return outcome === 'succeeded' ? 'good' : outcome === 'failed' ? 'bad' : 'warn';
}
