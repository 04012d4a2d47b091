import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import type { Payment } from '../../domain/payment.js';
import type { View } from '../provider.js';
import type { Obstacle } from './availability.js';
import { type Intent, intentOf } from './intent.js';
import { settingsOf } from './settings.js';
import type { Stage } from './walk.js';

/** The intent and what a decision about it needs. @throws HarnessError `account_gone` (409). */
export function enter(payment: Payment, view: View): { intent: Intent; stage: Stage } {
  const account = view.account(payment.accountId);
  if (!account) {
    throw new HarnessError('account_gone', `The account ${payment.accountId} of payment ${payment.id} no longer exists`, {
      status: 409,
      hint: 'Create a new intent with a key that exists.',
    });
  }
  return {
    intent: intentOf(payment),
    stage: { settings: settingsOf(account), ids: view.idsOf(payment.lane), nowMs: view.nowMs(payment.lane) },
  };
}

/** @throws HarnessError `action_not_possible` (409) when something stands against the action. */
export function refuseIf(obstacle: Obstacle | undefined): void {
  if (obstacle) throw new HarnessError('action_not_possible', obstacle.message, { status: 409, hint: obstacle.hint });
}

/** Message about a word that is not one of `known`, with the nearest of them. */
export function explainUnknown(what: string, input: unknown, known: readonly string[]): string {
  const problem = input === undefined ? `${what} is missing` : `SecurePayAPI has no ${what} ${JSON.stringify(input)}`;
  const nearest = typeof input === 'string' ? nearestName(input, known) : undefined;
  return `${problem}; possible: ${known.join(', ')}${nearest ? `; did you mean "${nearest}"?` : ''}`;
}

/** The same for the `action` of a union, which reports its whole input when no member matches. */
export function explainUnknownAction(actions: readonly string[]): { error: (issue: { input?: unknown }) => string } {
  return { error: ({ input }) => explainUnknown('action', readAction(input), actions) };
}

function readAction(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'action' in input ? input.action : undefined;
}
