import type { Framework } from '../../provider.js';
import type { CauseId } from './mistake.js';

type Snippets = Record<Framework, string>;

const CHECK = `function isGenuine(timestamp = '', signature = '', body) {
  const expected = createHmac('sha256', process.env.SECUREPAYAPI_SECRET_KEY).update(timestamp).update(body).digest();
  const received = Buffer.from(signature, 'hex');
  return received.length === expected.length && timingSafeEqual(received, expected);
}`;

const CRYPTO = `import { createHmac, timingSafeEqual } from 'node:crypto';`;

/** A receiver that verifies as it should, once for each framework; tests run them. */
const verifiers: Snippets = {
  express: `${CRYPTO}
import express from 'express';

export const app = express();

// On this route the raw bytes, ahead of any express.json().
app.post('/webhooks', express.raw({ type: '*/*' }), (req, res) => {
  const body = req.body ?? Buffer.alloc(0);
  if (!isGenuine(req.get('x-timestamp'), req.get('x-signature'), body)) return res.sendStatus(401);
  const event = JSON.parse(body.toString());
  res.status(204).end();
});

${CHECK}
`,
  fastify: `${CRYPTO}
import Fastify from 'fastify';

export const app = Fastify();

// The raw bytes in place of the parsed body; register it in a plugin of its own to keep it to this route.
app.removeContentTypeParser('application/json');
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => done(null, body));

app.post('/webhooks', async (request, reply) => {
  const body = request.body ?? Buffer.alloc(0);
  const { 'x-timestamp': timestamp, 'x-signature': signature } = request.headers;
  if (!isGenuine(timestamp, signature, body)) return reply.code(401).send();
  const event = JSON.parse(body.toString());
  return reply.code(204).send();
});

${CHECK}
`,
  koa: `${CRYPTO}
import Koa from 'koa';

export const app = new Koa();

// Ahead of any body parser, which would take the stream.
app.use(async (ctx, next) => {
  if (ctx.method !== 'POST' || ctx.path !== '/webhooks') return next();
  const chunks = [];
  for await (const chunk of ctx.req) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (!isGenuine(ctx.get('x-timestamp'), ctx.get('x-signature'), body)) return ctx.throw(401);
  const event = JSON.parse(body.toString());
  ctx.status = 204;
});

${CHECK}
`,
  next: `${CRYPTO}

// app/webhooks/route.js
export async function POST(request) {
  const body = Buffer.from(await request.arrayBuffer());
  const { headers } = request;
  const isRight = isGenuine(headers.get('x-timestamp') ?? '', headers.get('x-signature') ?? '', body);
  if (!isRight) return new Response(null, { status: 401 });
  const event = JSON.parse(body.toString());
  return new Response(null, { status: 204 });
}

${CHECK}
`,
};

const statuses: Snippets = {
  express: 'res.status(204).end();',
  fastify: 'return reply.code(204).send();',
  koa: 'ctx.status = 204;',
  next: 'return new Response(null, { status: 204 });',
};

const lookAtSecret = `import { createHash } from 'node:crypto';

// Once, at the start: 8 hex digits tell two secrets apart and give neither away.
const secret = process.env.SECUREPAYAPI_SECRET_KEY ?? '';
console.log(secret.length, createHash('sha256').update(secret).digest('hex').slice(0, 8));
`;
const secrets: Snippets = { express: lookAtSecret, fastify: lookAtSecret, koa: lookAtSecret, next: lookAtSecret };

const WITHOUT_CODE: readonly CauseId[] = [
  'raw-body',
  'clock-skew',
  'crashing',
  'wrong-path',
  'content-type-refused',
  'rate-limited',
  'redirecting',
  'unreachable',
  'unclear',
];

/** The fix of a cause as code; null where it is not made in the handler. */
export function findSnippets(cause: CauseId): Snippets | null {
  if (WITHOUT_CODE.includes(cause)) return null;
  if (cause === 'accepts-but-wrong-status') return statuses;
  return ['padded-secret', 'secret-missing', 'wrong-secret'].includes(cause) ? secrets : verifiers;
}
