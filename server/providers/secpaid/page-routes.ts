import { HarnessError } from '../../domain/errors.js';
import type { Payment } from '../../domain/payment.js';
import type { Header } from '../../protocol/records.js';
import type { SafeHtml } from '../html.js';
import type { ProviderRoute, RouteOutcome, RouteReply, RouteRequest, View } from '../provider.js';
import { type CustomerAction, decideCustomerAction } from './customer.js';
import { decodeLinkId, linkOf } from './link.js';
import { pageStyle } from './page-style.js';
import { renderMessagePage, renderPayPage, renderResultPage } from './pay-page.js';
import { settingsOf } from './settings.js';

/** The pay page and what it needs. */
export const pageRoutes: readonly ProviderRoute[] = [
  { method: 'GET', path: '/payment', kind: 'page', name: 'pay page', handle: showPayPage },
  { method: 'POST', path: '/payment', kind: 'page', name: 'pay page form', handle: takeForm },
  {
    method: 'GET',
    path: '/assets/pay-page.css',
    kind: 'asset',
    name: 'pay page style',
    handle: () => ({ reply: { status: 200, content: { kind: 'css', text: pageStyle } } }),
  },
];

const PAGE_HEADERS: readonly Header[] = [
  // The page holds a form token and a state that changes.
  ['Cache-Control', 'no-store'],
  [
    'Content-Security-Policy',
    // Chromium checks `form-action` again for every redirect that follows the form, so `'self'` would stop the way back to the shop,
    // which may lie on any host.
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action http: https:; base-uri 'none'; frame-ancestors 'none'",
  ],
];

/** What the buttons of the page mean. */
const BUTTONS: Record<string, (card: string) => CustomerAction> = {
  'pay-card': (card) => ({ action: 'pay', method: 'card', card: card === 'decline' ? 'decline' : 'success' }),
  'pay-bank-transfer': () => ({ action: 'pay', method: 'bank-transfer', card: 'success' }),
  cancel: () => ({ action: 'cancel' }),
};

function showPayPage(request: RouteRequest, view: View): RouteOutcome {
  const payment = findPayment(request.query.link_id, view);
  if (!payment) return { reply: buildNotFoundReply() };
  const identity = { paymentId: payment.id, accountId: payment.accountId };
  if (payment.status !== 'Unused') return { reply: buildGoneReply(payment), ...identity };
  return { reply: buildPageReply(200, renderPayPage(payment, view.formToken(payment.id), false)), ...identity };
}

function takeForm(request: RouteRequest, view: View): RouteOutcome {
  if (request.body.kind !== 'form') return refuseForm(400, 'This page takes only its own form.');
  const { fields } = request.body;
  const payment = findPayment(fields.link_id, view);
  if (!payment) return { reply: buildNotFoundReply() };
  const identity = { paymentId: payment.id, accountId: payment.accountId };
  if (fields.form_token !== view.formToken(payment.id)) {
    return {
      ...refuseForm(403, 'The form did not come from this page, or the page is out of date. Open the payment link again.'),
      ...identity,
    };
  }
  if (payment.status !== 'Unused') return { reply: buildGoneReply(payment), ...identity };
  const button = Object.hasOwn(BUTTONS, fields.action ?? '') ? BUTTONS[fields.action ?? ''] : undefined;
  if (!button) return { ...refuseForm(400, 'The page has no such button.'), ...identity };
  try {
    return { ...applyForm(payment, button(fields.card ?? 'success'), view), ...identity };
  } catch (error) {
    if (error instanceof HarnessError) return { ...refuseForm(error.status, error.message), ...identity };
    throw error;
  }
}

function applyForm(payment: Payment, action: CustomerAction, view: View): RouteOutcome {
  const { changes } = decideCustomerAction(payment, action, 'page', view);
  if (action.action === 'pay' && action.method === 'card' && action.card === 'decline') {
    return { reply: buildPageReply(200, renderPayPage(payment, view.formToken(payment.id), true)), changes };
  }
  const redirect = changes.find((change) => change.type === 'redirect');
  const { webhookBeforeRedirect } = settingsOf(view.account(payment.accountId));
  const reply: RouteReply = redirect
    ? {
        status: 302,
        headers: [
          ['Location', redirect.location],
          ['Cache-Control', 'no-store'],
        ],
      }
    : buildPageReply(200, renderResultPage(payment, action.action === 'cancel' ? 'cancel' : 'success'));
  return { reply, changes, ...(webhookBeforeRedirect ? { awaitFirstAttempts: true } : {}) };
}

/** A deleted link answers as if it never existed (docs.secpaid.com/api/delete-link). */
function findPayment(linkId: string | undefined, view: View): Payment | undefined {
  const id = linkId === undefined ? undefined : decodeLinkId(linkId);
  const payment = id === undefined ? undefined : view.payment(id);
  return payment?.status === 'Deleted' ? undefined : payment;
}

function buildNotFoundReply(): RouteReply {
  return buildPageReply(404, renderMessagePage('Payment not found', 'There is no such payment link, or it was deleted.'));
}

/** Reopening is not documented; a link is used once, so 410, without redirect or webhook. */
function buildGoneReply(payment: Payment): RouteReply {
  const isUsed = payment.status === 'Used';
  const isWaiting = linkOf(payment).payIn?.status === 'Pending';
  const title = isUsed ? 'Payment already completed' : 'Payment cancelled';
  const text = isWaiting ? 'The bank transfer was ordered; the money is on its way.' : 'A payment link can be used only once.';
  return buildPageReply(410, renderMessagePage(title, text));
}

function refuseForm(status: number, text: string): RouteOutcome {
  return { reply: buildPageReply(status, renderMessagePage('That did not work', text)) };
}

function buildPageReply(status: number, page: SafeHtml): RouteReply {
  return { status, headers: PAGE_HEADERS, content: { kind: 'html', text: page.text } };
}
