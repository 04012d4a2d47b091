import { toMajorText } from '../../domain/money.js';
import type { Payment } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import { html } from '../html.js';
import type { ProviderRoute, RouteOutcome, RouteReply, RouteRequest, View, VisitRequest } from '../provider.js';
import { customerActions, decideAction } from './actions.js';

/** The checkout: a page with two buttons. */
export const pageRoutes: readonly ProviderRoute[] = [
  { method: 'GET', path: '/pay/:id', kind: 'page', name: 'pay page', handle: showPage },
  { method: 'POST', path: '/pay/:id', kind: 'page', name: 'pay page form', handle: takeForm },
];

/** What a browser sends that opens the page and presses a button; `null` only opens it. */
export function planVisit(payment: Payment, action: JsonObject | null, view: View): readonly VisitRequest[] {
  const path = `/pay/${payment.id}`;
  const token = view.formToken(payment.id);
  const open: VisitRequest = { method: 'GET', path, secrets: [token] };
  if (action === null) return [open];
  const fields = { form_token: token, action: String(customerActions.schema.parse(action).action) };
  return [open, { method: 'POST', path, body: { kind: 'form', fields }, secrets: [token] }];
}

function showPage(request: RouteRequest, view: View): RouteOutcome {
  const payment = view.payment(request.params.id ?? '');
  if (!payment) return { reply: buildPage(404, 'There is no such charge.') };
  const { id, accountId, status } = payment;
  const token = status === 'waiting' ? view.formToken(id) : null;
  return { reply: buildPage(200, describe(payment, status), token), paymentId: id, accountId };
}

function takeForm(request: RouteRequest, view: View): RouteOutcome {
  const payment = view.payment(request.params.id ?? '');
  if (!payment) return { reply: buildPage(404, 'There is no such charge.') };
  const { id, accountId, status } = payment;
  const known = { paymentId: id, accountId };
  const fields: Record<string, string> = request.body.kind === 'form' ? request.body.fields : {};
  if (fields.form_token !== view.formToken(id))
    return { reply: buildPage(403, 'This form did not come from the page.'), ...known };
  if (fields.action !== 'pay' && fields.action !== 'cancel')
    return { reply: buildPage(400, 'There is no such button.'), ...known };
  if (status !== 'waiting') return { reply: buildPage(410, describe(payment, status)), ...known };
  const { changes } = decideAction(payment, fields.action, 'page', view);
  return { reply: buildPage(200, describe(payment, fields.action === 'pay' ? 'paid' : 'cancelled')), changes, ...known };
}

function describe({ amountMinor }: Payment, status: string): string {
  return `EUR ${toMajorText(amountMinor)}: ${status}`;
}

/** `html` escapes whatever is put into it. */
function buildPage(status: number, text: string, token: string | null = null): RouteReply {
  const form =
    token !== null &&
    html`<form method="post"><input type="hidden" name="form_token" value="${token}">
<button name="action" value="pay">Pay</button> <button name="action" value="cancel">Cancel</button></form>`;
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>ToyPay (Paystage)</title></head>
<body><main><h1>ToyPay</h1><p>${text}</p>${form}</main></body></html>`;
  return { status, headers: [['Cache-Control', 'no-store']], content: { kind: 'html', text: page.text } };
}
