import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Transport } from '../../server/transport/transport.js';
import {
  answer,
  answerAfter,
  type Behaviour,
  closeWithoutReply,
  neverAnswer,
  resetWithoutReply,
} from '../support/bad-behaviours.js';
import type { BadTarget } from '../support/bad-target.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';
import { makeCertificate } from '../support/make-certificate.js';
import { expectAnswer, expectFailure, makeRequest, makeTransport, startTarget, TIMEOUT_MS } from './transport-setup.js';

/**
 * Does it after the transport has looked whether a kept connection is still good, and before it writes there: a transport that sends now
 * does so two turns later, and what was put in the queue before it comes first.
 */
function doBeforeItWrites(act: () => void) {
  setImmediate(() => setImmediate(act));
}

/** Sends while the target drops the connections that it has. */
function sendAsItDrops(target: BadTarget, transport: Transport, path: string, how: 'close' | 'reset' = 'close') {
  doBeforeItWrites(() => target.dropConnections(how));
  return transport.send(makeRequest(target.url(path)));
}

const certificate = makeCertificate({ name: 'localhost' });

type Call = Parameters<Behaviour>[0];

/** Leaves the answer to the test. */
function hold(calls: Call[]): Behaviour {
  return (call) => calls.push(call);
}

/** What an app does that dies on a request: everything is read, and nothing answered. */
const dropWithoutReply: Behaviour = ({ socket }) => socket.destroy();

const listArrivals = (target: BadTarget) => target.requests.map((request) => [request.target, request.connection]);

describe('B14 a kept connection that the target closes as we send', () => {
  test.each(['close', 'reset'] as const)('B14 is never seen, and the app gets the request once (%s)', async (how) => {
    const target = await startTarget();
    const transport = makeTransport();
    await transport.send(makeRequest(target.url('/first')));
    const reply = expectAnswer(await sendAsItDrops(target, transport, '/second', how));
    expect(reply).toMatchObject({ status: 204, remoteAddress: `127.0.0.1:${target.port}` });
    expect(listArrivals(target)).toEqual([
      ['/first', 1],
      ['/second', 2],
    ]);
    expect(target.requests.at(-1)?.body.toString()).toBe('{"famt":2000}');
  });

  test('B14 counts as a reset over TLS, where the kernel cannot be asked: late is better than twice', async () => {
    const target = await startTarget({ tls: certificate });
    const transport = makeTransport({ caCertificates: certificate.cert });
    await transport.send(makeRequest(target.url('/first', 'localhost')));
    doBeforeItWrites(() => target.dropConnections());
    expectFailure(await transport.send(makeRequest(target.url('/second', 'localhost'))), 'reset', 'waiting for head');
    expect(listArrivals(target)).toEqual([['/first', 1]]);
  });

  test('B14 is sent again on a fresh connection, not on another that was kept', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    const calls: Call[] = [];
    target.next(hold(calls), hold(calls));
    const sendings = [transport.send(makeRequest(target.url('/a'))), transport.send(makeRequest(target.url('/b')))];
    await target.waitForRequests(2);
    calls.sort((one, other) => one.request.target.localeCompare(other.request.target));
    // The connection that is free last is the next one to be used.
    for (const [index, call] of calls.entries()) {
      answer(204)(call);
      await sendings[index];
    }
    const [, used] = calls;
    doBeforeItWrites(() => used?.socket.destroy());
    expectAnswer(await transport.send(makeRequest(target.url('/again'))));
    expect(target.requests.at(-1)).toMatchObject({ target: '/again', connection: 3, numberOnConnection: 1 });
    expect(target.requests).toHaveLength(3);
  });

  test('B14 is sent again only once, and what the fresh connection does counts', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    await transport.send(makeRequest(target.url()));
    target.next(resetWithoutReply());
    expectFailure(await sendAsItDrops(target, transport, '/again'), 'reset', 'waiting for head');
    expect(listArrivals(target)).toEqual([
      ['/', 1],
      ['/again', 2],
    ]);
  });

  test('B14 sending again does not get more time', async () => {
    const target = await startTarget();
    const transport = makeTransport({ maxConnectionsPerOrigin: 1 });
    target.next(answerAfter(TIMEOUT_MS / 2, answer(204)), neverAnswer());
    const first = transport.send(makeRequest(target.url('/first'), { timeoutMs: 5 * TIMEOUT_MS }));
    const second = transport.send(makeRequest(target.url('/second')));
    await first;
    doBeforeItWrites(() => target.dropConnections());
    const failure = expectFailure(await second, 'timeout', 'waiting for head');
    expect(failure.latencyMs).toBeLessThan(TIMEOUT_MS * 1.5);
    expect(listArrivals(target)).toEqual([
      ['/first', 1],
      ['/second', 2],
    ]);
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
    doBeforeItWrites(() => target.dropConnections());
    expect(await Promise.all([send(), send(), send(), send(), send()])).toEqual([204, 204, 204, 204, 204]);
    expect(target.requests).toHaveLength(7);
    expect(target.openConnections).toBeLessThanOrEqual(2);
  });

  test('B14 a hundred times in a row it is never seen, and each request arrives once', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    await transport.send(makeRequest(target.url('/0')));
    for (let count = 1; count <= 100; count++) {
      expectAnswer(await sendAsItDrops(target, transport, `/${count}`, count % 2 === 0 ? 'close' : 'reset'));
    }
    expect(listArrivals(target)).toEqual(Array.from({ length: 101 }, (_, index) => [`/${index}`, index + 1]));
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

describe('B14 a kept connection that the target drops once it has the request', () => {
  const ends: [how: string, behaviour: Behaviour][] = [
    ['drops it', dropWithoutReply],
    ['closes it', closeWithoutReply()],
    ['resets it', resetWithoutReply()],
    ['holds and drops it', answerAfter(150, dropWithoutReply)],
    ['holds and closes it', answerAfter(150, closeWithoutReply())],
    ['holds and resets it', answerAfter(150, resetWithoutReply())],
  ];

  test.each(ends)('B14 is told as a reset, and the app gets the request once, when it %s', async (_how, behaviour) => {
    const target = await startTarget();
    const transport = makeTransport();
    await transport.send(makeRequest(target.url('/first')));
    target.next(behaviour);
    const failure = expectFailure(await transport.send(makeRequest(target.url('/second'))), 'reset', 'waiting for head');
    expect(failure.message).toMatch(/(reset|closed) the connection without a reply$/);
    expect(failure.hint).toContain('Did the app crash on it?');
    expectAnswer(await transport.send(makeRequest(target.url('/third'))));
    expect(listArrivals(target)).toEqual([
      ['/first', 1],
      ['/second', 1],
      ['/third', 2],
    ]);
  });

  // Node resets no TLS connection.
  const endsOverTls = ends.filter(([how]) => !how.includes('reset'));

  test.each(endsOverTls)('B14 is told as a reset over TLS, too, when it %s', async (_how, behaviour) => {
    const target = await startTarget({ tls: certificate });
    const transport = makeTransport({ caCertificates: certificate.cert });
    await transport.send(makeRequest(target.url('/first', 'localhost')));
    target.next(behaviour);
    expectFailure(await transport.send(makeRequest(target.url('/second', 'localhost'))), 'reset', 'waiting for head');
    expect(listArrivals(target)).toEqual([
      ['/first', 1],
      ['/second', 1],
    ]);
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
});
