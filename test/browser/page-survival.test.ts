import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, WebSocketRoute } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness, HarnessOptions } from '../../server/index.js';
import type { RecordBody } from '../../server/protocol/records.js';
import { describeInBrowser } from '../support/chromium.js';
import { startHarness } from '../support/harness.js';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { type LivePage, openLivePage, waitForCount, waitForState } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

const NOBODY_LISTENS = 1;
const STREAM = /\/_paystage\/stream/;

const makeNotice = (message: string): RecordBody => ({ type: 'harness.notice', level: 'info', code: 'test', message });
const countUp = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describeInBrowser('a page whose connection suffers', (browser) => {
  let folder: string;
  let proxy: TcpProxy;
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paystage-survival-'));
    proxy = await createTcpProxy();
    await startBehindProxy({ dataDir: folder });
  });
  afterEach(async () => {
    await proxy.close();
    await harness.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function startBehindProxy(options: HarnessOptions): Promise<void> {
    harness = await startHarness({ allowHosts: [`127.0.0.1:${proxy.port}`], ...options });
    proxy.leadTo(Number(new URL(harness.url).port));
    app = await createPayingApp(harness.url);
  }

  async function restart(options: HarnessOptions): Promise<void> {
    await harness.close();
    await startBehindProxy({ ...options, port: Number(new URL(harness.url).port) });
  }

  async function open(page?: Page, path = '/?all=1'): Promise<LivePage> {
    const chosen = page ?? (await browser.newPage());
    return openLivePage(chosen, proxy.url, { path });
  }

  /** A page whose clock can be moved; time passes by itself until then. */
  async function openWithClock(): Promise<LivePage> {
    const page = await browser.newPage();
    await page.clock.install();
    return open(page);
  }

  async function cut(live: LivePage): Promise<void> {
    proxy.leadTo(NOBODY_LISTENS);
    proxy.reset();
    await waitForState(live, 'Connection lost, reconnecting');
  }

  /** Where the page tries again by itself in between, there is nothing left to press. */
  async function mend({ page }: LivePage): Promise<void> {
    proxy.leadTo(Number(new URL(harness.url).port));
    const retry = page.getByRole('button', { name: 'Retry now' });
    const press = () => retry.click({ timeout: 1_000 }).catch(() => {});
    await expect.poll(() => press().then(() => retry.count())).toBe(0);
  }

  const append = (message: string) => harness.engine.log.append('default', Date.now(), makeNotice(message));
  const noticesOf = ({ page }: LivePage) => page.getByRole('log', { name: 'Notices' });

  /** Everything that the log holds stands in the page once, in order, and no notice says otherwise. */
  async function expectWhole(live: LivePage): Promise<void> {
    const { newestSeq } = harness.engine.log;
    await waitForState(live, 'Live');
    await waitForCount(live, newestSeq);
    await expect.poll(live.listSeqs).toEqual(countUp(1, newestSeq));
    expect(await noticesOf(live).textContent()).toBe('');
    expectNoDefect(live);
  }

  /** The browser itself reports requests that came to nothing; the page has nothing to add. */
  function expectNoDefect({ problems }: LivePage): void {
    expect(problems.filter((problem) => !/net::ERR_|WebSocket connection to/.test(problem))).toEqual([]);
  }

  test('says so while the connection is lost, counts down, and fills the hole when it is back', async () => {
    const live = await open();
    await app.createLink('before');
    await live.row('before');
    await cut(live);
    await live.page.getByText(/^Reconnecting( in \d s)?$/).waitFor();
    const id = await app.createLink('while the wire was cut');
    await app.pay(id);
    await app.waitForDeliveries();
    expect(await live.rows.filter({ hasText: 'while the wire was cut' }).count()).toBe(0);
    await mend(live);
    await live.row(`Payment ${id} created`);
    await expectWhole(live);
  });

  test('reads every record once when the wire is cut again and again while they come', async () => {
    const live = await open(undefined, '/');
    for (let cutNumber = 1; cutNumber <= 6; cutNumber++) {
      for (let number = 1; number <= 400; number++) append(`cut ${cutNumber} line ${number}`);
      const { connectionCount } = proxy;
      proxy.reset();
      append(`after cut ${cutNumber}`);
      // A try that was cut too makes the wait for the next one longer.
      await expect.poll(() => proxy.connectionCount).toBeGreaterThan(connectionCount);
    }
    await live.row('after cut 6');
    await waitForState(live, 'Live');
    await live.page.getByRole('banner').getByText('2,406 records').waitFor();
    const seqs = await live.listSeqs();
    expect(seqs).toEqual(countUp(2_406 - seqs.length + 1, 2_406));
    expect(await noticesOf(live).textContent()).toBe('');
    expectNoDefect(live);
  });

  test('F6 takes a connection for dead that went silent without being closed, and misses nothing', async () => {
    const live = await openWithClock();
    append('before');
    await live.row('before');
    proxy.freeze();
    const { connectionCount } = proxy;
    append('into the silence');
    await live.page.clock.fastForward(20_000);
    expect(proxy.connectionCount).toBe(connectionCount);
    await live.page.clock.fastForward(10_000);
    await live.row('into the silence');
    await expectWhole(live);
  });

  test('tells that it is not connected while new connections stay silent too', async () => {
    const live = await openWithClock();
    append('before');
    await live.row('before');
    proxy.freeze();
    proxy.freezeNew();
    await live.page.clock.fastForward(41_000);
    await waitForState(live, 'Connecting');
    await live.page.clock.fastForward(41_000);
    await expect.poll(() => proxy.connectionCount).toBeGreaterThan(2);
    expect(await live.page.getByRole('status').filter({ hasText: 'Live' }).count()).toBe(0);
    append('into the silence');
    proxy.thaw();
    await live.page.clock.fastForward(41_000);
    await live.row('into the silence');
    await expectWhole(live);
  });

  test('stays with a connection on which only signs of life come', async () => {
    const page = await browser.newPage();
    await page.clock.install();
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(STREAM, (socket) => {
      sockets.push(socket);
      socket.connectToServer();
    });
    const live = await open(page);
    for (let beat = 0; beat < 6; beat++) {
      await page.clock.fastForward(15_000);
      sockets[0]?.send('{"type":"alive"}');
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    append('ninety seconds later');
    await live.row('ninety seconds later');
    expect(sockets).toHaveLength(1);
    await page.clock.fastForward(41_000);
    await expect.poll(() => sockets.length).toBe(2);
    await expectWhole(live);
  });

  test('F2 notices soon after a sleep of the machine that its connection died, though its timers stood still', async () => {
    const live = await openWithClock();
    append('before');
    await live.row('before');
    proxy.freeze();
    append('during the sleep');
    await live.page.clock.setSystemTime(Date.now() + 8 * 3_600_000);
    await live.page.clock.fastForward(5_000);
    await live.row('during the sleep');
    await expectWhole(live);
  });

  test('F2 T15 goes on without a hole after the browser froze it', async () => {
    const live = await open();
    append('before');
    await live.row('before');
    const session = await live.page.context().newCDPSession(live.page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    for (let number = 1; number <= 30; number++) append(`while frozen ${number}`);
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await live.row('while frozen 30');
    append('after');
    await live.row('after');
    await expectWhole(live);
  });

  test('F3 T15 stays where somebody reads, in the same view, while the stage restarts', async () => {
    for (let number = 1; number <= 300; number++) append(`line ${number}`);
    const live = await openLivePage(await browser.newPage(), proxy.url, { height: 700 });
    await live.row('line 300');
    await live.page.keyboard.press('k');
    // Beside the details there is less room, and lines become higher in the frame after.
    await live.page.locator('[role=option][data-layout=medium]').first().waitFor();
    const selected = live.page.getByRole('option', { selected: true });
    const seq = await selected.getAttribute('id');
    const readAt = async () => (await selected.boundingBox())?.y;
    const before = await readAt();
    await restart({ dataDir: folder });
    for (let number = 1; number <= 50; number++) append(`after the restart ${number}`);
    await live.page.getByRole('button', { name: /^50 new/ }).waitFor();
    await waitForState(live, 'Live');
    expect(await selected.getAttribute('id')).toBe(seq);
    expect(await readAt()).toBe(before);
    await live.page.keyboard.press('g');
    await live.row('after the restart 50');
    expectNoDefect(live);
  });

  test('F3 shows the hole where the journal let go of what it had not read, and what came after it', async () => {
    const options = { dataDir: folder, limits: { maxJournalBytes: 10_000 } };
    await restart(options);
    const live = await open();
    const id = await app.createLink('before');
    await live.row(`Payment ${id} created`);
    const lastRead = harness.engine.log.newestSeq;
    await waitForCount(live, lastRead);
    await cut(live);
    await app.pay(id);
    await app.waitForDeliveries();
    for (let number = 1; number <= 300; number++) {
      await harness.engine.log.durable(append(`line ${number} of those that fill the journal until its older half goes`).seq);
    }
    // What the memory still holds goes with the process.
    await restart(options);
    const { log } = harness.engine;
    const { oldestSeq } = log;
    expect(oldestSeq).toBeGreaterThan(lastRead + 100);
    await waitForState(live, 'Live, with a gap');
    await noticesOf(live)
      .getByText(`Records ${lastRead + 1} to ${oldestSeq - 1} are missing: the stage no longer keeps what happened`)
      .waitFor();
    await live.page.getByText(`${oldestSeq - 1 - lastRead} records missing here: payments may have moved on`).waitFor();
    const next = await app.createLink('after');
    await app.pay(next);
    await app.waitForDeliveries();
    await live.row(`Payment ${next} created`);
    await waitForCount(live, lastRead + log.newestSeq - oldestSeq + 1);
    await expect.poll(live.listSeqs).toEqual([...countUp(1, lastRead), ...countUp(oldestSeq, log.newestSeq)]);

    // A page that is loaded now finds no hole, only a log that begins late.
    await live.page.reload();
    await noticesOf(live).getByText(`This log begins at record ${log.oldestSeq}`).waitFor();
    await waitForState(live, 'Live');
    expectNoDefect(live);
  });

  test.each(['/?all=1', '/?view=payments', 'payment', 'record'])(
    'starts from nothing, and says so, when a stage with another log answers: %s',
    async (place) => {
      const id = await app.createLink('of the first log');
      await app.pay(id);
      await app.waitForDeliveries();
      const path = place === 'payment' ? `/?payment=${id}` : place === 'record' ? '/?record=3' : place;
      const live = await open(undefined, path);
      await live.page.getByRole('main').getByText(id).first().waitFor();
      await restart({ dataDir: null });
      await noticesOf(live).getByText('The stage began a new log.').waitFor();
      await waitForState(live, 'Live');
      await app.createIntent('of the second log');
      await waitForCount(live, harness.engine.log.newestSeq);
      await live.page.keyboard.press('1');
      await live.row('of the second log');
      expect(await live.rows.filter({ hasText: 'of the first log' }).count()).toBe(0);
      // The views that name what the second log does not have get a refusal, and show it.
      expectNoDefect({ ...live, problems: live.problems.filter((problem) => !/status of 404/.test(problem)) });
    },
  );
});
