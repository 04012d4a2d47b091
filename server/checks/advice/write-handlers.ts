import type { Advice } from '../check.js';

/**
 * The same few lines inside the handler of each framework. `event` is the body, raw and verified.
 * @param before what is done before the acknowledgement. @param after what is begun once the event is safe; nobody waits for it.
 */
export function writeHandlers(before: readonly string[], after: readonly string[] = []): Advice['fixes'] {
  const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}\n`).join('');
  return {
    express: `app.post('/webhooks', express.raw({ type: '*/*' }), async (req, res) => {
  const event = JSON.parse(req.body.toString());
${indent(before)}  res.sendStatus(204);
${indent(after)}});`,
    fastify: `app.post('/webhooks', async (request, reply) => {
  const event = JSON.parse(request.body.toString());
${indent(before)}${indent(after)}  return reply.code(204).send();
});`,
    koa: `router.post('/webhooks', async (ctx) => {
  const event = JSON.parse((await readBody(ctx.req)).toString());
${indent(before)}${indent(after)}  ctx.status = 204;
});`,
    next: `export async function POST(request) {
  const event = JSON.parse(await request.text());
${indent(before)}${indent(after)}  return new Response(null, { status: 204 });
}`,
  };
}

/** The same few lines where a browser comes back. `payId` is what its address names. */
export function writeReturns(lines: readonly string[]): Advice['fixes'] {
  const indented = lines.map((line) => `  ${line}\n`).join('');
  return {
    express: `app.get('/return', async (req, res) => {
  const payId = String(req.query.pay_id);
${indented}  res.redirect(\`/orders/\${order.id}\`); // shows what the database says: paid, or still pending
});`,
    fastify: `app.get('/return', async (request, reply) => {
  const payId = String(request.query.pay_id);
${indented}  return reply.redirect(\`/orders/\${order.id}\`); // shows what the database says: paid, or still pending
});`,
    koa: `router.get('/return', async (ctx) => {
  const payId = String(ctx.query.pay_id);
${indented}  ctx.redirect(\`/orders/\${order.id}\`); // shows what the database says: paid, or still pending
});`,
    next: `export async function GET(request) {
  const payId = new URL(request.url).searchParams.get('pay_id') ?? '';
${indented}  return Response.redirect(new URL(\`/orders/\${order.id}\`, request.url)); // shows what the database says
}`,
  };
}
