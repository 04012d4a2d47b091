import { bugs, has } from './bugs.js';

const layout = (title, settings, body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/shop.css">
<header><a href="/">Teapots &amp; Co.</a>${settings.PAYSTAGE_URL ? `<nav><a href="${link(settings, '/')}">Live page</a><a href="${link(settings, '/?view=checks')}">Checks</a></nav>` : ''}</header>
${renderBroken()}<main>${body}</main></html>`;

const renderBroken = () => {
  const titles = bugs.filter(({ id }) => has(id)).map(({ title }) => title.toLowerCase());
  return titles.length === 0
    ? ''
    : `<p class="broken" role="status">Broken on purpose: ${titles.join(', ')}. <a href="/#break">Mend it</a></p>`;
};

export function renderHome({ orders, priceCents, shopUrl, settings }) {
  const price = (priceCents / 100).toFixed(2);
  return layout(
    'Teapots & Co.',
    settings,
    `<section class="product"><img src="/teapot.svg" alt="" width="120" height="96"><div><h1>One fine teapot</h1>
<form method="post" action="/buy/securepayapi"><button>Buy with SecurePayAPI, ${price} USD</button><small>by card, on this site; with 3-D Secure</small></form>
<form method="post" action="/buy/secpaid"><button>Buy with SecPaid, ${price} EUR</button><small>at a pay link, and back</small></form></div></section>
${renderOrders(orders)}
<section id="break"><h2>Break the shop</h2>
<p>Every switch is a mistake that real shops make. Turn one on, buy again, and see on the live page what comes of it; then let the checks find it.</p>
<ul class="bugs">${bugs.map(renderSwitch).join('')}</ul></section>
${settings.PAYSTAGE_URL ? renderChecks(shopUrl, settings) : ''}`,
  );
}

const renderOrders = (orders) =>
  orders.length === 0
    ? ''
    : `<section><h2>Orders</h2><table><thead><tr><th>Order<th>Paid with<th>Status<th>Goods sent</thead><tbody>${orders
        .slice(-5)
        .reverse()
        .map(
          (order) =>
            `<tr><td><a href="/orders/${order.id}">${order.id.slice(0, 8)}</a><td>${TITLES[order.provider]}<td>${escapeHtml(order.status)}<td${order.count > 1 ? ' class="bad"' : ''}>${order.count} ×`,
        )
        .join('')}</tbody></table></section>`;

const TITLES = { secpaid: 'SecPaid', securepayapi: 'SecurePayAPI' };

const renderSwitch = ({
  id,
  title,
  text,
  caughtBy,
}) => `<li><form method="post" action="/bugs/${id}"><input type="hidden" name="on" value="${!has(id)}">
<button aria-pressed="${has(id)}" aria-label="${title}">${has(id) ? 'on' : 'off'}</button></form>
<div><strong>${title}</strong><p>${text}</p><small>Found by ${Object.entries(caughtBy)
  .map(([name, check]) => `${check} (${TITLES[name]})`)
  .join(', ')}</small></div></li>`;

// What "paystage check" has to know of this shop. Of the shop of "paystage demo" it knows by itself.
const renderChecks = (shopUrl, settings) => `<section><h2>Let the checks catch it</h2>
<p>Open <a href="${link(settings, '/?view=checks')}">Checks</a> and press <em>Run</em>, or in a terminal:</p>
<pre><code>${['securepayapi', 'secpaid'].map((name) => writeCheck(name, shopUrl)).join('\n\n')}</code></pre></section>`;

const writeCheck = (name, shopUrl) =>
  [
    `npx paystage check ${name}`,
    `--endpoint ${shopUrl}/webhooks/${name}`,
    `--probe '${shopUrl}/orders/{id}'`,
    `--create ${shopUrl}/buy/${name}`,
    ...(name === 'secpaid' ? [`--callback ${shopUrl}/checkout/callback`] : []),
  ].join(' \\\n  ');

/** The order, asked about once a second until it is paid, and the card form while a card is what it waits for. */
export function renderOrder(order, settings) {
  return layout(
    'Order',
    settings,
    `<h1>Your order</h1>
<p class="status">${order.id.slice(0, 8)}: <strong data-testid="status">${escapeHtml(order.status)}</strong>${order.count > 1 ? ` <span class="bad">goods sent ${order.count} times</span>` : ''}</p>
${order.paid ? '<p class="thanks">Thank you. The teapot is on its way.</p>' : ''}
${order.clientSecret && !order.paid ? renderWidget(order, settings) : ''}
<section><h2>What the shop did</h2><ol class="story">${order.story.map(({ at, text }) => `<li><time>${at.toTimeString().slice(0, 8)}</time> ${escapeHtml(text)}</li>`).join('')}</ol></section>
${settings.PAYSTAGE_URL && order.paymentId ? `<p><a href="${link(settings, `/?payment=${encodeURIComponent(order.paymentId)}`)}">The whole story on the live page</a></p>` : ''}
<p><a href="/">Back to the shop</a></p>
<script>
  const started = ${order.story.length};
  const poll = async () => {
    const order = await (await fetch('/orders/${order.id}/state')).json();
    document.querySelector('[data-testid=status]').textContent = order.status;
    document.querySelector('iframe')?.setAttribute('data-status', order.status);
    if (order.paid !== ${order.paid} || (${order.paid || !order.clientSecret} && order.steps !== started)) return location.reload();
    setTimeout(poll, 1000);
  };
  setTimeout(poll, ${order.paid ? 2000 : 500});
</script>`,
  );
}

// The secret goes to the widget by message, and only to its origin; an answer counts only when it comes from there.
const renderWidget = (
  { clientSecret, status },
  { SECUREPAYAPI_BASE_URL, SECUREPAYAPI_PUBLISHABLE_KEY },
) => `<iframe data-testid="widget" title="Card payment" data-status="${escapeHtml(status)}"></iframe>
<p data-testid="result" role="status"></p>
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

const link = ({ PAYSTAGE_URL }, path) => escapeHtml(PAYSTAGE_URL + path);
const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const toScriptJson = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');
