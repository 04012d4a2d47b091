import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { LogRecord } from '../../server/protocol/records.js';
import type { StreamMessage } from '../../server/protocol/stream.js';
import { createLiveStream, type StreamSocket } from '../../ui/src/stream/live-stream.js';
import type { Connection, RecordStream, StreamFinding } from '../../ui/src/stream/record-stream.js';
import { PATIENCE_MS } from '../support/patience.js';
import { makeNotice, makeNotices } from './make-record.js';

/** A stream endpoint as the protocol describes it: greeting, replay after `from`, then what is appended. */
class TestLog {
  logId = 'log_a';
  oldestSeq = 1;
  records: LogRecord[] = [];
  /** `from` of every connection. */
  readonly asked: number[] = [];
  private server: WebSocketServer | null = null;
  private port = 0;

  async listen(): Promise<void> {
    const server = new WebSocketServer({ port: this.port, host: '127.0.0.1' });
    this.server = server;
    server.on('connection', (socket, request) => {
      const from = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('from'));
      this.asked.push(from);
      const newestSeq = this.records.at(-1)?.seq ?? 0;
      send(socket, { type: 'hello', version: '1', logId: this.logId, oldestSeq: this.oldestSeq, newestSeq });
      const replay = this.records.filter(({ seq }) => seq > from && seq >= this.oldestSeq);
      if (replay.length > 0) send(socket, { type: 'records', records: replay });
    });
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
  }

  append(records: LogRecord[]): void {
    this.records.push(...records);
    this.broadcast({ type: 'records', records });
  }

  broadcast(message: StreamMessage | string): void {
    if (this.isSilent) return;
    for (const socket of this.server?.clients ?? []) send(socket, message);
  }

  /** Goes on listening and says nothing more, as a connection does that died in a sleep. */
  isSilent = false;

  dropAll(): void {
    for (const socket of this.server?.clients ?? []) socket.terminate();
  }

  async stop(): Promise<void> {
    const server = this.server;
    if (!server) return;
    this.server = null;
    for (const socket of server.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  }

  connect(fromSeq: number): StreamSocket {
    return new WebSocket(`ws://127.0.0.1:${this.port}/?from=${fromSeq}`) as StreamSocket;
  }
}

function send(socket: WebSocket, message: StreamMessage | string): void {
  socket.send(typeof message === 'string' ? message : JSON.stringify(message));
}

describe('the live stream', () => {
  const log = { current: new TestLog() };
  let stream: RecordStream;
  let seqs: number[];
  let connections: Connection[];
  let findings: StreamFinding[];

  function open(capacity = 1_000, silenceMs = 60_000): void {
    const connect = (fromSeq: number) => log.current.connect(fromSeq);
    stream = createLiveStream({ connect, capacity, silenceMs, retryDelayMs: () => 5 });
    stream.open({
      onConnection: (connection) => connections.push(connection),
      onRecords: (records) => seqs.push(...records.map(({ seq }) => seq)),
      onFinding: (finding) => findings.push(finding),
    });
  }

  const isLive = () => vi.waitFor(() => expect(connections.at(-1)).toEqual({ kind: 'live' }), { timeout: PATIENCE_MS });
  const hasRead = (toSeq: number) => vi.waitFor(() => expect(seqs.at(-1)).toBe(toSeq), { timeout: PATIENCE_MS });

  beforeEach(async () => {
    log.current = new TestLog();
    await log.current.listen();
    seqs = [];
    connections = [];
    findings = [];
  });

  afterEach(async () => {
    stream.close();
    await log.current.stop();
  });

  test('replays what was there before and then follows', async () => {
    log.current.records = makeNotices(1, 3);
    open();
    await isLive();
    log.current.append([makeNotice(4)]);
    await hasRead(4);
    expect(seqs).toEqual([1, 2, 3, 4]);
    expect(connections.map(({ kind }) => kind)).toEqual(['connecting', 'catching_up', 'live']);
  });

  test('takes a connection for dead that says nothing any more, and reads what it missed from another one', async () => {
    open(1_000, 3_000);
    await isLive();
    // Beats for longer than a silence may last, and so often that a busy machine does not make one of them.
    for (let beat = 0; beat < 12; beat++) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      log.current.broadcast({ type: 'alive' });
    }
    expect(log.current.asked).toHaveLength(1);
    log.current.isSilent = true;
    log.current.append([makeNotice(1)]);
    await hasRead(1);
    expect(connections.some(({ kind }) => kind === 'waiting')).toBe(true);
  });

  test('F1 F2 comes back from its last record and misses nothing', async () => {
    log.current.records = makeNotices(1, 3);
    open();
    await isLive();
    log.current.dropAll();
    log.current.records.push(...makeNotices(4, 6));
    await hasRead(6);
    await isLive();
    expect(log.current.asked).toEqual([0, 3]);
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6]);
    expect(findings).toEqual([]);
  });

  test('keeps trying while nothing listens and counts its tries', async () => {
    open();
    await isLive();
    await log.current.stop();
    await vi.waitFor(() => expect(connections.at(-1)).toMatchObject({ kind: 'waiting', failedTries: 3 }), {
      timeout: PATIENCE_MS,
      interval: 1,
    });
    await log.current.listen();
    await isLive();
  });

  test('F3 starts from nothing when another log answers', async () => {
    log.current.records = makeNotices(1, 5);
    open();
    await isLive();
    log.current.dropAll();
    log.current.logId = 'log_b';
    log.current.records = makeNotices(1, 7);
    await hasRead(7);
    expect(findings).toEqual([{ kind: 'new_log', logId: 'log_b' }]);
    expect(log.current.asked).toEqual([0, 5, 0]);
    expect(seqs).toEqual([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('reads another log from its beginning, also when it is shorter than what was read', async () => {
    log.current.records = makeNotices(1, 5);
    open();
    await isLive();
    log.current.dropAll();
    log.current.logId = 'log_b';
    log.current.records = makeNotices(1, 2);
    await hasRead(2);
    expect(log.current.asked).toEqual([0, 5, 0]);
    expect(seqs).toEqual([1, 2, 3, 4, 5, 1, 2]);
  });

  test('F3 reports what the log no longer keeps', async () => {
    log.current.records = makeNotices(1, 2);
    open();
    await isLive();
    log.current.dropAll();
    log.current.records.push(...makeNotices(3, 9));
    log.current.oldestSeq = 6;
    await hasRead(9);
    expect(findings).toEqual([{ kind: 'gap', fromSeq: 3, toSeq: 5 }]);
    expect(seqs).toEqual([1, 2, 6, 7, 8, 9]);
  });

  test('lets nothing in twice', async () => {
    log.current.records = makeNotices(1, 3);
    open();
    await isLive();
    log.current.broadcast({ type: 'records', records: makeNotices(2, 4) });
    await hasRead(4);
    expect(seqs).toEqual([1, 2, 3, 4]);
  });

  test('asks again for records that were left out of the tail', async () => {
    log.current.records = makeNotices(1, 3);
    open();
    await isLive();
    log.current.records.push(...makeNotices(4, 6));
    log.current.broadcast({ type: 'records', records: [makeNotice(6)] });
    await hasRead(6);
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6]);
    expect(log.current.asked).toEqual([0, 3]);
    expect(findings).toEqual([]);
  });

  test('reports a hole that stays after asking again, and goes on behind it', async () => {
    log.current.records = [makeNotice(1), makeNotice(4), makeNotice(5)];
    open();
    await hasRead(5);
    await isLive();
    expect(seqs).toEqual([1, 4, 5]);
    expect(findings).toEqual([{ kind: 'gap', fromSeq: 2, toSeq: 3 }]);
    expect(log.current.asked).toEqual([0, 1]);
  });

  test('asks for no more than the page can hold', async () => {
    log.current.records = makeNotices(1, 30);
    open(10);
    await hasRead(30);
    expect(seqs).toEqual(makeNotices(21, 30).map(({ seq }) => seq));
    expect(findings).toEqual([{ kind: 'skipped', toSeq: 20 }]);
    expect(log.current.asked).toEqual([0, 20]);
  });

  test('takes a message that cannot be read as a broken connection', async () => {
    log.current.records = makeNotices(1, 3);
    open();
    await isLive();
    log.current.broadcast('{"type":"records","records":[{"se');
    await vi.waitFor(() => expect(log.current.asked).toEqual([0, 3]), { timeout: PATIENCE_MS });
    await isLive();
    expect(seqs).toEqual([1, 2, 3]);
  });

  test('passes over a message of a kind that it does not know', async () => {
    open();
    await isLive();
    log.current.broadcast('{"type":"weather"}');
    log.current.append([makeNotice(1)]);
    await hasRead(1);
    expect(log.current.asked).toEqual([0]);
  });

  test('stops for good when it is closed', async () => {
    open();
    await isLive();
    stream.close();
    expect(connections.at(-1)).toEqual({ kind: 'closed' });
    stream.retryNow();
    expect(connections.at(-1)).toEqual({ kind: 'closed' });
  });
});
