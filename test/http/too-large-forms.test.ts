import { createServer } from 'node:http';
import Koa from 'koa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ReceivedBody, receiveBody } from '../../server/http/request-body.js';
import { type Listening, listenOnLoopback } from '../support/listen-on-loopback.js';

let server: Listening;
beforeAll(async () => {
  const app = new Koa();
  app.use(async (ctx) => {
    const received = await receiveBody(ctx);
    ctx.body = { ...received, lookers: ctx.req.listenerCount('data') };
  });
  server = await listenOnLoopback(createServer(app.callback()));
});
afterAll(() => server.close());

/** @returns what was received, and how many still look at each piece of the request that comes after that. */
async function send(fields: number, length: number): Promise<ReceivedBody & { lookers: number }> {
  const form = new FormData();
  for (let index = 0; index < fields; index++) form.append(`field${index}`, 'x'.repeat(length));
  const reply = await fetch(server.url, { method: 'POST', body: form });
  return (await reply.json()) as ReceivedBody & { lookers: number };
}

test.each([
  ['more bytes', 30, 100_000],
  ['more fields', 201, 4_000],
])('E2 a form of %s than are taken is looked at no more once that is known', async (_title, fields, length) => {
  const { body, lookers } = await send(fields, length);
  expect(body).toMatchObject({ kind: 'problem', problem: 'too_large' });
  expect(lookers).toBe(0);
});

test('a form that is taken arrives whole', async () => {
  const { body, text, lookers } = await send(2, 500_000);
  expect(body).toMatchObject({ kind: 'form', fields: { field1: 'x'.repeat(500_000) } });
  expect([text.length, lookers]).toEqual([1_000_015, 0]);
});
