import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { answer, answerAfter, closeWithoutReply, neverAnswer, resetWithoutReply } from '../support/bad-behaviours.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';
import {
  expectAnswer,
  expectFailure,
  makeRequest,
  makeTransport,
  startTarget,
  TIMEOUT_MS,
  TIMEOUT_WORDS,
} from './transport-setup.js';

describe('B14 a kept connection that the target closes as we send', () => {
  test.each([
    ['resets', resetWithoutReply()],
    ['closes', closeWithoutReply()],
  ])('B14 is never seen when the target %s it', async (_how, behaviour) => {
    const target = await startTarget();
    const transport = makeTransport();
    await transport.send(makeRequest(target.url('/first')));
    target.next(behaviour, answer(200, { body: 'second time' }));
    const reply = expectAnswer(await transport.send(makeRequest(target.url('/second'))));
    expect(reply).toMatchObject({ status: 200, remoteAddress: `127.0.0.1:${target.port}` });
    expect(target.requests.map((request) => [request.target, request.connection, request.body.toString()])).toEqual([
      ['/first', 1, '{"famt":2000}'],
      ['/second', 1, '{"famt":2000}'],
      ['/second', 2, '{"famt":2000}'],
    ]);
  });

  test('B14 is sent again on a fresh connection, not on another that was kept', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    await Promise.all([transport.send(makeRequest(target.url())), transport.send(makeRequest(target.url()))]);
    target.next(resetWithoutReply());
    expectAnswer(await transport.send(makeRequest(target.url('/again'))));
    expect(target.requests.at(-1)).toMatchObject({ target: '/again', connection: 3, numberOnConnection: 1 });
  });

  test('B14 is sent again only once, and what the fresh connection does counts', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    await transport.send(makeRequest(target.url()));
    target.next(resetWithoutReply(), resetWithoutReply());
    expectFailure(await transport.send(makeRequest(target.url())), 'reset', 'waiting for head');
    expect(target.requests).toHaveLength(3);
  });

  test('B14 a fresh connection that is reset is a reset, and the request was sent once', async () => {
    const target = await startTarget();
    target.next(resetWithoutReply());
    expectFailure(await makeTransport().send(makeRequest(target.url())), 'reset', 'waiting for head');
    expect(target.requests).toHaveLength(1);
  });

  test('B14 a kept connection that breaks after the first byte of a reply is a reset, and not sent again', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    await transport.send(makeRequest(target.url()));
    target.next(({ socket }) => socket.end('H'));
    expectFailure(await transport.send(makeRequest(target.url())), 'reset', 'waiting for head');
    expect(target.requests).toHaveLength(2);
  });

  test('B14 sending again does not get more time', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    await transport.send(makeRequest(target.url()));
    target.next(answerAfter(TIMEOUT_MS / 2, closeWithoutReply()), neverAnswer());
    const failure = expectFailure(await transport.send(makeRequest(target.url())), 'timeout', 'waiting for head');
    expect(failure.latencyMs).toBeLessThan(TIMEOUT_MS * 1.5);
  });

  test('B14 is not used at all when it was closed long before', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    const sendThree = () =>
      Promise.all(
        [1, 2, 3].map(async () => expectAnswer(await transport.send(makeRequest(target.url(), { timeoutMs: 10_000 })))),
      );
    await sendThree();
    target.dropConnections();
    await target.waitUntilAlone();
    await sendThree();
    expect(target.requests).toHaveLength(6);
  });

  test('B14 a fresh connection is made for it also when all are taken', async () => {
    const target = await startTarget();
    const transport = makeTransport({ maxConnectionsPerOrigin: 2 });
    const send = async () => expectAnswer(await transport.send(makeRequest(target.url()))).status;
    await Promise.all([send(), send()]);
    target.next(resetWithoutReply(), resetWithoutReply());
    expect(await Promise.all([send(), send(), send(), send(), send()])).toEqual([204, 204, 204, 204, 204]);
    await target.waitForRequests(9);
    expect(target.openConnections).toBeLessThanOrEqual(2);
  });

  test('B14 two hundred requests to a real server that closes idle connections after a few milliseconds all get through', async () => {
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(204).end());
    });
    server.keepAliveTimeout = 3;
    const { url, close } = await listenOnLoopback(server);
    const transport = makeTransport();
    for (let round = 0; round < 50; round++) {
      const results = await Promise.all([1, 2, 3, 4].map(() => transport.send(makeRequest(url))));
      for (const result of results) expect(expectAnswer(result).status).toBe(204);
      // Just about when the server's timer runs out.
      const resumeAt = performance.now() + 2 + (round % 10) / 4;
      while (performance.now() < resumeAt) await new Promise((resume) => setImmediate(resume));
    }
    await transport.close();
    await close();
  });
});

describe('connections', () => {
  test('are kept and reused', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    for (let count = 0; count < 20; count++) await transport.send(makeRequest(target.url(`/${count}`)));
    expect(target.connections).toBe(1);
  });

  test('are no more than the cap for one target, and the rest wait in order', async () => {
    const target = await startTarget();
    target.always(answerAfter(5, answer(204)));
    const transport = makeTransport({ maxConnectionsPerOrigin: 3 });
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, index) => transport.send(makeRequest(target.url(`/${index}`), { timeoutMs: 5_000 }))),
    );
    for (const result of results) expectAnswer(result);
    expect(target.connections).toBe(3);
    const order = target.requests.map((request) => Number(request.target.slice(1)));
    for (const [index, number] of order.entries()) expect(Math.abs(index - number)).toBeLessThanOrEqual(3);
  });

  test('a request that waits for one too long says so', async () => {
    const target = await startTarget();
    target.always(neverAnswer());
    const transport = makeTransport({ maxConnectionsPerOrigin: 1 });
    const [, second] = await Promise.all([
      transport.send(makeRequest(target.url(), { timeoutMs: 2 * TIMEOUT_MS })),
      transport.send(makeRequest(target.url())),
    ]);
    if (second === undefined) throw new Error('no result');
    expect(expectFailure(second, 'timeout', 'connect').message).toBe(
      `all connections to 127.0.0.1:${target.port} were busy for ${TIMEOUT_WORDS}`,
    );
    expect(target.requests).toHaveLength(1);
  });

  test('W9 one target that hangs does not delay another', async () => {
    const [stuck, quick] = [await startTarget(), await startTarget()];
    stuck.always(neverAnswer());
    const transport = makeTransport({ maxConnectionsPerOrigin: 2 });
    const hanging = Promise.all([1, 2, 3, 4].map(() => transport.send(makeRequest(stuck.url()))));
    const reply = expectAnswer(await transport.send(makeRequest(quick.url())));
    expect(reply.latencyMs).toBeLessThan(TIMEOUT_MS / 2);
    for (const result of await hanging) expect(result.kind).toBe('failed');
  });

  test.each(['Connection: close', 'Keep-Alive: timeout=1'])('are given up when the target says "%s"', async (header) => {
    const target = await startTarget();
    const [name = '', value = ''] = header.split(': ');
    target.always(answer(200, { headers: [[name, value]] }));
    const transport = makeTransport();
    for (let count = 0; count < 3; count++) expectAnswer(await transport.send(makeRequest(target.url())));
    expect(target.connections).toBe(3);
  });

  test('unasked bytes on a kept connection do not become the next reply', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    target.next(({ socket }) => {
      socket.write('HTTP/1.1 204 No\r\n\r\n');
      setTimeout(() => socket.write('HTTP/1.1 200 Stale\r\nContent-Length: 0\r\n\r\n'), 10);
    });
    await transport.send(makeRequest(target.url()));
    await target.waitUntilAlone();
    expect(expectAnswer(await transport.send(makeRequest(target.url()))).status).toBe(204);
  });
});

describe('closing', () => {
  test('ends what is in flight as a reset, in every phase, and leaves nothing open', async () => {
    const target = await startTarget();
    target.always(neverAnswer());
    const transport = makeTransport({ maxConnectionsPerOrigin: 2, resolveName: () => new Promise(() => {}) });
    const urls = [target.url(), target.url(), target.url(), 'http://hangs.test/'];
    const results = urls.map((url) => transport.send(makeRequest(url, { timeoutMs: 60_000 })));
    await target.waitForRequests(2);
    expect(transport.inFlight).toBe(4);
    await transport.close();
    expect(transport.inFlight).toBe(0);
    for (const result of await Promise.all(results)) expect(result).toMatchObject({ kind: 'failed', code: 'reset' });
    await target.waitUntilAlone();
    expect(target.requests).toHaveLength(2);
  });

  test('leaves neither a timer nor a socket behind', async () => {
    const countHandles = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'TCPSocketWrap').length;
    const target = await startTarget();
    const before = countHandles();
    const transport = makeTransport();
    target.next(
      answer(204),
      closeWithoutReply(),
      neverAnswer(),
      resetWithoutReply(),
      answer(200, { body: Buffer.alloc(100_000) }),
    );
    for (let count = 0; count < 8; count++) await transport.send(makeRequest(target.url(), { timeoutMs: 60 }));
    await transport.close();
    await target.waitUntilAlone();
    expect(countHandles()).toBeLessThanOrEqual(before);
  });

  test('is possible twice, and later requests fail without a connection', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    await transport.close();
    await transport.close();
    expect(await transport.send(makeRequest(target.url()))).toMatchObject({ kind: 'failed', code: 'reset' });
    expect(target.connections).toBe(0);
  });
});
