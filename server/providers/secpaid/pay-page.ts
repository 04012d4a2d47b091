import { toMajorText } from '../../domain/money.js';
import type { Payment } from '../../domain/payment.js';
import { html, type SafeHtml } from '../html.js';
import { encodeLinkId, linkOf } from './link.js';

/** The page on which a customer pays. All addresses in it are relative, so that it works under a path and on a host of its own. */
export function renderPayPage(payment: Payment, formToken: string, wasDeclined: boolean): SafeHtml {
  const { note, isCancellable, bankTransfer } = linkOf(payment);
  const amount = sayAmount(payment);
  return renderDocument(
    `Pay ${amount}`,
    html`<h1>Amount to pay</h1>
<p class="amount" data-testid="amount">${amount}</p>
${note !== '' && html`<p class="note" data-testid="note">${note}</p>`}
<p class="small">Payment ${payment.id}</p>
${wasDeclined && html`<p class="warning" role="alert" data-testid="declined">The card was declined. Nothing was charged; try again or choose another way to pay.</p>`}
<form method="post" action="payment">
<input type="hidden" name="link_id" value="${encodeLinkId(payment.id)}">
<input type="hidden" name="form_token" value="${formToken}">
<fieldset>
<legend>Paystage test card</legend>
<label><input type="radio" name="card" value="success" checked> Approve the card</label>
<label><input type="radio" name="card" value="decline"> Decline the card</label>
</fieldset>
<button class="primary" type="submit" name="action" value="pay-card" data-testid="pay-card">Pay ${amount} by card</button>
${bankTransfer && html`<button type="submit" name="action" value="pay-bank-transfer" data-testid="pay-bank-transfer">Pay by bank transfer</button>`}
${isCancellable && html`<button class="quiet" type="submit" name="action" value="cancel" data-testid="cancel">Cancel payment</button>`}
</form>`,
  );
}

/** SecPaid's own last page, for links without a callback URL. */
export function renderResultPage(payment: Payment, result: 'success' | 'cancel'): SafeHtml {
  const title = result === 'success' ? 'Payment completed' : 'Payment cancelled';
  const text = result === 'success' ? 'Thank you. You can close this page.' : 'Nothing was charged. You can close this page.';
  return renderDocument(
    title,
    html`<h1 class="title" data-testid="result">${title}</h1>
<p class="amount" data-testid="amount">${sayAmount(payment)}</p>
<p class="small">Payment ${payment.id}</p>
<p>${text}</p>`,
  );
}

/** A page that only says something. */
export function renderMessagePage(title: string, text: string): SafeHtml {
  return renderDocument(title, html`<h1 class="title" data-testid="message">${title}</h1>\n<p>${text}</p>`);
}

/** `€42.50`. */
function sayAmount(payment: Payment): string {
  return `€${toMajorText(payment.amountMinor)}`;
}

function renderDocument(title: string, content: SafeHtml): SafeHtml {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} - SecPaid (Paystage)</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/pay-page.css">
</head>
<body>
<main>
<p class="brand"><span>SecPaid</span><span class="tag">rehearsal</span></p>
${content}
<footer>Paystage plays SecPaid here. No money moves and no card is needed.</footer>
</main>
</body>
</html>
`;
}
