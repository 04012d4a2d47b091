import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkReceiver, connect, type Harness } from '../../server/index.js';
import { hmac, startVerifier } from '../diagnosis/verifying-receiver.js';
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
  expect(report).toMatchObject({ exitCode: 0, result: 'pass', provider: PROVIDER, endpoint, notes: [] });
  expect(found.toSorted()).toEqual(['ACK-1', 'CTL-1', 'SIG-1']);
  expect(await lane.control.get('/accounts/securepayapi')).toEqual(before);
  expect(await lane.holds.list()).toEqual({ holds: [], held: [] });
});

test('a probe that gives no answer is told at the gate, and nothing is judged', async () => {
  const broken: [object, RegExp][] = [
    [{ probe: 'http://127.0.0.1:9/{externalid}' }, /^Not judged: The probe .* could not be asked .*[^.]\.$/],
    [{ probe: { command: ['sh', '-c', 'exit 3'] } }, /ended with exit code 3\.$/],
    [{ probe: { command: ['true'] } }, /printed nothing; for an order that the app does not know it has to print/],
    [{ probe: () => ({ bill: 'settled' }) }, /the probe says neither/],
  ];
  for (const [more, says] of broken) {
    const report = await harness.check(PROVIDER, { endpoint: app.endpoint, only: ONLY, settle: SETTLE, ...more });
    expect(report).toMatchObject({ exitCode: 2, result: 'gate' });
    expect(verdictsOf(report)).toEqual({ 'CTL-1': 'inconclusive', 'SIG-1': 'skipped', 'ACK-1': 'skipped' });
    expect(report.checks[0]?.sentence).toMatch(says);
  }
});

test('an app with another secret is not accused: which of the two is wrong cannot be seen', async () => {
  const other = await startVerifier('sp_secret_of_the_app');
  const report = await harness.check(PROVIDER, { endpoint: other.url, only: ONLY, settle: SETTLE });
  await other.close();
  expect(report).toMatchObject({ exitCode: 2, result: 'gate' });
  expect(verdictsOf(report)).toMatchObject({ 'CTL-1': 'inconclusive', 'SIG-1': 'skipped' });
  expect(report.checks[0]?.sentence).toMatch(/most likely it has another secret.*--secret\.$/);
});

test('a signed event that is refused at the gate is looked into, and the cause stands in the report with its fix', async () => {
  const dotted = await startVerifier(harness.env.SECUREPAYAPI_SECRET_KEY ?? '', {
    expect: ({ timestamp, body }, secret) => hmac(secret, timestamp, '.', body).digest('hex'),
  });
  try {
    const report = await harness.check(PROVIDER, { endpoint: dotted.url, only: ONLY, settle: SETTLE });
    expect(report).toMatchObject({ exitCode: 2, result: 'gate' });
    const [gate] = report.checks;
    expect(gate).toMatchObject({ id: 'CTL-1', verdict: 'fail' });
    expect(gate?.sentence).toContain(
      'Your app puts a dot between timestamp and body. Sign the value of X-Timestamp as it stands',
    );
    expect(gate?.advice?.fixes.koa).toContain('new Koa()');
    const told = gate?.evidence.find(({ name }) => name.includes('puts a dot'));
    expect(told).toMatchObject({ seen: '204', request: { url: dotted.url } });
    expect(gate?.evidence[0]?.reproduction).toContain('date +%s');
    expect(report.requests).toBeGreaterThan(5);

    const scarce = await harness.check(PROVIDER, { endpoint: dotted.url, only: ONLY, settle: SETTLE, maxRequests: 3 });
    expect(scarce).toMatchObject({ exitCode: 2, result: 'gate', requests: 3 });
  } finally {
    await dotted.close();
  }
});

test('an account that writes the end of a payment in words of its own is judged by those', async () => {
  const lane = await harness.lane();
  await lane.configure(PROVIDER, { finalStatuses: { succeeded: 'PAID', failed: 'DECLINED', expired: 'TOO_LATE' } });
  const other = await startCheckedApp({ secret: lane.keys(PROVIDER).secretKey ?? '', paidWord: 'PAID' });
  try {
    const { endpoint, probe } = other;
    const report = await harness.check(PROVIDER, { lane, endpoint, probe, only: ['STA-1', 'CAN-1', 'ORD-1'], settle: SETTLE });
    expect(verdictsOf(report)).toEqual({ 'CTL-1': 'pass', 'STA-1': 'pass', 'CAN-1': 'pass', 'ORD-1': 'pass' });
    const sent = (await lane.records({ types: ['resend.finished'] })).map((record) => JSON.stringify(record));
    expect(sent.some((text) => text.includes('DECLINED'))).toBe(true);
    expect(sent.some((text) => /SUCCEEDED|FAILED|EXPIRED/.test(text))).toBe(false);
  } finally {
    await other.close();
    await lane.close();
  }
});

test('checks can be named without a hyphen, or as the pack of what a thief tries', async () => {
  const { endpoint, probe } = app;
  const report = await harness.check(PROVIDER, { endpoint, probe, only: ['sig1', 'trust'], skip: ['idm-1'], settle: SETTLE });
  expect(Object.keys(verdictsOf(report))).toEqual(
    expect.arrayContaining(['CTL-1', 'SIG-1', 'SIG-2', 'SIG-3', 'AMT-1', 'STA-1', 'CAN-1', 'REP-1']),
  );
  expect(Object.keys(verdictsOf(report))).not.toContain('IDM-1');
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
  // One that starts at once: a probe may take ten seconds at most.
  const command: [string, ...string[]] = ['curl', '-s', probe];
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
  ['a check that is not about the provider', PROVIDER, { only: ['SRC-1'] }, 'unknown_check'],
  ['a name that nothing stands for', PROVIDER, { probe: 'http://localhost:1/{extenalid}' }, 'invalid_template'],
  ['a probe whose host depends on the order', PROVIDER, { probe: 'http://{id}.localhost/' }, 'invalid_template'],
  ['a callback that names nothing known', PROVIDER, { callback: 'http://localhost:1/{extrnalid}' }, 'invalid_template'],
  ['an app beyond the own networks', PROVIDER, { endpoint: 'http://203.0.113.7/hook' }, 'blocked_target'],
  ['a probe beyond the own networks', PROVIDER, { probe: 'http://203.0.113.7/{id}' }, 'blocked_target'],
])('%s is refused before anything is sent', async (_what, provider, options, code) => {
  const newest = harness.engine.log.newestSeq;
  await expect(harness.check(provider, { endpoint: app.endpoint, ...options })).rejects.toMatchObject({ code });
  expect(harness.engine.log.newestSeq).toBe(newest);
});
