import type { Payment } from '../../domain/payment.js';
import type { Change, View } from '../provider.js';
import { enter } from './action-parts.js';
import { intentStatusOf } from './intent.js';
import { continueAttempt, failChallenge } from './lifecycle.js';
import { expireIntent } from './walk.js';

/** What it means that a timer has come due. */
export const timers = {
  step: 'The pause before the next status is over',
  challenge: 'The time for the challenge is over',
  expire: 'The seven days are over',
} as const satisfies Record<string, string>;

/** Changes when a timer comes due: `step`, `challenge` or `expire`. A timer that has lost its meaning changes nothing. */
export function decideTimer(payment: Payment, timer: string, view: View): readonly Change[] {
  const { intent, stage } = enter(payment, view);
  if (timer === 'step') return intent.isHeld ? [] : continueAttempt(intent, stage);
  if (timer === 'challenge') return intent.isHeld ? [] : failChallenge(intent, stage);
  if (timer !== 'expire' || intent.status === 'SUCCEEDED' || intent.status === 'EXPIRED') return [];
  if (intentStatusOf(intent) !== 'processing') return expireIntent(intent, stage);
  const text = 'The seven days are over while an attempt runs; the intent expires if the attempt fails';
  return [{ type: 'amend_payment', paymentId: payment.id, text, data: {} }];
}
