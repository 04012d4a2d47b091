import type { Advice } from '../check.js';

const decrypt = `function open(body, key) { // undefined for whatever cannot be read
  try {
    const decipher = createDecipheriv('aes-256-cbc', Buffer.from(key), Buffer.from(key).subarray(0, 16));
    return JSON.parse(decipher.update(JSON.parse(body).data, 'base64', 'utf8') + decipher.final('utf8'));
  } catch { return undefined; }
}`;

export const encryptionAdvice: Advice = {
  must: 'Decrypts the event, and answers everything that it cannot read with the same 4xx and no word about the reason.',
  costs:
    'A crash loses the events of everybody else; answers that tell a wrong padding from a wrong content let a stranger decrypt what was encrypted.',
  fixes: {
    express: `${decrypt}
const event = open(req.body.toString(), KEY);
if (!event) return res.sendStatus(400);`,
    fastify: `${decrypt}
const event = open(request.body.toString(), KEY);
if (!event) return reply.code(400).send();`,
    koa: `${decrypt}
const event = open(rawBody.toString(), KEY);
if (!event) return ctx.throw(400);`,
    next: `${decrypt}
const event = open(await request.text(), KEY);
if (!event) return new Response(null, { status: 400 });`,
  },
};
