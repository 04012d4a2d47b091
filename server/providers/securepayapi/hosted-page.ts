import { toMajorText } from '../../domain/money.js';
import { html, type SafeHtml } from '../html.js';
import type { RouteReply } from '../provider.js';
import { renderCardForm } from './card-form.js';
import { renderChallenge } from './challenge-page.js';
import { type Intent, intentStatusOf, isChallengeOpen } from './intent.js';
import { replyWithPage, type ToBase } from './page-shell.js';
import type { Settings } from './settings.js';

type Product = Settings['products'][number];

/** `/<productId>`: an ordinary page, opened by a link. Source: doc.securepayapi.com/api-reference; its look is ours. */
export function renderProductPage(product: Product, fields: Record<string, string>, settings: Settings): RouteReply {
  const amount = toAmount(product.amount, 'USD');
  const body = html`<section class="sheet" data-testid="product">
${renderHead(product.name, amount)}
${renderCardForm({ action: `${product.id}/pay`, fields, label: `Pay ${amount}` })}
</section>`;
  return replyWithPage(200, {
    title: product.name,
    theme: settings.defaultTheme,
    toBase: '',
    script: 'checkout.browser.js',
    body,
  });
}

/** The same checkout once a card was submitted: the challenge, the wait, the end, or another try. */
export function renderPaymentPage(intent: Intent, formToken: string, settings: Settings): RouteReply {
  const title = intent.description ?? 'Checkout';
  const isWaiting = intentStatusOf(intent) === 'processing' && !isChallengeOpen(intent);
  return replyWithPage(200, {
    title,
    theme: intent.theme ?? settings.defaultTheme,
    toBase: '../../',
    script: 'checkout.browser.js',
    ...(isWaiting ? { refreshSeconds: 1 } : {}),
    body: renderState(intent, title, formToken),
  });
}

/** A page that says only one thing, such as that there is no such product. */
export function renderNotice(status: number, title: string, text: string, toBase: ToBase): RouteReply {
  const body = html`<section class="sheet"><div class="state" role="alert"><span class="mark bad" aria-hidden="true">!</span>
<h1>${title}</h1><p class="quiet">${text}</p></div></section>`;
  return replyWithPage(status, { title, theme: 'system', toBase, body });
}

function renderState(intent: Intent, title: string, formToken: string): SafeHtml {
  const amount = toAmount(intent.amountMinor, intent.currency);
  const fields = { form_token: formToken };
  switch (intentStatusOf(intent)) {
    case 'succeeded':
      // "completed" is the word that the 3-D Secure page uses for a hosted checkout that went well.
      return renderOutcome('good', '✓', 'completed', 'Payment completed', `${amount} for ${title}`);
    case 'expired':
      return renderOutcome('bad', '!', 'expired', 'This checkout has expired', 'Open the product again to pay.');
    case 'processing':
      if (!isChallengeOpen(intent)) return renderOutcome('busy', '', 'processing', 'Paying', 'This page looks again by itself.');
      return html`${intent.hasLeft && html`<p class="note bad" role="status" data-testid="left">The challenge was left without an answer. The bank still waits for it.</p>`}
${renderChallenge({ action: `${intent.id}/challenge`, fields, amount, purpose: title })}`;
    default:
      return html`<section class="sheet" data-testid="product">
${renderHead(title, amount)}
${intent.failure && html`<p class="note bad" role="alert" data-testid="failure" data-code="${intent.failure.code}">${intent.failure.message}. You can try again.</p>`}
${renderCardForm({ action: `${intent.id}/pay`, fields, label: `Pay ${amount}` })}
</section>`;
  }
}

function renderHead(name: string, amount: string): SafeHtml {
  return html`<h1>${name}</h1><p class="amount" data-testid="amount">${amount}</p>`;
}

function renderOutcome(kind: 'good' | 'bad' | 'busy', mark: string, word: string, title: string, text: string): SafeHtml {
  return html`<section class="sheet"><div class="state" role="status">
<span class="mark ${kind}" aria-hidden="true">${mark}</span>
<h1>${title}</h1>
<p class="quiet">${text}</p>
<p class="quiet">Status: <strong data-testid="payment-status">${word}</strong></p>
</div></section>`;
}

export function toAmount(amountMinor: number, currency: string): string {
  return `${toMajorText(amountMinor)} ${currency}`;
}
