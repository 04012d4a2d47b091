import { html } from '../html.js';
import type { RouteOutcome, RouteReply, RouteRequest, View } from '../provider.js';
import { buildClientSecret } from './client-secret.js';
import { renderNotice, toAmount } from './hosted-page.js';
import { type Intent, intentOf } from './intent.js';
import { replyWithPage } from './page-shell.js';
import { type Settings, settingsOf } from './settings.js';

/** Where an intent can be paid without an app. Two segments, so that no product's page has the same address. */
export function buildTryOutUrl(providerUrl: string, intentId: string): string {
  return `${providerUrl}/try/${intentId}`;
}

/**
 * `GET /try/<intent id>`: plays the app's part, which is to frame the widget and to post the client_secret to it. Ours alone. Payments of
 * the hosted checkout have pages of the provider's own, so they have none here.
 */
export function openTryOut(request: RouteRequest, view: View): RouteOutcome {
  const payment = view.payment(request.params.intentId ?? '');
  const account = payment && view.account(payment.accountId);
  if (!payment || !account) return { reply: nothingHere() };
  const intent = intentOf(payment);
  if (intent.productId !== undefined) return { reply: nothingHere() };
  const reply = renderTryOut(intent, account.keys.publishableKey ?? '', settingsOf(account));
  return { reply, accountId: account.id, paymentId: intent.id };
}

/** The script names the frame's address, so that nothing the widget says can come before somebody listens. */
function renderTryOut(intent: Intent, publishableKey: string, settings: Settings): RouteReply {
  const order = intent.externalid || intent.reference;
  const secret = buildClientSecret(intent.id, intent.secretTail);
  const widget = `../embed?pk=${encodeURIComponent(publishableKey)}`;
  const body = html`<div data-role="try-out" data-widget="${widget}" data-client-secret="${secret}">
<section class="sheet">
<h1>Checkout of your app</h1>
<dl class="facts">
<dt>Amount</dt><dd data-testid="amount">${toAmount(intent.amountMinor, intent.currency)}</dd>
${order !== '' && html`<dt>Order</dt><dd data-testid="order">${order}</dd>`}
<dt>Intent</dt><dd data-testid="intent">${intent.id}</dd>
</dl>
</section>
<iframe class="widget" title="Card payment" data-testid="widget"></iframe>
<section class="sheet" aria-labelledby="said-title">
<h2 id="said-title">What the widget tells your page</h2>
<p class="note" role="status" data-role="result" data-testid="result" data-result="loading">Waiting for the widget to load.</p>
<pre data-role="message" data-testid="message" hidden></pre>
</section>
</div>`;
  return replyWithPage(200, {
    title: 'Try-out checkout',
    theme: intent.theme ?? settings.defaultTheme,
    toBase: '../',
    notice: "Stands in for your app's page. SecurePayAPI itself has no such page.",
    script: 'try-out.browser.js',
    body,
  });
}

function nothingHere(): RouteReply {
  return renderNotice(404, 'Nothing to pay here', 'No payment intent has this address.', '../');
}
