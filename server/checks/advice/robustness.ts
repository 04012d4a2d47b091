import type { Advice } from '../check.js';

export const tolerantAdvice: Advice = {
  must: 'Reads the fields that it needs and ignores everything else: new fields, their order, lengths, empty optional texts, spellings of headers.',
  costs: 'A harmless addition by the provider turns into refused events, and paid orders stay open until somebody notices.',
  fixes: {
    express: `const { externalid, status } = JSON.parse(rawBody); // pick what is needed; no strict schema over the whole event`,
    fastify: `app.post('/webhooks', { schema: { body: { type: 'object', additionalProperties: true } } }, handler);`,
    koa: `const { externalid, status } = JSON.parse(rawBody); // pick what is needed; no strict schema over the whole event`,
    next: `const event = Event.passthrough().parse(JSON.parse(rawBody)); // zod: strict() would refuse new fields`,
  },
};

export const unknownStatusAdvice: Advice = {
  must: 'Acknowledges a status that it does not know, notes it, and leaves the order as it is.',
  costs: 'Refused, it is sent again for days; taken for success, goods leave for a payment that is not final.',
  fixes: {
    express: `switch (event.status) {
  case 'SUCCEEDED': await fulfil(event); break;
  default: log.info({ status: event.status }, 'status ignored');
}
res.sendStatus(204);`,
    fastify: `if (event.status === 'SUCCEEDED') await fulfil(event);
else request.log.info({ status: event.status }, 'status ignored');
return reply.code(204).send();`,
    koa: `if (event.status === 'SUCCEEDED') await fulfil(event);
ctx.status = 204; // whatever the status was`,
    next: `if (event.status === 'SUCCEEDED') await fulfil(event);
return new Response(null, { status: 204 }); // whatever the status was`,
  },
};

export const cutAdvice: Advice = {
  must: 'Does nothing until the whole body has arrived and was verified.',
  costs: 'Half an event is acted on, or the connection that broke leaves the order locked when the whole one comes.',
  fixes: {
    express: `app.post('/webhooks', express.raw({ type: '*/*' }), handler); // the handler runs once the body is complete`,
    fastify: `app.post('/webhooks', async (request, reply) => { /* request.body is complete here */ });`,
    koa: `ctx.req.on('aborted', () => {}); // nothing was begun yet: begin after the last chunk
const rawBody = await readBody(ctx.req);`,
    next: `const rawBody = Buffer.from(await request.arrayBuffer()); // rejects when the request was cut off`,
  },
};

export const garbageAdvice: Advice = {
  must: 'Refuses what is no event with 4xx, quickly, with a limit on the size, and goes on living.',
  costs: 'One malformed request takes the endpoint down, and every payment of that hour is missed.',
  fixes: {
    express: `app.post('/webhooks', express.raw({ type: '*/*', limit: '100kb' }), handler);
app.use((error, req, res, next) => res.sendStatus(error.status ?? 400)); // malformed input is no 500`,
    fastify: `const app = Fastify({ bodyLimit: 100_000 }); // malformed JSON is answered 400 by itself`,
    koa: `app.use(async (ctx, next) => {
  try { await next(); } catch (error) { ctx.status = error.status ?? 400; }
});`,
    next: `let event;
try { event = JSON.parse(rawBody); } catch { return new Response(null, { status: 400 }); }`,
  },
};

export const leakAdvice: Advice = {
  must: 'Says nothing but the status when it refuses: no stack, no key, and never the signature that it expected.',
  costs: 'An answer with the expected signature signs whatever an attacker sends; a stack tells where to attack next.',
  fixes: {
    express: `app.use((error, req, res, next) => {
  log.error(error);
  res.sendStatus(error.status ?? 500); // no message, no stack
});`,
    fastify: `app.setErrorHandler((error, request, reply) => {
  request.log.error(error);
  reply.code(error.statusCode ?? 500).send();
});`,
    koa: `app.use(async (ctx, next) => {
  try { await next(); } catch (error) { ctx.app.emit('error', error, ctx); ctx.status = error.status ?? 500; ctx.body = ''; }
});`,
    next: `try { return await handle(request); } catch (error) { console.error(error); return new Response(null, { status: 500 }); }`,
  },
};
