import { describe, expect, test } from 'vitest';
import { answer, answerAfter, closeWithoutReply, neverAnswer, resetWithoutReply } from '../support/bad-behaviours.js';
import {
  expectAnswer,
  expectFailure,
  makeRequest,
  makeTransport,
  startTarget,
  TIMEOUT_MS,
  TIMEOUT_WORDS,
} from './transport-setup.js';

describe('connections', () => {
  test.each([
    ['a long body, which leaves in parts', { body: Buffer.alloc(16 * 1024 + 1, 'a') }],
    ['a request that must not be sent twice', { needsFresh: true }],
  ])('%s takes one of its own', async (_what, overrides) => {
    const target = await startTarget();
    const transport = makeTransport();
    await transport.send(makeRequest(target.url()));
    await transport.send(makeRequest(target.url(), overrides));
    expect(target.requests.map(({ connection }) => connection)).toEqual([1, 2]);
  });

  test('are closed before a target gets tired of them, whatever it says', async () => {
    const target = await startTarget();
    target.always(answer(200, { headers: [['Keep-Alive', 'timeout=60']] }));
    const transport = makeTransport();
    await transport.send(makeRequest(target.url()));
    const answeredAtMs = performance.now();
    await target.waitUntilAlone();
    // The most impatient of the usual servers, which is Node's own, waits that long.
    expect(performance.now() - answeredAtMs).toBeLessThan(5_000);
  });

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
    // Those that hang have not come to their end.
    expect(stuck.openConnections).toBeGreaterThan(0);
    expect(reply.status).toBe(204);
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
