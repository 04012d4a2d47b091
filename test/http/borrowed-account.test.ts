import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CheckRunView } from '../../server/http/control/check-replies.js';
import type { DemoShopView } from '../../server/http/control/demo-replies.js';
import type { AccountView } from '../../server/http/control/replies.js';
import type { Harness } from '../../server/index.js';
import { type CheckedApp, startCheckedApp } from '../support/checked-app.js';
import { callControl, startHarness } from '../support/harness.js';

const PROVIDER = 'securepayapi';
const MINE = 'http://localhost:3999/mine';
const APPS_KEY = 'sp_secret_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef';

let harness: Harness;
let app: CheckedApp;
beforeEach(async () => {
  harness = await startHarness();
  app = await startCheckedApp({ secret: APPS_KEY });
});
afterEach(async () => {
  await harness.close();
  await app.close();
});

const call = <T>(method: string, path: string, body?: object) => callControl<T>(harness, method, path, body);
const readAccount = () => call<AccountView>('GET', `/accounts/${PROVIDER}`);
const readUrls = async () => (await readAccount()).settings.webhookUrls;
const configure = (settings: object) => call<AccountView>('PATCH', `/accounts/${PROVIDER}`, settings);
const demo = async (method: string) => (await call<{ shop: DemoShopView | null }>(method, '/demo')).shop;
const ownOf = (shop: DemoShopView | null) => `${shop?.url}/webhooks/${PROVIDER}`;
const startRun = async (more: object = {}) => {
  const asked = {
    provider: PROVIDER,
    endpoint: app.endpoint,
    probe: app.probe,
    only: ['ACK-1'],
    settleMs: 100,
    secret: APPS_KEY,
  };
  return (await call<{ runId: string }>('POST', '/check-runs/start', { ...asked, ...more })).runId;
};
async function waitForEnd(runId: string): Promise<CheckRunView> {
  for (;;) {
    const run = await call<CheckRunView>('GET', `/check-runs/${runId}`);
    if (run.endedAt !== null) return run;
    await new Promise((resume) => setImmediate(resume));
  }
}
/** A run of another process, which has the account from now on. */
async function openRun(loan: object, lane = ''): Promise<string> {
  const checks = [{ id: 'CTL-1', title: 'x', severity: 'gate' }];
  const { runId } = await call<{ runId: string }>('POST', `${lane}/check-runs`, { provider: PROVIDER, target: 'x', checks });
  await call('POST', `/check-runs/${runId}/account`, loan);
  return runId;
}

test('a shop that ends during a check run is not put back at its end', async () => {
  await configure({ webhookUrls: [MINE] });
  await demo('POST');
  app.stall();
  const runId = await startRun();
  await app.whenAsked(1);
  expect(await readUrls()).toEqual([app.endpoint]);
  await demo('DELETE');
  expect(await readUrls()).toEqual([app.endpoint]);
  await app.close();
  await waitForEnd(runId);
  expect(await readUrls()).toEqual([MINE]);
});

test('a shop that starts during a check run gets events from the end of the run on', async () => {
  await configure({ webhookUrls: [MINE] });
  app.stall();
  const runId = await startRun();
  await app.whenAsked(1);
  const shop = await demo('POST');
  expect(await readUrls()).toEqual([app.endpoint]);
  await app.close();
  await waitForEnd(runId);
  expect(await readUrls()).toEqual([MINE, ownOf(shop)]);
});

test('a run has ended when the account is as it was and nothing of the run waits any more, not before', async () => {
  await configure({ webhookUrls: [MINE], retryScheduleMs: [1_000] });
  const before = await readAccount();
  const runId = await startRun();
  await waitForEnd(runId);
  expect(await readAccount()).toEqual(before);
  const records = await (await harness.stage.openLane()).records();
  const endSeq = records.find(({ type }) => type === 'check.run_ended')?.seq;
  expect(records.at(-1)).toMatchObject({ type: 'check.run_ended', seq: endSeq });
  const changes = records.filter(({ type }) => type === 'account.changed');
  const names = ['webhookUrls', 'retryScheduleMs', 'stepDelayMs'];
  expect(changes.slice(-2)).toMatchObject([
    { rotatedKeys: ['secretKey'], passing: expect.arrayContaining([...names, 'secretKey']) },
    { rotatedKeys: ['secretKey'], settings: { webhookUrls: [MINE], retryScheduleMs: [1_000] } },
  ]);
  expect(changes.at(-1)).not.toHaveProperty('passing');
  expect(JSON.stringify(records)).not.toContain(APPS_KEY);
});

test('what somebody changes by hand during a run counts at once, and stays', async () => {
  const runId = await openRun({ settings: { retryScheduleMs: [], famt: 'major' }, keys: { secretKey: APPS_KEY } });
  await configure({ famt: 'fractional', extraField: true });
  expect((await readAccount()).settings).toMatchObject({ retryScheduleMs: [], famt: 'fractional' });
  const { value } = await call<{ value: string }>('POST', `/accounts/${PROVIDER}/keys/secretKey/rotate`, {});
  expect(harness.env.SECUREPAYAPI_SECRET_KEY).toBe(value);
  await call('POST', `/check-runs/${runId}/end`, { result: 'pass' });
  expect((await readAccount()).settings).toMatchObject({ famt: 'fractional', extraField: true });
  expect((await readAccount()).settings.retryScheduleMs).not.toEqual([]);
  expect(harness.env.SECUREPAYAPI_SECRET_KEY).toBe(value);
});

test('nobody else gets a key while another one is lent over it, and it is still masked', async () => {
  const key = harness.env.SECUREPAYAPI_SECRET_KEY ?? '';
  const runId = await openRun({ keys: { secretKey: APPS_KEY } });
  expect(harness.env.SECUREPAYAPI_SECRET_KEY).toBe(APPS_KEY);
  expect(harness.engine.accounts.secretValues()).toEqual(expect.arrayContaining([key, APPS_KEY]));
  const accounts = { [PROVIDER]: { keys: { secretKey: key } } };
  await expect(call('POST', '/lanes', { name: 'other', accounts })).rejects.toThrow(/409 .*key_in_use/);
  await call('POST', `/check-runs/${runId}/stop`, {});
  expect(harness.env.SECUREPAYAPI_SECRET_KEY).toBe(key);
  expect(harness.engine.accounts.secretValues()).toEqual(expect.arrayContaining([key, APPS_KEY]));
});

test('what cannot be lent is refused with nothing changed, and so is anything after the end', async () => {
  const before = await readAccount();
  const runId = await openRun({});
  const lend = (loan: object) => call('POST', `/check-runs/${runId}/account`, loan);
  await expect(lend({ settings: { famt: 'major', webhookUrls: ['x'] } })).rejects.toThrow(/400 .*invalid_setting/);
  await expect(lend({ settings: { famt: 'major' }, keys: { secretKey: 'short' } })).rejects.toThrow(/400 .*invalid_key/);
  await expect(lend({ settings: { famt: 'major' }, keys: { nothing: APPS_KEY } })).rejects.toThrow(/404 .*unknown_key/);
  expect(await readAccount()).toEqual(before);
  await call('POST', `/check-runs/${runId}/end`, { result: 'pass' });
  await expect(lend({ settings: { famt: 'major' } })).rejects.toThrow(/409 .*check_run_ended/);
});

test('a lane with the name of an earlier one has nothing of what that was lent', async () => {
  await call('POST', '/lanes', { name: 'again' });
  await openRun({ settings: { famt: 'major' }, keys: { secretKey: APPS_KEY } }, '/lanes/again');
  await call('DELETE', '/lanes/again');
  await call('POST', '/lanes', { name: 'again' });
  expect(await call('GET', `/lanes/again/accounts/${PROVIDER}`)).toMatchObject({ settings: { famt: 'minor' }, passing: [] });
});
