import { afterEach, beforeEach } from 'vitest';
import type { VisitReply } from '../../server/http/control/visit-replies.js';
import type { Harness, LogRecord } from '../../server/index.js';
import { createExpressShop } from '../support/express-shop.js';
import { callControl, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import type { Shop } from '../support/shop-config.js';

const productId = '0123456789abcdef01234567';

/** For every test of a file: a harness, a receiver that plays the app, a shop, and what the tests do with them. */
export function prepareVisitStage() {
  let harness: Harness;
  let app: Receiver;
  let shop: Shop;

  beforeEach(async () => {
    app = await createReceiver({ status: 200 });
    shop = await createExpressShop();
    harness = await startHarness({
      accounts: {
        secpaid: { settings: { paymentEndpoints: [`${app.url}/hook`], callbackUrls: [`${app.url}/back`] } },
        securepayapi: {
          settings: { webhookUrls: [`${app.url}/hook`], products: [{ id: productId, name: 'Seat', amount: 1250 }] },
        },
      },
    });
  });
  afterEach(async () => {
    await harness.close();
    await shop.close();
    await app.close();
  });

  return {
    get harness() {
      return harness;
    },
    /** Answers 200 to everything: webhooks at `/hook`, browsers at `/back`. */
    get app() {
      return app;
    },
    get shop() {
      return shop;
    },
    visit: (id: string, action?: object, rest: object = {}) =>
      callControl<VisitReply>(harness, 'POST', `/payments/${id}/visits`, { ...(action ? { action } : {}), ...rest }),

    async createLink(fields: Record<string, unknown> = {}): Promise<string> {
      const reply = await fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink`, {
        method: 'POST',
        headers: { token: harness.env.SECPAID_TOKEN ?? '', 'content-type': 'application/json' },
        body: JSON.stringify({ amount: 42.5, ...fields }),
      });
      return String(((await reply.json()) as { data: { id: number } }).data.id);
    },

    async createIntent(): Promise<{ id: string; secret: string }> {
      const reply = await fetch(`${harness.env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${harness.env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ amount: 2_000, currency: 'USD' }),
      });
      const intent = (await reply.json()) as { id: string; client_secret: string };
      return { id: intent.id, secret: intent.client_secret };
    },

    /** A payment of the hosted page, begun by somebody who chose a card there. */
    async createHosted(card: string): Promise<string> {
      const base = `${harness.env.SECUREPAYAPI_BASE_URL}`;
      const page = await (await fetch(`${base}/${productId}`)).text();
      const fields = new URLSearchParams({ card });
      const hidden = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
      for (const [, name = '', value = ''] of hidden) fields.set(name, value);
      const reply = await fetch(`${base}/${productId}/pay`, { method: 'POST', redirect: 'manual', body: fields });
      return reply.headers.get('location')?.split('/').at(-1) ?? '';
    },

    async readRecords(): Promise<LogRecord[]> {
      const records: LogRecord[] = [];
      for await (const lines of harness.engine.log.read(0)) for (const line of lines) records.push(JSON.parse(line));
      return records;
    },
  };
}
