import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import type { RecordBody } from '../../server/protocol/records.js';
import type { StreamMessage } from '../../server/protocol/stream.js';
import { describeInBrowser } from '../support/chromium.js';
import { killHard, type RunningHarness, startProcess } from '../support/cli-process.js';
import { findFreePort } from '../support/free-port.js';
import { startHarness } from '../support/harness.js';
import { makeNewerBuild } from '../support/newer-build.js';
import { type LivePage, openLivePage, waitForState } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

const STREAM = /\/_paystage\/stream/;

describeInBrowser('a page whose stage was updated', (browser) => {
  let folder: string;
  const running: RunningHarness[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paystage-update-'));
  });
  afterEach(async () => {
    for (const stage of running.splice(0)) await killHard(stage);
    await rm(folder, { recursive: true, force: true });
  });

  async function start(flags: string[], cli?: string): Promise<RunningHarness> {
    const stage = await startProcess(['--data', join(folder, 'data'), ...flags], cli);
    running.push(stage);
    return stage;
  }

  test('F8 goes on, says so, and offers the newer page when it needs a file that is no longer served', async () => {
    const newer = await makeNewerBuild(join(folder, 'newer'), '99.0.0');
    const first = await start(['--port', String(await findFreePort())]);
    const app = await createPayingApp(first.url);
    const id = await app.createLink('before the update');
    const live = await openLivePage(await browser.newPage(), first.url);
    const { page } = live;
    await live.row('before the update');
    first.process.kill('SIGTERM');
    await first.exited;
    await start(['--port', new URL(first.url).port], newer);
    await app.createLink('after the update');
    await live.row('after the update');
    await waitForState(live, 'Live');
    const notices = page.getByRole('log', { name: 'Notices' });
    await notices.getByText('The stage now runs version 99.0.0.').waitFor();

    await (await live.row(`Payment ${id} created`)).click();
    await page.keyboard.press('p');
    await page.getByRole('alert').getByText('This view cannot be shown.').waitFor();
    await waitForState(live, 'Live');
    await page.keyboard.press('1');
    await live.row('after the update');
    await page.goBack();
    await page.getByRole('main').getByRole('button', { name: 'Reload the page' }).click();
    await page.getByRole('main').getByText(id).first().waitFor();
    await page.getByRole('main').getByText('before the update').first().waitFor();
    expect(await notices.textContent()).toBe('');

    await page.goto(first.url);
    await live.row('after the update');
  });

  test('is loaded anew from the notice', async () => {
    const newer = await makeNewerBuild(join(folder, 'newer'), '99.0.0');
    const first = await start(['--port', String(await findFreePort())]);
    const live = await openLivePage(await browser.newPage(), first.url);
    first.process.kill('SIGTERM');
    await first.exited;
    await start(['--port', new URL(first.url).port], newer);
    const notices = live.page.getByRole('log', { name: 'Notices' });
    await notices.getByRole('button', { name: 'Reload the page' }).click();
    await notices.getByText('99.0.0').waitFor({ state: 'detached' });
    await waitForState(live, 'Live');
  });
});

describeInBrowser('a page that meets what it does not know', (browser) => {
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
  });
  afterEach(() => harness.close());

  /** `rewrite` stands between stage and page and may send other messages than the stage did. */
  async function openBehind(rewrite: (message: StreamMessage, send: (message: unknown) => void) => void): Promise<LivePage> {
    const page = await browser.newPage();
    await page.routeWebSocket(STREAM, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((text) => rewrite(JSON.parse(String(text)), (message) => socket.send(JSON.stringify(message))));
    });
    return openLivePage(page, harness.url, { path: '/?all=1' });
  }

  test('F8 reads the greeting of a newer protocol, passes over its messages and names its records', async () => {
    const live = await openBehind((message, send) => {
      send({ type: 'weather', is: 'fine', records: 'not what they were' });
      if (message.type === 'hello') send({ ...message, protocol: 7, format: { name: 'paystage', level: 3 } });
      else send(message);
    });
    const id = await app.createLink('known');
    await live.row(`Payment ${id} created`);
    harness.engine.log.append('default', Date.now(), {
      type: 'weather.changed',
      wind: { from: 'north' },
    } as unknown as RecordBody);
    await (await live.row('Record of a type that this page does not know: weather.changed')).click();
    await live.details.getByRole('heading', { level: 2 }).waitFor();
    await app.pay(id);
    await live.row('answered 204');
    expect(live.problems).toEqual([]);
  });

  test('leaves out a record that is not what it expects, says so, and shows all others', async () => {
    const live = await openBehind((message, send) => send(message));
    const broken = { type: 'event.announced', paymentId: 'p1', eventId: 'e1', deliveries: null } as unknown as RecordBody;
    harness.engine.log.append('default', Date.now(), broken);
    const id = await app.createLink('behind it');
    await live.row(`Payment ${id} created`);
    await live.page
      .getByRole('log', { name: 'Notices' })
      .getByText(/^Record \d+ is not what this page expects of a “event\.announced” and is left out\.$/)
      .waitFor();
    expect(live.problems).toEqual([]);
  });

  test('says that it cannot read what comes, and tries again ever more slowly', async () => {
    let tries = 0;
    const live = await openBehind((message, send) => {
      if (message.type === 'hello') tries++;
      send(message.type === 'hello' ? message : { ...message, records: [{ number: 1 }] });
    });
    await app.createLink('unreadable');
    const notices = live.page.getByRole('log', { name: 'Notices' });
    await notices.getByText('The stage sends something that this page cannot read').waitFor();
    await expect.poll(() => tries).toBeGreaterThan(3);
    await live.page.getByText(/^Reconnecting in [2-8] s$/).waitFor();
    expect(await notices.getByText('cannot read').count()).toBe(1);
    expect(await notices.getByRole('button', { name: 'Reload the page' }).count()).toBe(1);
  });
});
