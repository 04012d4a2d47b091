import { html, type SafeHtml } from '../html.js';
import { cardNames, mockCards } from './mock-cards.js';

export interface CardFormParts {
  /** Where the form posts; without one a script takes it. */
  action?: string;
  /** Hidden fields. */
  fields: Record<string, string>;
  /** Text of the button. */
  label: string;
}

/**
 * Card entry. The three inputs have no name and are never sent: a script matches the number to one of the mock cards and only the
 * card's name leaves the browser, so that a real number typed by mistake reaches neither server nor log. The radio buttons alone are
 * enough without a script.
 */
export function renderCardForm({ action, fields, label }: CardFormParts): SafeHtml {
  return html`<form data-role="card-form"${action !== undefined && html` method="post" action="${action}"`}>
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label class="field"><span>Card number</span>
<input type="text" inputmode="numeric" autocomplete="off" maxlength="23" placeholder="Choose a mock card below" data-testid="card-number" data-role="number"></label>
<div class="pair">
<label class="field"><span>Expiry (MM/YY)</span>
<input type="text" inputmode="numeric" autocomplete="off" maxlength="5" placeholder="MM/YY" data-testid="card-expiry" data-role="expiry"></label>
<label class="field"><span>CVC</span>
<input type="text" inputmode="numeric" autocomplete="off" maxlength="4" placeholder="123" data-testid="card-cvc" data-role="cvc"></label>
</div>
<p class="note bad" role="alert" data-role="problem" data-testid="card-problem" hidden></p>
<fieldset>
<legend>Paystage mock cards, not the provider's</legend>
${cardNames.map(renderChoice)}
</fieldset>
<button type="submit" name="pay" data-testid="pay">${label}</button>
</form>`;
}

function renderChoice(name: (typeof cardNames)[number]): SafeHtml {
  const { number, title } = mockCards[name];
  return html`<label class="card" data-testid="mock-card-${name}">
<input type="radio" name="card" value="${name}" data-number="${number}" required>
<span><strong>${title}</strong><code>${number.replace(/(\d{4})(?=\d)/g, '$1 ')}</code></span>
</label>
`;
}
