import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createHarness } from '../../server/index.js';
import type { StreamMessage } from '../../server/protocol/stream.js';
import { PATIENCE_MS } from '../support/patience.js';

const WAIT = { timeout: PATIENCE_MS };

/** Only the beat of the server is taken in hand; sockets and everything else run in real time. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a page hears a sign of life at least every fifteen seconds while nothing happens, and no more when it has left', async () => {
  const harness = await (await createHarness({ port: 0 })).listen();
  const messages: StreamMessage[] = [];
  const socket = new WebSocket(harness.address.streamUrl, ['paystage']);
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as StreamMessage));
  const hear = (type: string, count: number) =>
    vi.waitFor(() => expect(messages.filter((message) => message.type === type)).toHaveLength(count), WAIT);
  await hear('hello', 1);
  for (let beat = 1; beat <= 3; beat++) {
    vi.advanceTimersByTime(15_000);
    await hear('alive', beat);
  }
  // The greeting and the beats; nothing else was said.
  expect(messages).toHaveLength(4);
  harness.engine.log.append('default', Date.now(), { type: 'harness.notice', level: 'info', code: 'test', message: 'between' });
  await hear('records', 1);
  vi.advanceTimersByTime(15_000);
  await hear('alive', 4);
  socket.close();
  await harness.close();
});

test('F6 a page that answers no ping is let go at the second one, and the others are kept', async () => {
  const harness = await (await createHarness({ port: 0 })).listen();
  const deaf = new WebSocket(harness.address.streamUrl, ['paystage'], { autoPong: false });
  const calm = new WebSocket(harness.address.streamUrl, ['paystage']);
  let closedWith: number | null = null;
  let beats = 0;
  deaf.on('close', (code) => {
    closedWith = code;
  });
  deaf.on('message', () => {});
  calm.on('message', (data) => {
    if (String(data).includes('"alive"')) beats++;
  });
  let pings = 0;
  deaf.on('ping', () => pings++);
  await Promise.all([deaf, calm].map((socket) => new Promise((resolve) => socket.once('message', resolve))));
  vi.advanceTimersByTime(15_000);
  await vi.waitFor(() => expect([pings, beats]).toEqual([1, 1]), WAIT);
  expect(closedWith).toBeNull();
  // Its answer to the stage's ping has been read before the stage answers this one.
  const answered = new Promise((resolve) => calm.once('pong', resolve));
  calm.ping();
  await answered;
  vi.advanceTimersByTime(15_000);
  await vi.waitFor(() => expect([closedWith, beats]).toEqual([1006, 2]), WAIT);
  expect(calm.readyState).toBe(WebSocket.OPEN);
  calm.close();
  await harness.close();
});
