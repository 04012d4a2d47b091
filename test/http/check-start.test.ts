import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CheckCatalogue, CheckRunView } from '../../server/http/control/check-replies.js';
import type { Harness } from '../../server/index.js';
import { type CheckedApp, startCheckedApp } from '../support/checked-app.js';
import { callControl, startHarness } from '../support/harness.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';

const PROVIDER = 'securepayapi';

let folder: string;
let harness: Harness;
let app: CheckedApp;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paystage-check-start-'));
  harness = await startHarness({ dataDir: folder });
  app = await startCheckedApp({ secret: harness.env.SECUREPAYAPI_SECRET_KEY ?? '' });
});
afterEach(async () => {
  await harness.close();
  await app.close();
  await rm(folder, { recursive: true });
});

const call = <T>(method: string, path: string, body?: object) => callControl<T>(harness, method, path, body);
const asked = (more: object = {}) => ({
  ...{ provider: PROVIDER, endpoint: app.endpoint, probe: app.probe, only: ['SIG-1'], settleMs: 100 },
  ...more,
});
const start = async (more: object = {}, lane = '') =>
  (await call<{ runId: string }>('POST', `${lane}/check-runs/start`, asked(more))).runId;
const read = (runId: string) => call<CheckRunView>('GET', `/check-runs/${runId}`);
async function waitForEnd(runId: string): Promise<CheckRunView> {
  for (;;) {
    const run = await read(runId);
    if (run.result !== null) return run;
    await new Promise((resume) => setImmediate(resume));
  }
}
const readSettings = () => call<{ settings: object }>('GET', `/accounts/${PROVIDER}`).then(({ settings }) => settings);

test('a run is started over HTTP, told by records, and can be kept as a report', async () => {
  const before = await readSettings();
  const runId = await start();
  const run = await waitForEnd(runId);
  expect(run).toMatchObject({
    ...{ result: 'pass', target: app.endpoint, counts: { pass: 2, fail: 0 }, requests: expect.any(Number) },
    findings: [{ check: 'CTL-1' }, { check: 'SIG-1', verdict: 'pass', tookMs: expect.any(Number) }],
  });
  await expect.poll(readSettings).toEqual(before);
  const report = (form: string) => fetch(`${harness.url}/_paystage/api/check-runs/${runId}/report?form=${form}`);
  const html = await report('html');
  expect(html.headers.get('content-disposition')).toContain(`paystage-${runId}.html`);
  expect(html.headers.get('content-type')).toContain('text/html');
  expect(await html.text()).toContain('SIG-1 A tampered body is refused');
  expect(await (await report('json')).json()).toMatchObject({
    ...{ exitCode: 0, runId, requests: run.requests },
    checks: [{ id: 'CTL-1', verdict: 'pass' }, { id: 'SIG-1' }],
  });
  expect(await (await report('junit')).text()).toContain('<testsuites name="paystage check" tests="2" failures="0"');
  expect((await report('pdf')).status).toBe(400);
});

test('what else the traffic showed stands in the run and in every report that has room for it', async () => {
  const server = createServer((_request, response) => void response.writeHead(204, { 'set-cookie': 'session=1' }).end());
  const { url, close } = await listenOnLoopback(server);
  const runId = await start({ endpoint: url, probe: undefined, only: ['ACK-1'] });
  const note = expect.stringMatching(/answers set cookies: .* \(such as #\d+\)\.$/);
  const { notes } = await waitForEnd(runId);
  await close();
  expect(notes).toEqual([note]);
  const report = (form: string) => fetch(`${harness.url}/_paystage/api/check-runs/${runId}/report?form=${form}`);
  expect(await (await report('json')).json()).toMatchObject({ notes: [note] });
  expect(await (await report('html')).text()).toContain(`<li>${notes[0]}</li>`);
});

test('a lane makes one run at a time, another lane makes its own, and one that is stopped ends', async () => {
  app.stall();
  const runId = await start();
  await expect(start()).rejects.toThrow(/409 .*check_running/);
  await call('POST', '/lanes', { name: 'other' });
  const other = await start({}, '/lanes/other');
  await app.whenAsked(2);
  await expect(call('GET', `/check-runs/${runId}/report`)).rejects.toThrow(/409 .*check_running/);
  for (const id of [runId, other]) await call('POST', `/check-runs/${id}/stop`, {});
  await app.close();
  expect(await waitForEnd(runId)).toMatchObject({ result: 'stopped', lane: 'default' });
  expect(await waitForEnd(other)).toMatchObject({ result: 'stopped', lane: 'other' });
  await expect(call('POST', `/check-runs/${runId}/stop`, {})).rejects.toThrow(/409 .*check_run_ended/);
});

test('a run that another process left open can be closed, and holds up the next one until then', async () => {
  const checks = [{ id: 'CTL-1', title: 'x', severity: 'gate' }];
  const { runId } = await call<{ runId: string }>('POST', '/check-runs', { provider: PROVIDER, target: 'x', checks });
  await expect(start()).rejects.toThrow(/409 .*check_running/);
  await call('POST', `/check-runs/${runId}/stop`, {});
  expect(await waitForEnd(runId)).toMatchObject({ result: 'stopped' });
  expect(await waitForEnd(await start())).toMatchObject({ result: 'pass' });
});

test('a stage that stops in the middle of a run leaves the account as it was, and no run open', async () => {
  await call('PATCH', `/accounts/${PROVIDER}`, { webhookUrls: ['http://localhost:3999/mine'], retryScheduleMs: [1_000] });
  const before = await readSettings();
  app.stall();
  const runId = await start();
  await app.whenAsked(1);
  expect(await readSettings()).not.toEqual(before);
  await harness.close();
  harness = await startHarness({ dataDir: folder });
  expect(await readSettings()).toEqual(before);
  expect(await read(runId)).toMatchObject({ result: 'stopped' });
});

test.each([
  ['probe', (url: string) => ({ probe: `${url}/{externalid}` })],
  ['place to create orders', (url: string) => ({ create: `POST ${url}/orders` })],
])('a stage that stops while a %s does not answer ends the run, and says so in the log', async (_what, wish) => {
  let tellAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    tellAsked = resolve;
  });
  const silent = await listenOnLoopback(createServer(() => tellAsked()));
  const runId = await start(wish(silent.url));
  await asked;
  await harness.close();
  await silent.close();
  harness = await startHarness({ dataDir: folder });
  expect(await read(runId)).toMatchObject({
    result: 'stopped',
    findings: [{ check: 'CTL-1', sentence: 'Not judged: the run was stopped.' }, { check: 'SIG-1' }],
  });
});

test.each([
  ['a public endpoint', { endpoint: 'http://203.0.113.7/hook' }, /400 .*blocked_target/],
  [
    'A7 a public endpoint with a password',
    { endpoint: 'http://user:geheim-pw77@203.0.113.7/hook' },
    /400 .*http:\/\/\*\*\*@203\.0\.113\.7\/hook is not checked/,
  ],
  ['a public probe', { probe: 'http://203.0.113.7/{id}' }, /400 .*blocked_target/],
  ['a public place to create orders', { create: 'GET http://203.0.113.7/' }, /400 .*blocked_target/],
  ['a command as a probe', { probe: 'touch /tmp/x' }, /400 .*command_refused.*command line only/],
  ['a command that creates orders', { create: 'node make-order.mjs' }, /400 .*command_refused.*command line only/],
  ['an endpoint that is no address', { endpoint: 'localhost:3000' }, /400 .*invalid_body/],
  ['an unknown provider', { provider: 'nobody' }, /404 .*unknown_provider/],
  ['an unknown check', { only: ['SIG-77'] }, /400 .*unknown_check/],
  ['a key that cannot be one', { secret: 'short' }, /400 .*invalid_key/],
])('%s is refused, and nothing has begun', async (_what, more, refusal) => {
  const before = await readSettings();
  await expect(start(more)).rejects.toThrow(refusal);
  expect((await call<{ runs: unknown[] }>('GET', '/check-runs')).runs).toEqual([]);
  expect(await readSettings()).toEqual(before);
});

test('the catalogue tells what can be checked of an app, by provider', async () => {
  const list = await call<CheckCatalogue>('GET', `/checks?provider=${PROVIDER}`);
  expect(list.checks[0]).toMatchObject({ id: 'CTL-1', severity: 'gate', isInteractive: false });
  const tampered = list.checks.find(({ id }) => id === 'SIG-1');
  expect(tampered).toMatchObject({ must: expect.any(String), costs: expect.any(String) });
  expect(Object.keys(tampered?.fixes ?? {})).toEqual(['express', 'fastify', 'koa', 'next']);
  expect(list.probeNames).toContain('externalid');
  const unsigned = await call<CheckCatalogue>('GET', '/checks?provider=secpaid');
  expect(unsigned.checks.map(({ id }) => id)).not.toContain('SIG-1');
  await expect(call('GET', '/checks')).rejects.toThrow(/404 .*unknown_provider/);
});
