import type { Payment } from '../../domain/payment.js';
import { byCustomer, byStaff, foreseeOffer, type OfferDraft } from '../foreseen-offer.js';
import type { ActionOffer, Change, View } from '../provider.js';
import { customerActions } from './customer.js';
import { foresee } from './foresee.js';
import { type Intent, intentOf, intentStatusOf, isChallengeOpen } from './intent.js';
import { type CardName, mockCards } from './mock-cards.js';
import { staffActions } from './staff.js';

/** In the order of usefulness. */
const cardLabels: Record<CardName, string> = {
  frictionless: 'Pay',
  challenge: 'Pay with 3-D Secure',
  decline: 'Pay, declined',
  'auth-fail': 'Pay, 3-D Secure fails',
  abandon: 'Pay, leave the challenge',
  'challenge-decline': 'Pay with 3-D Secure, declined',
  'insufficient-funds': 'Pay, not enough funds',
};

/** What can be done with an intent. What would only surprise at its status is left out. */
export function offerActions(payment: Payment, view: View): readonly ActionOffer[] {
  const intent = intentOf(payment);
  const source = { customer: customerActions, staff: staffActions, findLater };
  return [...offerCustomer(intent), ...offerStaff(intent)].map((draft) => foreseeOffer(draft, payment, view, source));
}

/** Steps that timers take once the changes are made. */
function findLater(payment: Payment, changes: readonly Change[]): string[] {
  const { isHeld, plan } = intentOf(foresee(payment, changes));
  return isHeld ? [] : plan.map(({ to }) => to);
}

function offerCustomer(intent: Intent): OfferDraft[] {
  const status = intentStatusOf(intent);
  const isPayable = status === 'requires_payment' || status === 'failed';
  const cards = (Object.keys(cardLabels) as CardName[]).filter((card) => isPayable || card === 'frictionless');
  return [
    ...(isChallengeAhead(intent) ? offerAnswers(intent) : []),
    ...cards.map((card) => byCustomer(cardLabels[card], { action: 'pay', method: 'card', card })),
    ...(isPayable || status === 'processing' ? [byCustomer('Cancel', { action: 'cancel' })] : []),
  ];
}

function offerAnswers(intent: Intent): OfferDraft[] {
  return [
    byCustomer('Pass the challenge', { action: 'challenge', result: 'pass' }),
    byCustomer('Fail the challenge', { action: 'challenge', result: 'fail' }),
    ...(isChallengeOpen(intent) && intent.hasLeft
      ? []
      : [byCustomer('Leave the challenge', { action: 'challenge', result: 'abandon' })]),
  ];
}

function offerStaff(intent: Intent): OfferDraft[] {
  const status = intentStatusOf(intent);
  if (status === 'succeeded' || status === 'expired') return [];
  const isRunning = status === 'processing';
  return [
    ...(isChallengeAhead(intent) ? [byStaff('Time the challenge out', { action: 'time-out' })] : []),
    ...(isRunning ? [byStaff('Next step', { action: 'step' }), byStaff('Skip a step', { action: 'skip' })] : []),
    intent.isHeld ? byStaff('Go on', { action: 'continue' }) : byStaff('Hold', { action: 'hold' }),
    byStaff('Expire', { action: 'expire' }),
  ];
}

/** The bank's form is open, or will be within this attempt. */
function isChallengeAhead(intent: Intent): boolean {
  if (isChallengeOpen(intent)) return true;
  const waits = intent.card !== undefined && mockCards[intent.card].answer !== 'fail';
  return waits && intent.plan.some(({ to }) => to === 'AUTH3DSCHALLENGEFORM');
}
