import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, WebSocketRoute } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { showUnseen } from '../../ui/src/format/text.js';
import { type CheckedApp, startCheckedApp } from '../support/checked-app.js';
import { describeInBrowser } from '../support/chromium.js';
import { CLI } from '../support/cli-process.js';
import { callControl, startHarness } from '../support/harness.js';
import { hostileTexts } from '../support/hostile-strings.js';
import { findHarm, installHarmFinder } from '../ui/find-harm.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';

const PATH = '/?view=checks';
const PROVIDER = 'securepayapi';

describeInBrowser('the checks on the live page', (browser) => {
  let harness: Harness;
  let correct: CheckedApp;
  let trusting: CheckedApp;
  let folder: string;

  beforeEach(async () => {
    harness = await startHarness();
    const secret = harness.env.SECUREPAYAPI_SECRET_KEY ?? '';
    correct = await startCheckedApp({ secret });
    trusting = await startCheckedApp({ secret, isTrusting: true });
    folder = await mkdtemp(join(tmpdir(), 'paystage-checks-'));
  });
  afterEach(async () => {
    await harness.close();
    await correct.close();
    await trusting.close();
    await rm(folder, { recursive: true });
  });

  const run = (page: Page) => page.getByRole('region', { name: 'Run', exact: true });
  const row = (page: Page, id: string) => run(page).getByRole('row', { name: new RegExp(`${id} `) });
  const open = (page: Page, id: string) => run(page).getByRole('button', { name: new RegExp(`^${id}`) });
  const badge = (page: Page, id: string, verdict: string) => row(page, id).getByRole('cell', { name: verdict });

  async function openChecks() {
    const live = await openLivePage(await browser.newPage(), harness.url, { path: PATH });
    await live.page.getByRole('radiogroup', { name: 'Provider' }).getByText('SecurePayAPI').click();
    return live;
  }

  async function fillIn(page: Page, app: CheckedApp): Promise<void> {
    await page.getByLabel('Endpoint').fill(app.endpoint);
    await page.getByLabel('Probe', { exact: true }).fill(app.probe);
    await page.getByText('More fields').click();
    await page.getByLabel('Settle, in ms').fill('100');
    await page.getByText('Which checks').click();
    await page.getByRole('button', { name: 'None but the gate' }).click();
    await page.getByRole('checkbox', { name: /^SIG-1/ }).check();
  }

  const start = (page: Page) => page.getByRole('button', { name: 'Run', exact: true }).click();

  test('tell a correct app from one that trusts everybody, with evidence that stays after a reload', {
    timeout: 300_000,
  }, async () => {
    const { page, problems } = await openChecks();
    await page.getByRole('heading', { name: 'A probe says what your app did' }).waitFor();
    await fillIn(page, correct);
    await start(page);
    await run(page).getByText('no check failed').waitFor();
    await badge(page, 'CTL-1', 'pass').waitFor();
    await badge(page, 'SIG-1', 'pass').waitFor();

    await page.getByLabel('Endpoint').fill(trusting.endpoint);
    await page.getByLabel('Probe', { exact: true }).fill(trusting.probe);
    await start(page);
    await run(page).getByText('not every check passed').waitFor();
    await badge(page, 'CTL-1', 'pass').waitFor();
    await badge(page, 'SIG-1', 'fail').waitFor();
    await open(page, 'SIG-1').click();
    const evidence = page.getByRole('region', { name: 'Evidence of SIG-1' });
    await evidence.getByText('not as expected').first().waitFor();
    await page.getByRole('radiogroup', { name: 'Framework' }).getByText('Koa').click();
    await page.getByRole('region', { name: 'Advice for SIG-1' }).getByText('ctx.throw(401)').waitFor();

    await page.reload();
    await evidence.getByText('not as expected').first().waitFor();
    await page.getByRole('region', { name: 'Advice for SIG-1' }).getByText('ctx.throw(401)').waitFor();
    expect(await page.getByLabel('Endpoint').inputValue()).toBe(trusting.endpoint);
    await page.keyboard.press('k');
    await expect.poll(() => open(page, 'SIG-1').getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('j');
    await expect.poll(() => open(page, 'CTL-1').getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Escape');
    await expect.poll(() => open(page, 'CTL-1').getAttribute('aria-expanded')).toBe('false');

    await open(page, 'SIG-1').click();
    await evidence.getByRole('link').nth(1).click();
    await page.getByText('one digit of famt changed').first().waitFor();
    await page.getByRole('button', { name: /^Copy as cURL/ }).waitFor();
    await page.goBack();
    await evidence.waitFor();

    const runs = page.getByRole('combobox', { name: 'Run' });
    expect(await runs.getByRole('option').count()).toBe(2);
    await runs.selectOption({ index: 1 });
    await badge(page, 'SIG-1', 'pass').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save report' }).click();
    await page.getByRole('button', { name: /^HTML/ }).click();
    expect(await readFile(await (await download).path(), 'utf8')).toContain('No check failed');
    await expectNoSidewaysScroll(page);
    expect(problems).toEqual([]);
  });

  test('refuse what must not be, where it was typed, and keep what was typed', async () => {
    const { page } = await openChecks();
    const form = page.getByRole('form', { name: /^Check an app/ });
    await start(page);
    await form.getByText('Where does your app take events?').waitFor();
    await page.getByLabel('Endpoint').fill('http://203.0.113.7/hook');
    await start(page);
    await form.getByText('lies outside this machine').waitFor();
    await page.getByLabel('Endpoint').fill(correct.endpoint);
    await page.getByLabel('Probe', { exact: true }).fill('node probe.mjs {externalid}');
    await start(page);
    await form.getByText('A command is run by the command line only').waitFor();
    expect(await page.getByLabel('Probe', { exact: true }).inputValue()).toBe('node probe.mjs {externalid}');
    expect(await page.getByLabel('Probe', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await page.getByText('More fields').click();
    await page.getByLabel(/^Secret key/).fill('sp_secret_typed_by_somebody');
    await page.reload();
    expect(await page.getByLabel('Endpoint').inputValue()).toBe(correct.endpoint);
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('typed_by_somebody');
  });

  test('can be stopped, also one that somebody else began', async () => {
    const { page, problems } = await openChecks();
    await fillIn(page, correct);
    correct.stall();
    await start(page);
    await badge(page, 'CTL-1', 'waiting').waitFor();
    await correct.whenAsked(1);
    await run(page).getByRole('button', { name: 'Stop' }).click();
    await run(page).getByRole('button', { name: 'Stopping…' }).waitFor();
    await correct.close();
    await run(page).getByText('stopped before the end').waitFor();
    const checks = [{ id: 'OWN-1', title: 'of a test', severity: 'low' }];
    await callControl(harness, 'POST', '/check-runs', { provider: PROVIDER, target: 'somewhere', checks });
    await run(page).getByRole('button', { name: 'Show the run that goes on' }).click();
    await badge(page, 'OWN-1', 'waiting').waitFor();
    await run(page).getByRole('button', { name: 'Stop' }).click();
    await run(page).getByText('stopped before the end').waitFor();
    await badge(page, 'OWN-1', 'not made').waitFor();
    expect(problems).toEqual([]);
  });

  test('show a run of the command line while it goes on', async () => {
    const { page, problems } = await openChecks();
    const given = ['--endpoint', trusting.endpoint, '--probe', trusting.probe, '--only', 'SIG-1', '--settle', '100'];
    const child = spawn(process.execPath, [CLI, 'check', PROVIDER, ...given, '--url', harness.url], { stdio: 'ignore' });
    await badge(page, 'CTL-1', 'pass').waitFor();
    await badge(page, 'SIG-1', 'fail').waitFor();
    await run(page).getByText('not every check passed').waitFor();
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(1);
    expect(problems).toEqual([]);
  });

  test('leave the focus to whoever types while a run goes on, and to the check that has it', async () => {
    const { log } = harness.engine;
    const runId = 'run_1';
    const [first, second] = ['SIG-1', 'SIG-2'].map((id) => ({ id, title: `about ${id}`, severity: 'high' as const }));
    if (!first || !second) throw new Error('two checks');
    const finish = ({ id: check, title, severity }: typeof first) =>
      log.append('default', Date.now(), {
        type: 'check.finished',
        runId,
        check,
        title,
        severity,
        verdict: 'pass',
        sentence: 'It is right.',
        evidence: [],
      });
    log.append('default', Date.now(), {
      type: 'check.run_started',
      runId,
      provider: PROVIDER,
      checks: [first, second],
      target: 'http://localhost:9',
      options: {},
    });
    const path = `${PATH}&run=${runId}&check=SIG-1`;
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { path, height: 900 });
    const hasFocus = (name: string) =>
      expect.poll(() => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')).toContain(name);
    await hasFocus('SIG-1');
    const endpoint = page.getByLabel('Endpoint');
    await endpoint.fill('http://localhost:9/');
    finish(first);
    await badge(page, 'SIG-1', 'pass').waitFor();
    await page.keyboard.type('new');
    expect(await endpoint.inputValue()).toBe('http://localhost:9/new');

    await open(page, 'SIG-2').click();
    await hasFocus('SIG-2');
    finish(second);
    await badge(page, 'SIG-2', 'pass').waitFor();
    await hasFocus('SIG-2');
    expect(problems).toEqual([]);
  });

  test('say why they cannot be started, look again with the next connection, and start without taking anybody along', async () => {
    const page = await browser.newPage();
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(/\/_paystage\/stream/, (socket) => {
      sockets.push(socket);
      socket.connectToServer();
    });
    const catalogue = /\/_paystage\/api\/checks\?/;
    await page.route(catalogue, (route) => route.fulfill({ status: 500, json: { error: { message: 'No checks today.' } } }));
    await openLivePage(page, harness.url, { path: PATH });
    await page.getByText('No checks today.').waitFor();
    const go = page.getByRole('button', { name: 'Run', exact: true });
    expect(await go.isDisabled()).toBe(true);
    await page.unroute(catalogue);
    await sockets[0]?.close();
    await expect.poll(() => go.isEnabled()).toBe(true);
    expect(await page.getByText('No checks today.').count()).toBe(0);

    let answer = () => {};
    const isAnswered = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/check-runs/start', async (route) => {
      await isAnswered;
      await route.fulfill({ json: { runId: 'run_1' } });
    });
    await page.getByLabel('Endpoint').fill('http://localhost:9/');
    const reply = page.waitForResponse('**/check-runs/start');
    await go.click();
    await page.getByRole('link', { name: 'Payments' }).click();
    answer();
    await (await reply).finished();
    await page.evaluate(() => new Promise(requestAnimationFrame));
    expect(new URL(page.url()).search).toBe('?view=payments');
  });

  test('show hostile words as text, and a saved log without a form', async () => {
    const page = await browser.newPage();
    await installHarmFinder(page);
    const texts = hostileTexts.filter((text) => text.length <= 200);
    const checks = texts.map((text, index) => ({ id: `BAD-${index}`, title: text, severity: 'high' }));
    const asked = { provider: PROVIDER, target: texts[0], checks };
    const { runId } = await callControl<{ runId: string }>(harness, 'POST', '/check-runs', asked);
    for (const [index, text] of texts.entries()) {
      const evidence = [{ name: text, seq: index + 1, expected: text, seen: text, isMet: false }];
      const finding = { check: `BAD-${index}`, verdict: 'fail', sentence: text, evidence };
      await callControl(harness, 'POST', `/check-runs/${runId}/findings`, finding);
    }
    await callControl(harness, 'POST', `/check-runs/${runId}/end`, { result: 'fail' });
    const live = await openLivePage(page, harness.url, { path: PATH });
    const lookThrough = async () => {
      for (const [index, text] of texts.entries()) {
        await open(page, `BAD-${index} `).click();
        const seen = await page.getByRole('region', { name: `Evidence of BAD-${index}`, exact: true }).textContent();
        expect(seen?.split(showUnseen(text)).length).toBeGreaterThanOrEqual(4);
        expect(await findHarm(page)).toEqual([]);
      }
    };
    await lookThrough();
    await page.getByRole('button', { name: 'Log', exact: true }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export the log' }).click();
    const file = join(folder, 'saved.jsonl');
    await (await download).saveAs(file);
    await page.getByLabel('Saved log').setInputFiles(file);
    await page.getByText('Saved log saved.jsonl, read-only').first().waitFor();
    await page.getByRole('link', { name: 'Checks' }).click();
    await run(page).getByText('not every check passed').waitFor();
    expect(await page.getByRole('form').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Save report' }).count()).toBe(0);
    await lookThrough();
    expect(live.problems).toEqual([]);
  });
});
