import type { Payment } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import type { View, VisitRequest } from '../provider.js';
import { refuseAction } from './action-parts.js';
import { type CustomerAction, customerActions, refuseUnlessOffered } from './customer.js';
import { encodeLinkId } from './link.js';

/**
 * Opens the pay page and presses one of its buttons. A link that was used before is opened all the same: its page says so.
 * @throws HarnessError `action_not_possible` (409) for what has no button on the page.
 */
export function planVisit(payment: Payment, action: JsonObject | null, view: View): readonly VisitRequest[] {
  const linkId = encodeLinkId(payment.id);
  const token = view.formToken(payment.id);
  const open: VisitRequest = { method: 'GET', path: `/payment?link_id=${encodeURIComponent(linkId)}`, secrets: [token] };
  if (action === null) return [open];
  const pressed = press(payment, customerActions.schema.parse(action) as CustomerAction);
  const fields = { link_id: linkId, form_token: token, ...pressed };
  return [open, { method: 'POST', path: '/payment', body: { kind: 'form', fields }, secrets: [token] }];
}

/** What the form of the page sends for an action. */
function press(payment: Payment, action: CustomerAction): Record<string, string> {
  switch (action.action) {
    case 'settle':
      throw refuseAction(
        payment,
        'a bank transfer arrives at the bank, not in the customer’s browser',
        'Settle it without the browser: POST .../customer with {"action":"settle"}, or "paystage settle".',
      );
    case 'cancel':
      refuseUnlessOffered(payment, action);
      return { action: 'cancel' };
    case 'pay': {
      refuseUnlessOffered(payment, action);
      // The page has two test cards; every name but `decline` means the one that is approved.
      const card = action.card === 'decline' ? 'decline' : 'success';
      return { card, action: action.method === 'card' ? 'pay-card' : 'pay-bank-transfer' };
    }
  }
}
