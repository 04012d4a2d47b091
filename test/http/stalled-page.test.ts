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

/** What is sent goes on by real time; how long a page has stood still, and pings, by the time of the test. */
async function restartOnFakeClock(): Promise<void> {
  await harness.close();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  harness = await startHarness();
}

interface WatchedEnds {
  /** The longest backlog that any page had, and the longest message that was sent. */
  largestBytes(): number;
  longestMessage(): number;
  /** What waits to be sent now, of all pages together. */
  waitingBytes(): number;
  /** Pages whose connection stands. */
  openCount(): number;
  droppedWith: (number | undefined)[];
}

/** The server's end of every page, once something was sent on it, with the code that the server closed it with. */
function watchServerEnds(): WatchedEnds {
  const ends = new Set<WebSocket>();
  const most = { backlog: 0, message: 0 };
  const droppedWith: (number | undefined)[] = [];
  const { send, close } = WebSocket.prototype;
  vi.spyOn(WebSocket.prototype, 'send').mockImplementation(function (this: WebSocket, ...given: unknown[]) {
    ends.add(this);
    const result = Reflect.apply(send, this, given) as undefined;
    most.message = Math.max(most.message, Buffer.byteLength(given[0] as string | Buffer));
    for (const end of ends) most.backlog = Math.max(most.backlog, end.bufferedAmount);
    return result;
  });
  vi.spyOn(WebSocket.prototype, 'close').mockImplementation(function (this: WebSocket, code, reason) {
    if (ends.has(this)) droppedWith.push(code);
    close.call(this, code, reason);
  });
  return {
    largestBytes: () => most.backlog,
    longestMessage: () => most.message,
    waitingBytes: () => [...ends].reduce((sum, end) => sum + end.bufferedAmount, 0),
    openCount: () => [...ends].filter(({ readyState }) => readyState === WebSocket.OPEN).length,
    droppedWith,
  };
}

function appendNotice(message: string): LogRecord {
  return harness.engine.log.append('default', Date.now(), { type: 'harness.notice', level: 'info', code: 'test', message });
}

/** Of a frame of WebSocket, at most. */
const HEAD_BYTES = 14;
/** A moment, and what has come to sockets meanwhile: after a standstill a timer is served before they are. */
async function takeFrame(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
const seqsOf = (records: LogRecord[]) => records.map(({ seq }) => seq);
const countUp = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('F1 T14 a page that stops reading is dropped with 1013 at 1 MiB of backlog, the others keep pace and miss nothing, and it comes back from its last record', async () => {
  // So that it is the backlog, and not how long it stands still on a busy machine.
  await restartOnFakeClock();
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
  const hasReadAll = () => calm.records.at(-1)?.seq === harness.engine.log.newestSeq;
  // What the sockets of the system take is not counted; it is some megabytes.
  while (watched.droppedWith.length === 0) {
    for (let count = 0; count < 100; count++) appendNotice(text);
    // In step: nothing more happens until the other one has read all of it, however much waits for the slow one.
    await calm.until(hasReadAll);
  }
  appendNotice('the last one');
  await calm.until(hasReadAll);
  const { newestSeq } = harness.engine.log;
  expect(seqsOf(calm.records)).toEqual(countUp(1, newestSeq));
  expect(watched.droppedWith).toEqual([1013]);
  // It is dropped before the next message, so what waits is more than 1 MiB by one message at most.
  expect(watched.largestBytes()).toBeGreaterThan(1_048_576);
  expect(watched.largestBytes()).toBeLessThanOrEqual(1_048_576 + watched.longestMessage() + 2 * HEAD_BYTES);

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

test('F1 T14 a page that stops reading on a stage where nothing more happens is dropped after 5 s, and no other one lags', async () => {
  await restartOnFakeClock();
  const watched = watchServerEnds();
  const page = openPage(harness.address.streamUrl);
  const calm = openPage(harness.address.streamUrl);
  await page.until(() => page.hello !== null);
  await calm.until(() => calm.hello !== null);
  page.socket.pause();
  // The stage's clock stands still meanwhile: by it the other page has each record at once.
  const readAll = () => calm.until(() => calm.records.at(-1)?.seq === harness.engine.log.newestSeq);
  while (watched.largestBytes() === 0) {
    appendNotice('x'.repeat(50_000));
    await readAll();
  }
  vi.advanceTimersByTime(4_900);
  expect(watched.droppedWith).toEqual([]);
  appendNotice('while the other one stands still');
  await readAll();
  vi.advanceTimersByTime(1_200);
  expect(watched.droppedWith).toEqual([1013]);
  appendNotice('after the other one was dropped');
  await readAll();
  expect(seqsOf(calm.records)).toEqual(countUp(1, harness.engine.log.newestSeq));
  expect(watched.largestBytes()).toBeLessThan(1_048_576);
  page.socket.resume();
  expect(await page.closed).toBe(1013);
});

test('F1 a page that reads a long log slowly, but reads, is not dropped', async () => {
  await restartOnFakeClock();
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

test('F4 a page that floods with what is no message has no effect and misses nothing, and the others keep pace', async () => {
  const calm = openPage(harness.address.streamUrl);
  const loud = openPage(harness.address.streamUrl);
  await calm.until(() => calm.hello !== null);
  await loud.until(() => loud.hello !== null);
  const state = JSON.stringify([...harness.engine.state.payments]);
  const before = harness.engine.log.newestSeq;
  for (const message of ['{', 'null', '{"type":"reset"}', '[]', '\u0000', Buffer.from([0xff, 0, 1])]) loud.socket.send(message);
  for (let round = 1; round <= 10; round++) {
    for (let count = 0; count < 1_000; count++) loud.socket.send(`{"type":"unknown","count":${count}}`);
    appendNotice(`in the middle of it, ${round}`);
    await calm.until(() => calm.records.length === round);
  }
  await loud.until(() => loud.records.length === 10);
  // Answered after all that was sent before it: the stage has read the whole flood.
  const answered = new Promise((resolve) => loud.socket.once('pong', resolve));
  loud.socket.ping();
  await answered;
  expect(loud.socket.readyState).toBe(WebSocket.OPEN);
  expect(JSON.stringify([...harness.engine.state.payments])).toBe(state);
  expect(harness.engine.log.newestSeq).toBe(before + 10);
  await loud.close();
  await calm.close();
});

test('F4 a page that floods with pings and reads no answer is cut off before they fill the memory, and the others keep pace', async () => {
  const watched = watchServerEnds();
  const deaf = openPage(harness.address.streamUrl);
  const calm = openPage(harness.address.streamUrl);
  await deaf.until(() => deaf.hello !== null);
  await calm.until(() => calm.hello !== null);
  deaf.socket.pause();
  const payload = Buffer.alloc(125);
  let mostBytes = 0;
  // At most 25 MB of answers, of which the sockets of the system take some.
  for (let round = 1; round <= 200 && watched.openCount() === 2; round++) {
    for (let count = 0; count < 1_000; count++) deaf.socket.ping(payload);
    appendNotice(`round ${round}`);
    await calm.until(() => calm.records.length === round);
    mostBytes = Math.max(mostBytes, watched.waitingBytes());
  }
  // Sixty answers and what the other page has not taken yet.
  expect(mostBytes).toBeLessThan(65_536);
  expect(watched.openCount()).toBe(1);
  deaf.socket.resume();
  // Without a word: whoever floods is not waited for.
  expect(await deaf.closed).toBe(1006);
  await calm.close();
});

test.each([
  [65_537, false, 'a text of more than 64 KiB'],
  [65_537, true, 'bytes of more than 64 KiB'],
  [4_097, false, 'one byte more than it may'],
])('F4 a page that sends %i bytes (binary: %s) is closed with 1009: %s', async (size, binary) => {
  const page = openPage(harness.address.streamUrl);
  await page.until(() => page.hello !== null);
  page.socket.send(Buffer.alloc(size, 'x'), { binary });
  expect(await page.closed).toBe(1009);
});

test('F4 small pieces of one message without end are closed with 1009, text that is no UTF-8 with 1007', async () => {
  const endless = openPage(harness.address.streamUrl);
  await endless.until(() => endless.hello !== null);
  for (let count = 0; count < 100; count++) endless.socket.send('x'.repeat(100), { fin: false });
  expect(await endless.closed).toBe(1009);
  const broken = openPage(harness.address.streamUrl);
  await broken.until(() => broken.hello !== null);
  broken.socket.send(Buffer.from([0xc3, 0x28]), { binary: false });
  expect(await broken.closed).toBe(1007);
});

test('F1 T14 what a page catches up with comes in messages that a slow line can take, so that it gets on with each of them', async () => {
  const text = 'x'.repeat(30_000);
  for (let count = 0; count < 100; count++) appendNotice(text);
  const { newestSeq } = harness.engine.log;
  const watched = watchServerEnds();
  const page = openPage(harness.address.streamUrl);
  await page.until(() => page.records.at(-1)?.seq === newestSeq);
  expect(seqsOf(page.records)).toEqual(countUp(1, newestSeq));
  expect(watched.longestMessage()).toBeLessThan(300_000);
  await page.close();
});
