// A shop of one page, to be tested: sells for 20 dollars through SecurePayAPI and ships once the signed webhook says so.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

/** Starts the shop with the addresses and keys of a lane. `isCareless` ships twice when told twice. */
export async function startShop(env, { isCareless = false } = {}) {
  const orders = new Map();
  const seen = new Set();

  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const { pathname } = new URL(request.url, 'http://shop');
    if (request.method === 'POST' && pathname === '/buy') {
      const id = `order-${orders.size + 1}`;
      const intent = await createIntent(env, id);
      orders.set(id, { id, intent: intent.id, paid: false, count: 0 });
      return reply(response, 201, { order: id, intent: intent.id });
    }
    if (request.method === 'POST' && pathname === '/webhooks') {
      if (!isGenuine(request.headers, body, env.SECUREPAYAPI_SECRET_KEY)) return reply(response, 401);
      const event = JSON.parse(body);
      const key = `${event.id} ${event.status}`;
      const order = orders.get(event.externalid);
      if (order && event.status === 'SUCCEEDED' && (isCareless || !seen.has(key))) {
        seen.add(key);
        order.paid = true;
        order.count += 1;
      }
      return reply(response, 204);
    }
    const order = orders.get(pathname.replace('/orders/', ''));
    return order ? reply(response, 200, order) : reply(response, 404);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

/** The signature covers the bytes as they came, not what a parser made of them. */
function isGenuine(headers, body, secret) {
  const timestamp = headers['x-timestamp'] ?? '';
  const expected = createHmac('sha256', secret)
    .update(timestamp + body)
    .digest();
  const given = Buffer.from(headers['x-signature'] ?? '', 'hex');
  const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
  return isFresh && given.length === expected.length && timingSafeEqual(given, expected);
}

async function createIntent(env, externalid) {
  const answer = await fetch(`${env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 2000, currency: 'USD', externalid }),
  });
  return answer.json();
}

async function readBody(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

function reply(response, status, value) {
  response.writeHead(status, value ? { 'content-type': 'application/json' } : {});
  response.end(value ? JSON.stringify(value) : undefined);
}
