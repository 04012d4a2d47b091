import type { Advice } from '../check.js';

export const sig1Advice: Advice = {
  must: 'Computes the signature over the timestamp and the raw body as received, compares it in constant time, and answers 4xx when they differ, before it does anything else.',
  costs:
    'Whoever can reach the endpoint changes the amount or the status of a genuine event, and goods leave for money that never came.',
  fixes: {
    express: `app.post('/webhooks', express.raw({ type: '*/*' }), (req, res) => {
  if (!verify(req.headers, req.body)) return res.sendStatus(401);
  const event = JSON.parse(req.body.toString());
  res.sendStatus(204);
});

function verify(headers, rawBody) {
  const expected = createHmac('sha256', SECRET).update(headers['x-timestamp'] ?? '').update(rawBody).digest();
  const received = Buffer.from(headers['x-signature'] ?? '', 'hex');
  return received.length === expected.length && timingSafeEqual(received, expected);
}`,
    fastify: `app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => done(null, body));
app.post('/webhooks', async (request, reply) => {
  if (!verify(request.headers, request.body)) return reply.code(401).send();
  const event = JSON.parse(request.body.toString());
  return reply.code(204).send();
});`,
    koa: `router.post('/webhooks', async (ctx) => {
  const rawBody = await readBody(ctx.req); // before any body parser
  if (!verify(ctx.headers, rawBody)) return ctx.throw(401);
  const event = JSON.parse(rawBody.toString());
  ctx.status = 204;
});`,
    next: `export async function POST(request) {
  const rawBody = Buffer.from(await request.arrayBuffer());
  if (!verify(Object.fromEntries(request.headers), rawBody)) return new Response(null, { status: 401 });
  const event = JSON.parse(rawBody.toString());
  return new Response(null, { status: 204 });
}`,
  },
};
