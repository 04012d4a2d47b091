import { html } from '../html.js';
import type { RouteReply } from '../provider.js';
import { renderCardForm } from './card-form.js';
import { renderChallenge } from './challenge-page.js';
import { replyWithPage } from './page-shell.js';
import type { Settings } from './settings.js';

/** What is wrong with the `pk` of the address. */
export interface PkProblem {
  status: 400 | 401;
  code: string;
  message: string;
}

/**
 * The widget: all its panels, of which the script shows one. It holds no secret and learns of the payment only by a message from the
 * page around it. Source: doc.securepayapi.com/api-reference; everything about its look is ours.
 */
export function renderEmbedPage(publishableKey: string, settings: Settings): RouteReply {
  const body = html`<div data-role="widget" data-pk="${publishableKey}">
<section class="sheet" data-panel="waiting" data-testid="waiting"><div class="state">
<span class="mark busy" aria-hidden="true"></span><h2 tabindex="-1">Waiting for the payment</h2>
<p class="quiet" data-role="waiting-hint">The page around this frame has to post its client_secret.</p></div></section>
<section class="sheet" data-panel="card" data-testid="card-panel" hidden>
<h1 tabindex="-1" data-role="purpose">Pay by card</h1>
<p class="amount" data-role="amount" data-testid="amount"></p>
<p class="note bad" role="alert" data-role="failure" data-testid="failure" hidden></p>
${renderCardForm({ fields: {}, label: 'Pay' })}
</section>
<div data-panel="challenge" hidden>${renderChallenge({ fields: {}, amount: '', purpose: '' })}</div>
<section class="sheet bank" data-panel="left" data-testid="left" hidden><div class="state">
<span class="mark busy" aria-hidden="true"></span><h2 tabindex="-1">The bank is still waiting</h2>
<p class="quiet">The challenge was left without an answer. The attempt fails when the bank's time is over.</p>
<button type="button" class="second" data-role="return" data-testid="challenge-return">Return to the bank</button></div></section>
<section class="sheet" data-panel="processing" data-testid="processing" hidden><div class="state">
<span class="mark busy" aria-hidden="true"></span><h2 tabindex="-1">Paying</h2></div></section>
<section class="sheet" data-panel="done" data-testid="done" hidden><div class="state" role="status">
<span class="mark good" aria-hidden="true">✓</span><h2 tabindex="-1">Payment succeeded</h2><p class="quiet" data-role="done-amount"></p></div></section>
<section class="sheet" data-panel="error" data-testid="error" hidden><div class="state" role="alert">
<span class="mark bad" aria-hidden="true">!</span><h2 tabindex="-1">This payment cannot be made</h2><p data-role="error-text" data-testid="error-text"></p></div></section>
</div>`;
  return replyWithPage(
    200,
    { title: 'Card payment', theme: settings.defaultTheme, toBase: '', script: 'widget.browser.js', isFramed: true, body },
    settings.frameOrigins,
  );
}

/** The widget of an account that does not exist: an error panel, and a script that answers every secret with a failure. */
export function renderEmbedError({ status, code, message }: PkProblem): RouteReply {
  const body = html`<div data-role="widget" data-pk="" data-error-code="${code}" data-error-message="${message}">
<section class="sheet" data-panel="error" data-testid="error"><div class="state" role="alert">
<span class="mark bad" aria-hidden="true">!</span><h2 tabindex="-1">The widget cannot be shown</h2><p data-role="error-text" data-testid="error-text">${message}</p></div></section>
</div>`;
  const parts = {
    title: 'Card payment',
    theme: 'system',
    toBase: '',
    script: 'widget.browser.js',
    isFramed: true,
    body,
  } as const;
  return replyWithPage(status, parts, []);
}
