import { bindCardFields } from './card-fields.browser.js';
import { readSecret } from './messages.browser.js';
import { find, show, write } from './panels.browser.js';

/**
 * The widget inside the shop's page. The page around it posts the client_secret; the widget answers with the result, and only to the
 * origin that the secret came from. Which shapes are attested and which are ours stands in README.md.
 *
 * @typedef {object} IntentView What the widget's server part tells about an intent.
 * @property {string} id
 * @property {'requires_payment' | 'processing' | 'succeeded' | 'failed' | 'expired'} status
 * @property {string} amountText
 * @property {string} purpose
 * @property {'system' | 'light' | 'dark'} theme
 * @property {'none' | 'open' | 'left'} challenge
 * @property {{ code: string, message: string } | null} failure
 *
 * @typedef {object} Session The payment that this widget is about at the moment.
 * @property {string} secret
 * @property {string} origin
 * @property {boolean} isAttemptOpen A result of the running attempt is owed to the page around.
 * @property {number} polls
 */

/** Pauses between two looks at a running attempt, in ms; the last one repeats. */
const pollDelaysMs = [300, 600, 1000, 2000, 3000];

const root = find('[data-role="widget"]');
const publishableKey = root.dataset.pk ?? '';
const brokenCode = root.dataset.errorCode;
const cardForm = root.querySelector('[data-role="card-form"]');
const fields = cardForm instanceof HTMLFormElement ? bindCardFields(cardForm) : undefined;

/** @type {Session | undefined} */
let session;
/** @type {number | undefined} */
let pollTimer;
let isBusy = false;
/** Counts what the customer did: an answer about the time before is stale. */
let turn = 0;
/** The customer left the bank's form and opened it again. */
let hasReturned = false;

window.addEventListener('message', (event) => {
  if (window.parent === window || event.source !== window.parent) return;
  const secret = readSecret(event.data);
  if (secret !== undefined) openSession(secret, event.origin);
});
cardForm?.addEventListener('submit', (event) => {
  event.preventDefault();
  const card = fields?.readCard();
  if (card !== undefined) act('pay', { card });
});
root.querySelector('[data-role="challenge-form"]')?.addEventListener('submit', (event) => {
  event.preventDefault();
  const pressed = event instanceof SubmitEvent && event.submitter instanceof HTMLButtonElement ? event.submitter.name : '';
  // Enter in the code field presses the first button, as it would at a bank.
  act('challenge', { result: pressed.replace('challenge-', '') || 'pass' });
});
root.querySelector('[data-role="return"]')?.addEventListener('click', () => {
  hasReturned = true;
  show('challenge', true);
});

if (window.parent === window) {
  const hint = root.querySelector('[data-role="waiting-hint"]');
  if (hint) hint.textContent = 'This page is made to stand in a frame of your own page, which posts the client_secret to it.';
} else {
  // No secret has come yet, so nobody's origin is known; this message tells nothing that needs one.
  window.parent.postMessage({ ready: true }, '*');
}

/**
 * @param {string} secret
 * @param {string} origin
 */
function openSession(secret, origin) {
  // A page may post its secret twice, on load and on `ready`; and a running attempt is not given up for another secret.
  if (session && (isBusy || session.isAttemptOpen || session.secret === secret)) return;
  session = { secret, origin, isAttemptOpen: false, polls: 0 };
  if (origin === 'null') {
    showError('The page around this frame has no origin (a local file or a sandbox), so no result can be posted to it.');
    return;
  }
  if (brokenCode !== undefined) {
    postFailure(secret, 'failed', { code: brokenCode, message: root.dataset.errorMessage ?? '' });
    return;
  }
  look(session, 'session');
}

/**
 * @param {Session} current
 * @param {'session' | 'status'} call
 */
async function look(current, call) {
  const seenTurn = turn;
  const answer = await send(call, current, {});
  if (current !== session || seenTurn !== turn) return;
  if ('view' in answer) render(answer.view, current);
  else if (call === 'status' && answer.error.code === 'unreachable') pollLater(current);
  else refuse(current, answer.error);
}

/**
 * Something the customer does. One at a time: a second press while the first is under way does nothing.
 *
 * @param {'pay' | 'challenge'} call
 * @param {Record<string, string>} extra
 */
async function act(call, extra) {
  const current = session;
  if (!current || isBusy) return;
  turn++;
  setBusy(true);
  window.clearTimeout(pollTimer);
  const answer = await send(call, current, extra);
  setBusy(false);
  if ('view' in answer) {
    current.isAttemptOpen = true;
    hasReturned = false;
    current.polls = 0;
    render(answer.view, current);
    return;
  }
  // Refused, for instance because another window was faster: what is true now is asked for, and the reason stays readable.
  await look(current, 'status');
  fields?.showProblem(answer.error.message);
}

/**
 * @param {IntentView} view
 * @param {Session} current
 */
function render(view, current) {
  const isAfterAction = current.isAttemptOpen;
  if (view.theme !== 'system') document.documentElement.dataset.theme = view.theme;
  write('[data-role="purpose"]', view.purpose);
  write('[data-role="challenge-purpose"]', view.purpose);
  for (const place of ['amount', 'challenge-amount', 'done-amount']) write(`[data-role="${place}"]`, view.amountText);
  write('[data-testid="pay"]', `Pay ${view.amountText}`);
  const failure = view.status === 'failed' ? view.failure : null;
  const failureNote = find('[data-role="failure"]');
  failureNote.hidden = failure === null;
  failureNote.textContent = failure === null ? '' : `${failure.message}. You can try again.`;

  switch (view.status) {
    case 'processing':
      current.isAttemptOpen = true;
      showProgress(view.challenge, isAfterAction);
      pollLater(current);
      return;
    case 'succeeded':
      current.isAttemptOpen = false;
      show('done', isAfterAction);
      post({ success: true, id: view.id, status: 'succeeded' });
      return;
    case 'expired':
      current.isAttemptOpen = false;
      refuse(
        current,
        { code: 'intent_expired', message: 'The payment has expired; the shop has to start a new one.' },
        'expired',
      );
      return;
    default:
      show('card', isAfterAction);
      if (view.status === 'failed' && isAfterAction) {
        postFailure(current.secret, 'failed', failure ?? { code: 'failed', message: 'The payment failed' });
      }
      current.isAttemptOpen = false;
  }
}

/**
 * @param {IntentView['challenge']} challenge
 * @param {boolean} takeFocus
 */
function showProgress(challenge, takeFocus) {
  const isAtBank = challenge === 'open' || (challenge === 'left' && hasReturned);
  show(isAtBank ? 'challenge' : challenge === 'left' ? 'left' : 'processing', takeFocus);
}

/**
 * Looks again at a running attempt: its steps may be spread over time, and the bank's time may run out.
 *
 * @param {Session} current
 */
function pollLater(current) {
  window.clearTimeout(pollTimer);
  const delayMs = pollDelaysMs[Math.min(current.polls++, pollDelaysMs.length - 1)];
  pollTimer = window.setTimeout(() => {
    if (current === session && !isBusy) look(current, 'status');
  }, delayMs);
}

/**
 * @param {'session' | 'status' | 'pay' | 'challenge'} call
 * @param {Session} current
 * @param {Record<string, string>} extra
 * @returns {Promise<{ view: IntentView } | { error: { code: string, message: string } }>}
 */
async function send(call, current, extra) {
  try {
    const reply = await fetch(`embed/${call}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ pk: publishableKey, client_secret: current.secret, ...extra }),
    });
    const body = await reply.json();
    return reply.ok
      ? { view: body }
      : { error: body.error ?? { code: 'refused', message: `The server answered ${reply.status}` } };
  } catch {
    return { error: { code: 'unreachable', message: 'The server cannot be reached at the moment' } };
  }
}

/**
 * @param {Session} current
 * @param {{ code: string, message: string }} error
 * @param {'failed' | 'expired'} [status]
 */
function refuse(current, error, status = 'failed') {
  showError(error.message);
  postFailure(current.secret, status, error);
}

/**
 * @param {string} secret
 * @param {'failed' | 'expired'} status
 * @param {{ code: string, message: string }} error
 */
function postFailure(secret, status, error) {
  post({ success: false, id: /^pi_([0-9a-f]{24})_secret_/.exec(secret)?.[1] ?? null, status, error });
}

/** @param {object} message */
function post(message) {
  if (session && session.origin !== 'null') window.parent.postMessage(message, session.origin);
}

/** @param {string} text */
function showError(text) {
  write('[data-role="error-text"]', text);
  show('error', false);
}

/** @param {boolean} value */
function setBusy(value) {
  isBusy = value;
  for (const button of root.querySelectorAll('button')) button.disabled = value;
}
