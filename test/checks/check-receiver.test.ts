import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkReceiver, connect, type Harness } from '../../server/index.js';
import { type CheckedApp, startCheckedApp } from '../support/checked-app.js';
import { startHarness } from '../support/harness.js';

const PROVIDER = 'securepayapi';
const ONLY = ['SIG-1', 'ACK-1'];
const SETTLE = '100ms';

let harness: Harness;
let app: CheckedApp;
let trusting: CheckedApp;
beforeAll(async () => {
  harness = await startHarness();
  const secret = harness.env.SECUREPAYAPI_SECRET_KEY ?? '';
  app = await startCheckedApp({ secret });
  trusting = await startCheckedApp({ secret, isTrusting: true });
});
afterAll(async () => {
  await harness.close();
  await app.close();
  await trusting.close();
});

const verdictsOf = ({ checks }: { checks: readonly { id: string; verdict: string }[] }) =>
  Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));

test('an app that has the keys of the environment is judged, and the account is as it was', async () => {
  const { endpoint, probe } = app;
  const lane = await harness.stage.openLane();
  const before = await lane.control.get('/accounts/securepayapi');
  const found: string[] = [];
  const report = await harness.check(PROVIDER, {
    ...{ endpoint, probe, only: ONLY, settle: SETTLE },
    onFinding: ({ id }) => found.push(id),
  });
  expect(verdictsOf(report)).toEqual({ 'CTL-1': 'pass', 'SIG-1': 'pass', 'ACK-1': 'pass' });
  expect(report).toMatchObject({ exitCode: 0, result: 'pass', provider: PROVIDER, endpoint });
  expect(found.toSorted()).toEqual(['ACK-1', 'CTL-1', 'SIG-1']);
  expect(await lane.control.get('/accounts/securepayapi')).toEqual(before);
});

test('an app that trusts everybody fails, with the bytes that were sent and what mends it', async () => {
  const { endpoint, probe } = trusting;
  const report = await harness.check(PROVIDER, { endpoint, probe, only: ONLY, settle: SETTLE });
  expect(report.exitCode).toBe(1);
  const tampered = report.checks.find(({ id }) => id === 'SIG-1');
  expect(tampered).toMatchObject({ verdict: 'fail', advice: { fixes: { express: expect.stringContaining('timingSafeEqual') } } });
  const forged = tampered?.evidence.find(({ isMet }) => isMet === false);
  expect(forged).toMatchObject({ request: { method: 'POST', url: endpoint }, response: { status: 204 } });
});

test('an app with another secret is judged in a lane of its own, asked by functions', async () => {
  const secret = 'sp_secret_of_this_app_alone';
  const other = await startCheckedApp({ secret });
  try {
    const asked: string[] = [];
    const report = await harness.check(PROVIDER, {
      ...{ endpoint: other.endpoint, secret, only: ['ACK-1'], settle: SETTLE },
      async probe(order) {
        asked.push(order.externalid ?? '');
        const reply = await fetch(other.probe.replace('{externalid}', order.externalid ?? ''));
        return (await reply.json()) as { paid: boolean; count: number };
      },
    });
    expect(verdictsOf(report)).toEqual({ 'CTL-1': 'pass', 'ACK-1': 'pass' });
    expect(asked.every((order) => order.startsWith('chk-'))).toBe(true);
    expect((await harness.stage.lanes()).map(({ name }) => name)).toEqual(['default']);
  } finally {
    await other.close();
  }
});

test('a stage elsewhere is used over its address, and a program can be the probe', async () => {
  const lane = await connect(harness.url).openLane();
  const { endpoint, probe } = app;
  const script = 'fetch(process.argv[1]).then((reply) => reply.text()).then(console.log)';
  const command: [string, ...string[]] = [process.execPath, '-e', script, probe];
  const report = await checkReceiver(lane, PROVIDER, { endpoint, probe: { command }, only: ['ACK-1'], settle: SETTLE });
  expect(verdictsOf(report)).toEqual({ 'CTL-1': 'pass', 'ACK-1': 'pass' });
});

test('a run that is stopped says so, and judges nothing that it did not see', async () => {
  const { endpoint, probe } = app;
  const stop = new AbortController();
  const report = await harness.check(PROVIDER, { endpoint, probe, signal: stop.signal, onFinding: () => stop.abort() });
  expect(report).toMatchObject({ exitCode: 2, result: 'stopped' });
  const verdicts = Object.values(verdictsOf(report));
  expect(verdicts.filter((verdict) => verdict === 'fail' || verdict === 'pass')).toEqual(['pass']);
});

test('a secret that cannot be one is refused, and the account is as it was', async () => {
  const lane = await harness.lane();
  const before = await lane.control.get('/accounts/securepayapi');
  const refused = harness.check(PROVIDER, { lane, endpoint: app.endpoint, secret: 'short' });
  await expect(refused).rejects.toMatchObject({ code: 'invalid_key' });
  expect(await lane.control.get('/accounts/securepayapi')).toEqual(before);
  await lane.close();
});

test.each([
  ['an unknown provider', 'securepay', {}, 'unknown_provider'],
  ['a check that is none', PROVIDER, { only: ['SIG-99'] }, 'unknown_check'],
  ['a name that nothing stands for', PROVIDER, { probe: 'http://localhost:1/{extenalid}' }, 'invalid_template'],
  ['a probe whose host depends on the order', PROVIDER, { probe: 'http://{id}.localhost/' }, 'invalid_template'],
  ['an app beyond the own networks', PROVIDER, { endpoint: 'http://203.0.113.7/hook' }, 'blocked_target'],
  ['a probe beyond the own networks', PROVIDER, { probe: 'http://203.0.113.7/{id}' }, 'blocked_target'],
])('%s is refused before anything is sent', async (_what, provider, options, code) => {
  const newest = harness.engine.log.newestSeq;
  await expect(harness.check(provider, { endpoint: app.endpoint, ...options })).rejects.toMatchObject({ code });
  expect(harness.engine.log.newestSeq).toBe(newest);
});
