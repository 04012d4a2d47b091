import type { Payment } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import type { View, VisitRequest } from '../provider.js';
import { enter, refuseIf } from './action-parts.js';
import { findChallengeObstacle, findPayObstacle, noCancellation, type Obstacle } from './availability.js';
import { challengeButtons } from './challenge-page.js';
import { buildClientSecret } from './client-secret.js';
import { type CustomerAction, customerActions } from './customer.js';
import type { Intent } from './intent.js';

/**
 * The hosted checkout and its forms, or, for an intent that an app created, the widget and its calls.
 * @throws HarnessError `action_not_possible` (409) when the page shows nothing to do it with, `account_gone` (409).
 */
export function planVisit(payment: Payment, given: JsonObject | null, view: View): readonly VisitRequest[] {
  const { intent, stage } = enter(payment, view);
  const action = given === null ? null : (customerActions.schema.parse(given) as CustomerAction);
  refuseIf(action === null ? undefined : findObstacle(intent, action, stage.nowMs));
  if (intent.productId !== undefined) return visitHosted(intent, intent.productId, action, view);
  return visitWidget(intent, view.account(payment.accountId)?.keys.publishableKey ?? '', action);
}

/** Why the page shows nothing to do it with. */
function findObstacle(intent: Intent, { action }: CustomerAction, nowMs: number): Obstacle | undefined {
  if (action === 'cancel') return noCancellation(intent);
  return action === 'pay' ? findPayObstacle(intent, nowMs) : findChallengeObstacle(intent);
}

function visitHosted(intent: Intent, productId: string, action: CustomerAction | null, view: View): VisitRequest[] {
  const path = `/${productId}/payments/${intent.id}`;
  const token = view.formToken(intent.id);
  const secrets = [token];
  const open: VisitRequest = { method: 'GET', path, secrets };
  const pressed = press(action);
  if (action === null || pressed === null) return [open];
  const body = { kind: 'form', fields: { form_token: token, ...pressed } } as const;
  return [open, { method: 'POST', path: `${path}/${action.action}`, body, secrets }];
}

/** What the form of the hosted page sends for an action. */
function press(action: CustomerAction | null): Record<string, string> | null {
  switch (action?.action) {
    case 'pay':
      return { card: action.card, pay: '' };
    case 'challenge': {
      const [button = ''] = Object.entries(challengeButtons).find(([, result]) => result === action.result) ?? [];
      return { [button]: '1' };
    }
    default:
      return null;
  }
}

/** The page around the widget hands over the secret by a message; from there on the widget calls. */
function visitWidget(intent: Intent, pk: string, action: CustomerAction | null): VisitRequest[] {
  const secret = buildClientSecret(intent.id, intent.secretTail);
  const secrets = [secret, intent.secretTail];
  const call = (name: string, extra: JsonObject): VisitRequest => ({
    method: 'POST',
    path: `/embed/${name}`,
    body: { kind: 'json', value: { pk, client_secret: secret, ...extra } },
    secrets,
  });
  const open: VisitRequest[] = [{ method: 'GET', path: `/embed?pk=${encodeURIComponent(pk)}`, secrets }, call('session', {})];
  switch (action?.action) {
    case 'pay':
      return [...open, call('pay', { card: action.card })];
    case 'challenge':
      return [...open, call('challenge', { result: action.result })];
    default:
      return open;
  }
}
