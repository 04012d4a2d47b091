import { z } from 'zod';
import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import type { Payment } from '../../domain/payment.js';
import type { Change, PaymentActions, View } from '../provider.js';
import { findChallengeObstacle, findExpiryObstacle, findPayObstacle, type Obstacle } from './availability.js';
import { type Intent, intentOf, intentStatusOf } from './intent.js';
import { answerChallenge, continueAttempt, expireIntent, failChallenge, type Stage, startAttempt } from './lifecycle.js';
import { cardNames } from './mock-cards.js';
import { settingsOf } from './settings.js';

/** The card by name; its message names the nearest one. */
export const cardChoice = z.enum(cardNames, { error: ({ input }) => explainUnknown('card', input, cardNames) });
export const challengeResult = z.enum(['pass', 'fail', 'abandon'], {
  error: ({ input }) => explainUnknown('challenge result', input, ['pass', 'fail', 'abandon']),
});

const customerSchema = z.discriminatedUnion(
  'action',
  [
    z.strictObject({
      action: z.literal('pay'),
      method: z.literal('card', { error: ({ input }) => explainUnknown('method', input, ['card']) }).default('card'),
      card: cardChoice.default('frictionless'),
    }),
    z.strictObject({ action: z.literal('challenge'), result: challengeResult }),
    z.strictObject({ action: z.literal('cancel') }),
  ],
  { error: ({ input }) => explainUnknown('action', readAction(input), ['pay', 'challenge', 'cancel']) },
);

const staffSchema = z.discriminatedUnion('action', [z.strictObject({ action: z.literal('expire') })], {
  error: ({ input }) => explainUnknown('action', readAction(input), ['expire']),
});

/** What a person at the checkout may do. `cancel` is known only to be refused: neither the API nor the widget has one. */
export const customerActions: PaymentActions = {
  schema: customerSchema,
  decide(payment, given, view) {
    const action = customerSchema.parse(given);
    const { intent, stage } = enter(payment, view);
    const act: Change = { type: 'act', paymentId: payment.id, actor: 'customer', source: 'control', action };
    switch (action.action) {
      case 'pay':
        refuseIf(findPayObstacle(intent, stage.nowMs));
        return { changes: [act, ...startAttempt(intent, action.card, stage)] };
      case 'challenge':
        refuseIf(findChallengeObstacle(intent));
        return { changes: [act, ...answerChallenge(intent, action.result, stage)] };
      case 'cancel':
        throw new HarnessError(
          'action_not_possible',
          `Payment ${payment.id} cannot be cancelled: SecurePayAPI has no cancellation`,
          {
            status: 409,
            hint: 'Leave the intent unpaid until it expires, or fail it with the card "decline".',
          },
        );
    }
  },
};

/** What the provider's side may do: end an intent's seven days now. */
export const staffActions: PaymentActions = {
  schema: staffSchema,
  decide(payment, given, view) {
    const action = staffSchema.parse(given);
    const { intent, stage } = enter(payment, view);
    refuseIf(findExpiryObstacle(intent));
    const act: Change = { type: 'act', paymentId: payment.id, actor: 'provider', source: 'control', action };
    return { changes: [act, ...expireIntent(intent, stage)] };
  },
};

/** Changes when a timer comes due: `step`, `challenge` or `expire`. A timer that has lost its meaning changes nothing. */
export function decideTimer(payment: Payment, timer: string, view: View): readonly Change[] {
  const { intent, stage } = enter(payment, view);
  if (timer === 'step') return continueAttempt(intent, stage);
  if (timer === 'challenge') return failChallenge(intent, stage);
  if (timer !== 'expire' || intent.status === 'SUCCEEDED' || intent.status === 'EXPIRED') return [];
  if (intentStatusOf(intent) !== 'processing') return expireIntent(intent, stage);
  const text = 'The seven days are over while an attempt runs; the intent expires if the attempt fails';
  return [{ type: 'amend_payment', paymentId: payment.id, text, data: {} }];
}

function enter(payment: Payment, view: View): { intent: Intent; stage: Stage } {
  const account = view.account(payment.accountId);
  if (!account) {
    throw new HarnessError('account_gone', `The account ${payment.accountId} of payment ${payment.id} no longer exists`, {
      status: 409,
      hint: 'Create a new intent with a key that exists.',
    });
  }
  return { intent: intentOf(payment), stage: { settings: settingsOf(account), ids: view.ids, nowMs: view.nowMs(payment.lane) } };
}

function refuseIf(obstacle: Obstacle | undefined): void {
  if (obstacle) throw new HarnessError('action_not_possible', obstacle.message, { status: 409, hint: obstacle.hint });
}

function explainUnknown(what: string, input: unknown, known: readonly string[]): string {
  const problem = input === undefined ? `${what} is missing` : `SecurePayAPI has no ${what} ${JSON.stringify(input)}`;
  const nearest = typeof input === 'string' ? nearestName(input, known) : undefined;
  return `${problem}; possible: ${known.join(', ')}${nearest ? `; did you mean "${nearest}"?` : ''}`;
}

/** The union reports the whole input when its `action` matches nothing. */
function readAction(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'action' in input ? input.action : undefined;
}
