import type { Advice } from '../check.js';

export const acceptAdvice: Advice = {
  must: 'Answers a valid event with the status that the provider takes for an acknowledgement, at the address that was given, without a redirect.',
  costs: 'An endpoint that refuses genuine events learns of no payment: customers pay and get nothing.',
  fixes: {
    express: `app.post('/webhooks', express.raw({ type: '*/*' }), handler); // the exact path that is configured, before any login or CSRF middleware`,
    fastify: `app.post('/webhooks', handler); // the exact path that is configured, outside of hooks that ask for a login`,
    koa: `router.post('/webhooks', handler); // the exact path that is configured, before any login or CSRF middleware`,
    next: `// app/webhooks/route.js: matches /webhooks; with trailingSlash: true the address to configure ends in a slash
export async function POST(request) { /* ... */ }`,
  },
};

export const exactStatusAdvice: Advice = {
  must: 'Acknowledges with exactly the status that the provider waits for; no body is needed.',
  costs:
    'Every event is sent again and again until the schedule is used up, and is then marked as failed although it was handled.',
  fixes: {
    express: `res.sendStatus(204);`,
    fastify: `return reply.code(204).send();`,
    koa: `ctx.status = 204; // no ctx.body: a body turns it into 200`,
    next: `return new Response(null, { status: 204 });`,
  },
};

export const latencyAdvice: Advice = {
  must: 'Acknowledges within a second: it verifies, stores the event, answers, and works afterwards.',
  costs:
    'A slow answer becomes a timeout under load; the provider sends again what is being worked on, and orders are handled twice.',
  fixes: {
    express: `await queue.add(event); // a durable queue or a row in the database
res.sendStatus(204);`,
    fastify: `await queue.add(event); // a durable queue or a row in the database
return reply.code(204).send();`,
    koa: `await queue.add(event); // a durable queue or a row in the database
ctx.status = 204;`,
    next: `await queue.add(event); // or after(() => work(event)) from next/server
return new Response(null, { status: 204 });`,
  },
};
