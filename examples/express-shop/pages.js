const layout = (body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Example shop</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem}iframe{width:100%;height:40rem;border:0}</style>
${body}</html>`;

export const renderHome = (cents) =>
  layout(`<h1>One fine teapot</h1>
<form method="post" action="/buy/secpaid"><button>Buy with SecPaid, ${(cents / 100).toFixed(2)} EUR</button></form>
<form method="post" action="/buy/securepayapi"><button>Buy with SecurePayAPI, ${(cents / 100).toFixed(2)} USD</button></form>`);

/** The order, asked about once a second until it is paid, and the card form while a card is what it waits for. */
export function renderOrder(order, settings) {
  return layout(`<h1>Order</h1>
<p>${order.id}: <strong data-testid="status">${escapeHtml(order.status)}</strong></p>
${order.paid ? '<p>Thank you.</p>' : ''}
${order.clientSecret && !order.paid ? renderWidget(order.clientSecret, settings) : ''}
<p><a href="/">Back to the shop</a></p>
<script>
  const poll = async () => {
    const order = await (await fetch('/orders/${order.id}/state')).json();
    document.querySelector('[data-testid=status]').textContent = order.status;
    if (!order.paid) setTimeout(poll, 1000);
  };
  poll();
</script>`);
}

// The secret goes to the widget by message, and only to its origin; an answer counts only when it comes from there.
const renderWidget = (
  clientSecret,
  { SECUREPAYAPI_BASE_URL, SECUREPAYAPI_PUBLISHABLE_KEY },
) => `<iframe data-testid="widget" title="Card payment"></iframe>
<p data-testid="result"></p>
<script>
  const { clientSecret, origin, src } = ${toScriptJson({
    clientSecret,
    origin: new URL(SECUREPAYAPI_BASE_URL).origin,
    src: `${SECUREPAYAPI_BASE_URL}/embed?pk=${encodeURIComponent(SECUREPAYAPI_PUBLISHABLE_KEY)}`,
  })};
  const widget = document.querySelector('[data-testid=widget]');
  addEventListener('message', (event) => {
    if (event.origin !== origin || typeof event.data?.success !== 'boolean') return;
    // Good enough to tell the customer; the goods wait for the webhook.
    document.querySelector('[data-testid=result]').textContent = event.data.success ? 'Thank you.' : 'The card was not accepted.';
  });
  widget.addEventListener('load', () => widget.contentWindow.postMessage({ client_secret: clientSecret }, origin));
  widget.src = src;
</script>`;

const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const toScriptJson = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');
