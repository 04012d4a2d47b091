/**
 * The card inputs and the list of mock cards, kept in step. Only the name of a mock card ever leaves the page.
 *
 * @typedef {object} CardFields
 * @property {() => string | undefined} readCard Name of the chosen card; undefined, with the reason on screen, when the entry is not usable.
 * @property {(text: string) => void} showProblem Empty text takes the problem away.
 */

/**
 * @param {HTMLFormElement} form
 * @returns {CardFields}
 */
export function bindCardFields(form) {
  const number = findInput(form, '[data-role="number"]');
  const expiry = findInput(form, '[data-role="expiry"]');
  const cvc = findInput(form, '[data-role="cvc"]');
  const problem = form.querySelector('[data-role="problem"]');
  const choices = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[name="card"]')]);
  // The server wants one of them chosen; here the number decides, and a missing one gets a message of its own.
  for (const choice of choices) {
    choice.required = false;
    // Not `change`: a card that is chosen already, by its number, has to fill the other fields too.
    choice.addEventListener('click', () => fill(choice));
  }
  number.addEventListener('input', () => {
    for (const choice of choices) choice.checked = choice.dataset.number === digitsOf(number);
  });

  /** @param {HTMLInputElement} choice */
  function fill(choice) {
    number.value = (choice.dataset.number ?? '').replace(/(\d{4})(?=\d)/g, '$1 ');
    expiry.value = `12/${String((new Date().getFullYear() + 3) % 100).padStart(2, '0')}`;
    cvc.value = '123';
    showProblem('');
  }

  /**
   * @param {string} text
   * @param {HTMLInputElement} [field]
   */
  function showProblem(text, field) {
    for (const input of [number, expiry, cvc]) input.setAttribute('aria-invalid', String(input === field));
    if (problem instanceof HTMLElement) {
      problem.textContent = text;
      problem.hidden = text === '';
    }
    field?.focus();
  }

  function readCard() {
    const choice = choices.find((candidate) => candidate.dataset.number === digitsOf(number));
    if (!choice) {
      showProblem('This is not one of the mock cards below. Choose one of them; a real card has no place here.', number);
      return undefined;
    }
    if (!isFuture(expiry.value)) {
      showProblem('The expiry has to be a month to come, written MM/YY.', expiry);
      return undefined;
    }
    if (!/^\d{3,4}$/.test(cvc.value.trim())) {
      showProblem('The CVC has three or four digits; any will do.', cvc);
      return undefined;
    }
    showProblem('');
    return choice.value;
  }

  return { readCard, showProblem };
}

/**
 * @param {HTMLFormElement} form
 * @param {string} selector
 * @returns {HTMLInputElement}
 */
function findInput(form, selector) {
  const found = form.querySelector(selector);
  if (found instanceof HTMLInputElement) return found;
  throw new Error(`The card form lacks ${selector}`);
}

/** @param {HTMLInputElement} input */
function digitsOf(input) {
  return input.value.replace(/[\s-]/g, '');
}

/** @param {string} text */
function isFuture(text) {
  const match = /^(0[1-9]|1[0-2])\s*\/\s*(\d{2})$/.exec(text.trim());
  if (!match) return false;
  const now = new Date();
  const months = (2000 + Number(match[2])) * 12 + Number(match[1]) - 1;
  return months >= now.getFullYear() * 12 + now.getMonth();
}
