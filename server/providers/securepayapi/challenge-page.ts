import { html, type SafeHtml } from '../html.js';

export interface ChallengeParts {
  /** Where the answer is posted; without one a script takes it. */
  action?: string;
  fields: Record<string, string>;
  amount: string;
  purpose: string;
}

/** Names of the three answers: `name` and `data-testid` of their buttons. */
export const challengeButtons = { 'challenge-pass': 'pass', 'challenge-fail': 'fail', 'challenge-abandon': 'abandon' } as const;

/** The bank's form, first-party and in the same document, so that a browser test finds its buttons without crossing a frame. */
export function renderChallenge({ action, fields, amount, purpose }: ChallengeParts): SafeHtml {
  return html`<section class="sheet bank" data-testid="challenge" aria-labelledby="challenge-title">
<p class="name"><span>Stage Bank</span><span>3-D Secure</span></p>
<h2 id="challenge-title" tabindex="-1">Confirm your payment</h2>
<dl class="facts">
<dt>Amount</dt><dd data-role="challenge-amount">${amount}</dd>
<dt>For</dt><dd data-role="challenge-purpose">${purpose}</dd>
</dl>
<form data-role="challenge-form"${action !== undefined && html` method="post" action="${action}"`}>
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label class="field"><span>One-time code (any; the buttons decide)</span>
<input type="text" inputmode="numeric" autocomplete="off" maxlength="8" placeholder="123456" data-testid="challenge-code"></label>
<button type="submit" name="challenge-pass" value="1" data-testid="challenge-pass">Confirm</button>
<button type="submit" class="second" name="challenge-fail" value="1" data-testid="challenge-fail">Enter a wrong code</button>
<button type="submit" class="second" name="challenge-abandon" value="1" data-testid="challenge-abandon">Leave without answering</button>
</form>
</section>`;
}
