import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Harness } from '../../server/index.js';
import type { LogRecord } from '../../server/protocol/records.js';
import { startHarness } from '../support/harness.js';
import { openPage } from '../support/stream-page.js';

let harness: Harness;

beforeEach(async () => {
  harness = await startHarness();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await harness.close();
});

/** The server's end of every page, once something was sent on it, with the code that the server closed it with. */
function watchServerEnds(): { largestBytes: () => number; droppedWith: (number | undefined)[] } {
  const ends = new Set<WebSocket>();
  let largest = 0;
  const droppedWith: (number | undefined)[] = [];
  const { send, close } = WebSocket.prototype;
  vi.spyOn(WebSocket.prototype, 'send').mockImplementation(function (this: WebSocket, ...given: unknown[]) {
    ends.add(this);
    const result = Reflect.apply(send, this, given) as undefined;
    for (const end of ends) largest = Math.max(largest, end.bufferedAmount);
    return result;
  });
  vi.spyOn(WebSocket.prototype, 'close').mockImplementation(function (this: WebSocket, code, reason) {
    if (ends.has(this)) droppedWith.push(code);
    close.call(this, code, reason);
  });
  return { largestBytes: () => largest, droppedWith };
}

function appendNotice(message: string): LogRecord {
  return harness.engine.log.append('default', Date.now(), { type: 'harness.notice', level: 'info', code: 'test', message });
}

const takeFrame = () => new Promise((resolve) => setTimeout(resolve, 5));
const seqsOf = (records: LogRecord[]) => records.map(({ seq }) => seq);
const countUp = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('F1 T14 a page that stops reading is dropped with 1013 at 1 MiB of backlog, the others miss nothing, and it comes back from its last record', async () => {
  const watched = watchServerEnds();
  const { streamUrl } = harness.address;
  const slow = openPage(streamUrl);
  const calm = openPage(streamUrl);
  await slow.until(() => slow.hello !== null);
  await calm.until(() => calm.hello !== null);
  appendNotice('both read this');
  await slow.until(() => slow.records.length === 1);
  slow.socket.pause();
  const text = 'x'.repeat(2_000);
  // What the sockets of the system take is not counted; it is some megabytes.
  while (watched.droppedWith.length === 0) {
    for (let count = 0; count < 100; count++) appendNotice(text);
    await takeFrame();
  }
  appendNotice('the last one');
  const { newestSeq } = harness.engine.log;
  await calm.until(() => calm.records.at(-1)?.seq === newestSeq);
  expect(seqsOf(calm.records)).toEqual(countUp(1, newestSeq));
  expect(watched.droppedWith).toEqual([1013]);
  // A backlog of 1 MiB and the message that was on top of it.
  expect(watched.largestBytes()).toBeLessThan(2 * 1_048_576);

  slow.socket.resume();
  expect(await slow.closed).toBe(1013);
  const lastSeq = slow.records.at(-1)?.seq ?? 0;
  expect(seqsOf(slow.records)).toEqual(countUp(1, lastSeq));
  expect(lastSeq).toBeLessThan(newestSeq);
  const back = openPage(`${streamUrl}?from=${lastSeq}`);
  await back.until(() => back.records.at(-1)?.seq === newestSeq);
  expect(seqsOf(back.records)).toEqual(countUp(lastSeq + 1, newestSeq));
  await back.close();
  await calm.close();
});

test('F1 T14 a page that stops reading on a stage where nothing more happens is dropped after 5 s', async () => {
  await harness.close();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  harness = await startHarness();
  const watched = watchServerEnds();
  const page = openPage(harness.address.streamUrl);
  await page.until(() => page.hello !== null);
  page.socket.pause();
  while (watched.largestBytes() === 0) {
    appendNotice('x'.repeat(50_000));
    await takeFrame();
  }
  vi.advanceTimersByTime(4_900);
  expect(watched.droppedWith).toEqual([]);
  vi.advanceTimersByTime(1_200);
  expect(watched.droppedWith).toEqual([1013]);
  expect(watched.largestBytes()).toBeLessThan(1_048_576);
  page.socket.resume();
  expect(await page.closed).toBe(1013);
});

test('F1 a page that reads a long log slowly, but reads, is not dropped', async () => {
  await harness.close();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  harness = await startHarness();
  for (let count = 0; count < 200; count++) appendNotice('x'.repeat(20_000));
  const watched = watchServerEnds();
  const page = openPage(harness.address.streamUrl);
  while (page.records.length < 200) {
    page.socket.pause();
    await takeFrame();
    vi.advanceTimersByTime(2_000);
    const before = page.records.length;
    page.socket.resume();
    await page.until(() => page.records.length > before);
  }
  expect(watched.droppedWith).toEqual([]);
  await page.close();
});

test('F5 with fifty pages open a record is made into text once', async () => {
  const pages = Array.from({ length: 50 }, () => openPage(harness.address.streamUrl));
  for (const page of pages) await page.until(() => page.hello !== null);
  // Everybody is live once this has come to everybody.
  appendNotice('first');
  for (const page of pages) await page.until(() => page.records.length === 1);
  const made = vi.spyOn(JSON, 'stringify');
  for (let count = 0; count < 10; count++) appendNotice(`one of a kind ${count}`);
  for (const page of pages) await page.until(() => page.records.length === 11);
  const texts = made.mock.results.filter(({ value }) => String(value).includes('one of a kind'));
  expect(texts).toHaveLength(10);
  for (const page of pages) await page.close();
});

test('F4 a page that sends what is no message is heard without an effect, and one that floods is cut off or harmless', async () => {
  const calm = openPage(harness.address.streamUrl);
  const loud = openPage(harness.address.streamUrl);
  await calm.until(() => calm.hello !== null);
  await loud.until(() => loud.hello !== null);
  const state = JSON.stringify([...harness.engine.state.payments]);
  for (const message of ['{', 'null', '{"type":"reset"}', '[]', '\u0000', Buffer.from([0xff, 0, 1])]) loud.socket.send(message);
  for (let count = 0; count < 1_000; count++) loud.socket.send(`{"type":"unknown","count":${count}}`);
  for (let count = 0; count < 1_000; count++) loud.socket.ping();
  appendNotice('still there');
  await calm.until(() => calm.records.length === 1);
  await loud.until(() => loud.records.length === 1 || loud.socket.readyState !== WebSocket.OPEN);
  expect(JSON.stringify([...harness.engine.state.payments])).toBe(state);
  // Text that is no UTF-8 breaks the protocol of the socket itself.
  const broken = openPage(harness.address.streamUrl);
  await broken.until(() => broken.hello !== null);
  broken.socket.send(Buffer.from([0xc3, 0x28]), { binary: false });
  expect(await broken.closed).toBe(1007);
  await loud.close();
  await calm.close();
});
