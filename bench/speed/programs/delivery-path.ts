/** Sends the same signed webhooks by the product's transport and by undici's plain request, in turns, within one process. */
import { Pool } from 'undici';
import { signDelivery, toTimestamp } from '../../../server/providers/securepayapi/signature.js';
import { createTransport } from '../../../server/transport/transport.js';
import { CONNECTIONS } from '../workload.js';
import { answerOrders } from './answer-orders.js';

const SECRET_KEY = 'sp_secret_bench0123456789abcdef0123';

export interface PathFigures {
  webhooksPerSecond: number;
  cpuUsPerWebhook: number;
}

let sent = 0;

function makeMessage(): { body: string; headers: [string, string][] } {
  const body = JSON.stringify({
    created: 1_763_697_910,
    uuid: '7d0f3a52-9a52-4f39-9d61-0d5f6d1c2b3a',
    id: '5ec0de5ec0de5ec0de5ec0de',
    famt: 2_000,
    currency: 'USD',
    externalid: `path-${sent++}`,
    customerid: '',
    status: 'INIT',
    statustext: 'Payment initiated',
  });
  const timestamp = toTimestamp(Date.now());
  return {
    body,
    headers: [
      ['Content-Type', 'application/json'],
      ['User-Agent', 'bench/1'],
      ['X-Timestamp', timestamp],
      ['X-Signature', signDelivery(SECRET_KEY, timestamp, body)],
    ],
  };
}

const transport = createTransport();
let pool: Pool | null = null;

const ways = {
  product: async (url: string) => {
    const result = await transport.send({ url, method: 'POST', timeoutMs: 10_000, ...makeMessage() });
    if (result.kind === 'failed') throw new Error(result.message);
  },
  reference: async (url: string) => {
    const { origin, pathname } = new URL(url);
    pool ??= new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
    const { body, headers } = makeMessage();
    const answer = await pool.request({ method: 'POST', path: pathname, body, headers: headers.flat() });
    await answer.body.dump();
  },
};

async function send({ way, url, count }: { way: keyof typeof ways; url: string; count: number }): Promise<PathFigures> {
  let left = count;
  const startMs = performance.now();
  const before = process.cpuUsage();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (left-- > 0) await ways[way](url);
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return { webhooksPerSecond: (count / (performance.now() - startMs)) * 1_000, cpuUsPerWebhook: (user + system) / count };
}

answerOrders({ send });
// Nothing else keeps this process until it is ended.
setInterval(() => {}, 60_000);
process.send?.({ ready: true });
