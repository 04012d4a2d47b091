import type { AttemptCode, PaymentOutcome } from '../protocol/records.js';
import type { Tone } from './paint.js';

export function toneOfCode(code: AttemptCode): Tone {
  return code === 'acknowledged' ? 'good' : code === 'interrupted' ? 'warn' : 'bad';
}

/** Null for a payment that is still open: nothing to say yes or no to. */
export function toneOfOutcome(outcome: PaymentOutcome): Tone | null {
  if (outcome === 'open') return null;
  return outcome === 'succeeded' ? 'good' : outcome === 'failed' ? 'bad' : 'warn';
}
