import { find } from './panels.browser.js';

/**
 * Does what the page of an app does around the widget: hands it the client_secret once it is ready, and takes notice of the result.
 *
 * @typedef {object} WidgetResult What the widget posts; README.md says which of it is attested.
 * @property {boolean} success
 * @property {string} [status]
 * @property {{ code?: string, message?: string }} [error]
 */

const root = find('[data-role="try-out"]');
const result = find('[data-role="result"]');
const message = find('[data-role="message"]');
const frame = root.querySelector('iframe');

if (frame) {
  window.addEventListener('message', (event) => {
    const widget = frame.contentWindow;
    if (widget === null || event.source !== widget || event.origin !== location.origin) return;
    if (event.data?.ready === true) {
      widget.postMessage({ client_secret: root.dataset.clientSecret }, location.origin);
      say('waiting', 'Waiting for the result: the widget has the client_secret.');
    } else if (typeof event.data?.success === 'boolean') tell(event.data);
  });
  frame.addEventListener('load', () => matchContent(frame));
  frame.src = root.dataset.widget ?? '';
}

/** @param {WidgetResult} said */
function tell(said) {
  const reason = toSentence(said.error?.message ?? 'no reason given');
  if (said.success) say('paid', 'Paid.');
  else if (said.status === 'expired') say('expired', `Expired: ${reason}`);
  else say('failed', `Failed: ${reason}`);
  message.textContent = JSON.stringify(said, null, 2);
  message.hidden = false;
}

/**
 * @param {'waiting' | 'paid' | 'failed' | 'expired'} kind
 * @param {string} text
 */
function say(kind, text) {
  result.dataset.result = kind;
  result.className = kind === 'paid' ? 'note good' : kind === 'waiting' ? 'note' : 'note bad';
  result.textContent = text;
}

/**
 * Gives the frame the height of what stands in it. Only a page of the same origin can look.
 *
 * @param {HTMLIFrameElement} widget
 */
function matchContent(widget) {
  const content = widget.contentDocument?.body;
  if (!content) return;
  new ResizeObserver(() => {
    widget.style.height = `${Math.ceil(content.getBoundingClientRect().height)}px`;
  }).observe(content);
}

/** @param {string} text */
function toSentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
