import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { listenOnLoopback } from '../support/listen-on-loopback.js';

export const SECRET = 'sp_secret_mock_7Jq2vXw9RkT4mZ81';
export const TOKEN = 'mockSecPaidToken0123456789abcdef';

interface FakeLink {
  fields: Record<string, unknown>;
  payIns: { amount: string; status: string }[];
}

/** Just enough of both providers for the shops to be tested before, and apart from, the harness. */
export interface FakeProvider {
  url: string;
  links: Map<string, FakeLink>;
  /** Bodies of the payment intents that were created. */
  intents: Record<string, unknown>[];
  /** Books money on a link, as a customer would. */
  book(payId: string, amount: string, status?: string): void;
  /** Answers the next API calls with 500. */
  isDown: boolean;
  close(): Promise<void>;
}

/** The widget says that it is ready, takes the secret, and reports success with what it was given. */
const WIDGET = `<!doctype html><title>widget</title><script>
  addEventListener('message', (event) => {
    const secret = event.data.client_secret;
    event.source.postMessage({ success: !location.search.includes('decline'), status: 'succeeded', secret }, event.origin);
  });
  parent.postMessage({ ready: true }, '*');
</script>`;

export async function createFakeProvider(): Promise<FakeProvider> {
  const links = new Map<string, FakeLink>();
  const intents: Record<string, unknown>[] = [];
  let nextId = 50001;

  const routes: Record<string, (request: IncomingMessage, fields: Record<string, unknown>) => unknown> = {
    '/secpaid/api/v2/createLink': (request, fields) => {
      if (request.headers.token !== TOKEN)
        return { ResponseCode: 0, ResponseMsg: 'Incorrect token or missing token', Result: 'False' };
      const id = nextId++;
      links.set(String(id), { fields, payIns: [] });
      return {
        data: { id, pay_link: `${fake.url}/secpaid/payment?link_id=${btoa(String(id))}` },
        ResponseCode: 1,
        Result: 'True',
      };
    },
    '/secpaid/api/v2/getPayInTransactions': (_request, fields) => {
      const payId = String(fields.pay_id);
      const data = links.get(payId)?.payIns.map((payIn) => ({ pay_id: payId, ...payIn })) ?? [];
      return { data, ResponseCode: 1, Result: 'True' };
    },
    '/securepayapi/api/v1/payment-intents': (request, fields) => {
      if (request.headers.authorization !== `Bearer ${SECRET}`) return undefined;
      const id = (nextId++).toString(16).padStart(24, '0');
      intents.push({ id, ...fields });
      return { id, client_secret: `pi_${id}_secret_x`, amount: fields.amount, currency: 'USD', status: 'requires_payment' };
    },
  };

  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    if (path === '/securepayapi/embed') return response.setHeader('content-type', 'text/html').end(WIDGET);
    const reply = fake.isDown ? undefined : routes[path]?.(request, await readFields(request));
    response.writeHead(reply ? 200 : 500, { 'content-type': 'application/json' });
    response.end(JSON.stringify(reply ?? { error: { code: 'internal', message: 'told to fail' } }));
  });
  const listening = await listenOnLoopback(server);
  const fake: FakeProvider = {
    url: listening.url,
    links,
    intents,
    book: (payId, amount, status = 'Success') => void links.get(payId)?.payIns.push({ amount, status }),
    isDown: false,
    close: listening.close,
  };
  return fake;
}

/** Headers and body of a SecurePayAPI webhook over exactly these bytes. */
export function signWebhook(body: string, timestamp: string, secret = SECRET): RequestInit {
  const signature = createHmac('sha256', secret).update(timestamp).update(body, 'utf8').digest('hex');
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': signature },
    body,
  };
}

async function readFields(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return request.headers['content-type'] === 'application/json'
    ? (JSON.parse(text) as Record<string, unknown>)
    : Object.fromEntries(new URLSearchParams(text));
}
