import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTransport, type Transport } from '../../server/transport/transport.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

let receiver: Receiver;
let transport: Transport;

beforeEach(async () => {
  receiver = await createReceiver();
  transport = createTransport();
});
afterEach(async () => {
  await transport.close();
  await receiver.close();
});

const send = (more: object = {}) =>
  transport.send({ url: receiver.url, method: 'POST', headers: [['x-one', '1']], body: 'abcdef', timeoutMs: 30_000, ...more });

test('a body that is written piece by piece looks the same on the wire', async () => {
  await send();
  const result = await send({
    async *writeBody(body: Buffer) {
      yield body.subarray(0, 2);
      yield body.subarray(2);
    },
  });
  expect(result).toMatchObject({ kind: 'answered', status: 204 });
  const [plain, pieces] = receiver.requests;
  expect(pieces?.headers).toEqual(plain?.headers);
  expect(String(pieces?.body)).toBe('abcdef');
});

test('a writer that resets the connection ends the request, is asked once only, and leaves the next one alone', async () => {
  await send();
  let calls = 0;
  const result = await send({
    async *writeBody(body: Buffer, connection: { reset(): void }) {
      calls++;
      yield body.subarray(0, 3);
      await receiver.waitForRequests(1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      connection.reset();
      await new Promise(() => {});
    },
  });
  expect(result).toMatchObject({ kind: 'failed', code: 'reset' });
  expect(calls).toBe(1);
  expect(await send()).toMatchObject({ status: 204 });
  const cut = await receiver.waitFor(({ isComplete }) => !isComplete);
  expect([String(cut.body), cut.header('content-length')]).toEqual(['abc', '6']);
});

test('a writer that fails is a failure of the request, not of the process', async () => {
  const result = await send({
    // biome-ignore lint/correctness/useYield: it fails before it has something
    async *writeBody() {
      throw new Error('nothing to write');
    },
  });
  expect(result).toMatchObject({ kind: 'failed' });
});
