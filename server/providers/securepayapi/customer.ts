import { z } from 'zod';
import type { Change, PaymentActions } from '../provider.js';
import { enter, explainUnknown, explainUnknownAction, refuseIf } from './action-parts.js';
import { cancellation, findChallengeObstacle, findPayObstacle, noCancellation } from './availability.js';
import { answerChallenge, startAttempt } from './lifecycle.js';
import { cardNames } from './mock-cards.js';

/** The card by name; its message names the nearest one. */
export const cardChoice = z.enum(cardNames, { error: ({ input }) => explainUnknown('card', input, cardNames) });
export const challengeResult = z.enum(['pass', 'fail', 'abandon'], {
  error: ({ input }) => explainUnknown('challenge result', input, ['pass', 'fail', 'abandon']),
});

const schema = z.discriminatedUnion(
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
  explainUnknownAction(['pay', 'challenge', 'cancel']),
);

export type CustomerAction = z.infer<typeof schema>;

/** What a person at the checkout may do. `cancel` is known only to be refused: neither the API nor the widget has one. */
export const customerActions: PaymentActions = {
  schema,
  neverPossible: { cancel: cancellation },
  decide(payment, given, view) {
    const action = schema.parse(given);
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
        refuseIf(noCancellation(intent));
        return { changes: [] };
    }
  },
};
