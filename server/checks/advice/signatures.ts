import type { Advice } from '../check.js';
import { sig1Advice } from './sig-1.js';

export const sig2Advice: Advice = {
  must: 'Verifies with the whole secret key exactly as the provider shows it, prefix included, and refuses to start without one.',
  costs: 'An empty or shortened key is a key that anybody can guess: whoever does announces payments that never happened.',
  fixes: {
    express: `const SECRET = process.env.WEBHOOK_SECRET;
if (!SECRET) throw new Error('WEBHOOK_SECRET is not set'); // an undefined key must not become an empty one
const expected = createHmac('sha256', SECRET).update(timestamp).update(rawBody).digest();`,
    fastify: `const SECRET = process.env.WEBHOOK_SECRET;
if (!SECRET) throw new Error('WEBHOOK_SECRET is not set');
const expected = createHmac('sha256', SECRET).update(timestamp).update(request.body).digest();`,
    koa: `const SECRET = process.env.WEBHOOK_SECRET;
if (!SECRET) throw new Error('WEBHOOK_SECRET is not set');
const expected = createHmac('sha256', SECRET).update(timestamp).update(rawBody).digest();`,
    next: `const SECRET = process.env.WEBHOOK_SECRET;
if (!SECRET) throw new Error('WEBHOOK_SECRET is not set');
const expected = createHmac('sha256', SECRET).update(timestamp).update(rawBody).digest();`,
  },
};

export const sig3Advice: Advice = {
  must: 'Refuses an event whose signature or timestamp is missing, empty, of the wrong form or not the only one, without throwing.',
  costs: 'A verifier that skips the comparison when a header is missing can be switched off by leaving the header out.',
  fixes: sig1Advice.fixes,
};

export const bytesAdvice: Advice = {
  must: 'Keeps the body as the bytes that arrived until the signature is verified, whatever characters they hold.',
  costs: 'Genuine events of customers with an umlaut, an emoji or an odd amount are refused: they paid, and nothing happens.',
  fixes: {
    express: `app.post('/webhooks', express.raw({ type: '*/*' }), handler); // before express.json()`,
    fastify: `app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => done(null, body));`,
    koa: `const chunks = [];
for await (const chunk of ctx.req) chunks.push(chunk); // no text in between
const rawBody = Buffer.concat(chunks);`,
    next: `const rawBody = Buffer.from(await request.arrayBuffer()); // not request.text() and never request.json()`,
  },
};

export const staleAdvice: Advice = {
  must: 'Refuses a timestamp that is more than a few minutes old, or recognises an event that it has handled already.',
  costs: 'Whoever records one genuine event can play it back months later.',
  fixes: {
    express: `const ageSeconds = Math.abs(Date.now() / 1000 - Number(req.headers['x-timestamp']));
if (!(ageSeconds <= 300)) return res.sendStatus(400);`,
    fastify: `const ageSeconds = Math.abs(Date.now() / 1000 - Number(request.headers['x-timestamp']));
if (!(ageSeconds <= 300)) return reply.code(400).send();`,
    koa: `const ageSeconds = Math.abs(Date.now() / 1000 - Number(ctx.get('x-timestamp')));
if (!(ageSeconds <= 300)) ctx.throw(400);`,
    next: `const ageSeconds = Math.abs(Date.now() / 1000 - Number(request.headers.get('x-timestamp')));
if (!(ageSeconds <= 300)) return new Response(null, { status: 400 });`,
  },
};

export const rotationAdvice: Advice = {
  must: 'Takes the new key at once and refuses the old one, because the provider signs everything with the new key from then on.',
  costs: 'After a rotation every event is refused until somebody restarts the app; or a leaked key goes on being accepted.',
  fixes: {
    express: `const secret = await secrets.read('webhook'); // at each event, or cached for a minute; never a constant of the build`,
    fastify: `const secret = await secrets.read('webhook'); // at each event, or cached for a minute`,
    koa: `const secret = await secrets.read('webhook'); // at each event, or cached for a minute`,
    next: `const secret = process.env.WEBHOOK_SECRET; // read inside POST(), and redeploy when it changes`,
  },
};
