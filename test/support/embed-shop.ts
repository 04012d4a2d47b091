import { createServer } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import { listenOnLoopback } from './listen-on-loopback.js';
import { createIntent } from './securepayapi-client.js';
import { requireSetting, type Shop, type ShopConfig } from './shop-config.js';
import { createShopState } from './shop-state.js';

export type EmbedShopConfig = Pick<ShopConfig, 'securepayapiUrl' | 'securepayapiSecret' | 'publishableKey'>;

/**
 * A shop page on an origin of its own that shows SecurePayAPI's card widget. `GET /checkout?amount=4599` (US cents) creates an intent and
 * embeds the widget; what the widget says stands in the elements with the test ids `order`, `intent`, `result` (`waiting`, `success`,
 * `failure`), `message` (its JSON) and `strangers` (messages from other origins, which the page ignores).
 */
export async function createEmbedShop(initial: Partial<EmbedShopConfig> = {}): Promise<Shop> {
  const config: Partial<ShopConfig> = { ...initial };
  const orders = createShopState();
  const app = express();

  app.get('/checkout', async (req, res) => {
    const order = orders.open('securepayapi', Number(req.query.amount ?? 4599), 'USD');
    const intent = await createIntent(config, order.amountMinor, order.id);
    orders.attachPayment(order, intent.intentId);
    const base = requireSetting(config, 'securepayapiUrl');
    const widgetUrl = `${base}/embed?pk=${encodeURIComponent(config.publishableKey ?? '')}`;
    res.type('html').send(renderCheckout({ orderId: order.id, ...intent, widgetUrl, widgetOrigin: new URL(base).origin }));
  });

  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    res.status(502).type('text').send(String(error));
  });

  const listening = await listenOnLoopback(createServer(app));
  return {
    url: listening.url,
    orders,
    configure: (changes) => void Object.assign(config, changes),
    close: listening.close,
  };
}

interface CheckoutPage {
  orderId: string;
  intentId: string;
  clientSecret: string;
  widgetUrl: string;
  widgetOrigin: string;
}

function renderCheckout(page: CheckoutPage): string {
  const { clientSecret, widgetOrigin } = page;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Checkout</title>
<p>Order <span data-testid="order">${escapeHtml(page.orderId)}</span>, intent <span data-testid="intent">${escapeHtml(page.intentId)}</span></p>
<iframe data-testid="widget" title="Card payment" width="480" height="640"></iframe>
<p>Result: <output data-testid="result">waiting</output></p>
<pre data-testid="message"></pre>
<p>Ignored messages: <span data-testid="strangers">0</span></p>
<script>
  const { clientSecret, widgetOrigin, widgetUrl } = ${toScriptJson({ clientSecret, widgetOrigin, widgetUrl: page.widgetUrl })};
  const find = (name) => document.querySelector('[data-testid="' + name + '"]');
  const widget = find('widget');
  const sendSecret = () => widget.contentWindow.postMessage({ client_secret: clientSecret }, widgetOrigin);
  addEventListener('message', (event) => {
    if (event.origin !== widgetOrigin || event.source !== widget.contentWindow) {
      find('strangers').textContent = String(Number(find('strangers').textContent) + 1);
      return;
    }
    if (event.data?.ready) return sendSecret();
    if (typeof event.data?.success !== 'boolean') return;
    find('message').textContent = JSON.stringify(event.data);
    find('result').textContent = event.data.success ? 'success' : 'failure';
  });
  widget.addEventListener('load', sendSecret);
  widget.src = widgetUrl;
</script>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON that cannot end the script element it stands in. */
function toScriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
