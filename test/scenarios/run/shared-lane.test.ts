import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountView } from '../../../server/http/control/replies.js';
import type { Harness } from '../../../server/index.js';
import { providers } from '../../../server/providers/index.js';
import { runScenarios } from '../../../server/scenarios/run/run-scenarios.js';
import { callControl, startHarness } from '../../support/harness.js';
import { createReceiver, type Receiver } from '../../support/receiver.js';
import { parse } from '../format/parse.js';

let harness: Harness;
let app: Receiver;
let dataDir: string;
/** Requests that the app had when the last scenario began. */
let toldBefore: number;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'paystage-shared-lane-'));
  harness = await startHarness({ dataDir });
  app = await createReceiver();
});
afterEach(async () => {
  await harness.close();
  await app.close();
  await rm(dataDir, { recursive: true, force: true });
});

const CREATED = 'steps:\n  - create: {}\n  - expect: { records: { match: { type: payment.created } } }\n';

/** Plays them one after the other in the default lane. @returns the verdict and what was not met of each. */
async function play(...texts: string[]) {
  const { scenarios } = await runScenarios({
    scenarios: texts.map((text) => parse(`version: 1\nname: x\n${text}`)),
    stage: harness.stage,
    providers,
    lanes: { kind: 'default' },
    target: {},
    parallel: 1,
    bail: false,
    onEvent({ type }) {
      if (type === 'scenario_started') toldBefore = app.requests.length;
    },
  });
  return scenarios.map(({ verdict, steps, problem }) => ({
    verdict,
    problem: problem?.code ?? null,
    unmet: steps.flatMap(({ judgements, problem: own }) => [
      ...judgements.flatMap(({ isMet, seen }) => (isMet ? [] : [seen])),
      ...(own ? [own.code] : []),
    ]),
  }));
}

const toApp = (more = '') => `target: { secpaid: { paymentEndpoints: "${app.url}/hook" } }\n${more}`;
const readAccount = (provider: string) => callControl<AccountView>(harness, 'GET', `/accounts/${provider}`);
const readStored = async () => JSON.parse(await readFile(join(dataDir, 'accounts.json'), 'utf8')) as object;

describe('the default lane', () => {
  test('does not judge a scenario by what comes of earlier payments, and tells the app nothing more of them', async () => {
    app.replyWith({ status: 500 });
    const schedule = 'accounts: { secpaid: { retryScheduleMs: [300, 300, 300, 300] } }\n';
    const refused = `provider: secpaid\n${toApp(schedule)}steps:\n  - create: {}\n  - pay: {}\n  - expect: { refused: { status: 500 } }\n`;
    const untold = `provider: secpaid\n${toApp()}steps:
  - create: {}
  - wait: 1s
  - expect:
      records: { match: { type: attempt.started }, count: 0 }
`;
    const passed = { verdict: 'passed', problem: null, unmet: [] };
    expect(await play(refused, untold)).toEqual([passed, passed]);
    expect(toldBefore).toBeGreaterThan(0);
    expect(app.requests).toHaveLength(toldBefore);
  });

  test('leaves out a payment that somebody else has made before, also while it is still told', async () => {
    app.replyWith({ status: 500 });
    await callControl(harness, 'PATCH', '/accounts/secpaid', {
      paymentEndpoints: [`${app.url}/hook`],
      retryScheduleMs: Array(20).fill(200),
    });
    const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/secpaid/payments', { amount: 1 });
    await callControl(harness, 'POST', `/payments/${paymentId}/customer`, { action: 'pay' });
    const [result] = await play(`provider: secpaid\nsteps:
  - create: {}
  - wait: 1s
  - expect:
      records: { match: { type: attempt.started }, count: 0 }
`);
    expect(result).toEqual({ verdict: 'passed', problem: null, unmet: [] });
    await app.waitForRequests(3);
  });

  test('has the settings from before afterwards: nothing of a run is stored, what was set for this start neither', async () => {
    await harness.close();
    harness = await startHarness({ dataDir, accounts: { secpaid: { settings: { paymentEndpoints: [`${app.url}/flag`] } } } });
    const [stored, before] = [await readStored(), [await readAccount('secpaid'), await readAccount('securepayapi')]];
    const [result] = await play(
      `provider: secpaid\ntarget: { secpaid: { paymentEndpoints: "${app.url}/run" }, securepayapi: "${app.url}/other" }\n` +
        'steps:\n  - create: {}\n  - pay: {}\n  - expect: { acknowledged: true }\n',
    );
    expect(result?.verdict).toBe('passed');
    expect(app.requests.map(({ url }) => url)).toEqual(['/run']);
    expect([await readAccount('secpaid'), await readAccount('securepayapi')]).toEqual(before);
    expect(await readStored()).toEqual(stored);
  });

  test('has them also where one of the settings is refused, and where a run was killed before it could leave', async () => {
    const before = await readAccount('secpaid');
    const wrong = `target: { secpaid: { paymentEndpoints: "${app.url}/run" }, securepayapi: "\${nowhere}/x" }\nvariables: { nowhere: "localhost:1" }\n`;
    expect(await play(`provider: secpaid\n${wrong}${CREATED}`)).toMatchObject([
      { verdict: 'broken', problem: 'invalid_setting' },
    ]);
    expect(await readAccount('secpaid')).toEqual(before);

    await callControl(harness, 'POST', '/accounts/secpaid/lend', { settings: { retryScheduleMs: [1] } });
    expect((await readAccount('secpaid')).passing).toEqual(['retryScheduleMs']);
    await play(`provider: securepayapi\n${CREATED}`);
    expect(await readAccount('secpaid')).toEqual(before);
  });

  test('is not played in while somebody checks an app there', async () => {
    const { runId } = await callControl<{ runId: string }>(harness, 'POST', '/check-runs', {
      provider: 'secpaid',
      target: app.url,
      checks: [{ id: 'ACK-1', title: 'x', severity: 'high' }],
    });
    await callControl(harness, 'POST', `/check-runs/${runId}/account`, { settings: { retryScheduleMs: [7] } });
    const [result] = await play(`provider: secpaid\n${toApp()}${CREATED}`);
    expect(result).toMatchObject({ verdict: 'broken', problem: 'check_running' });
    expect((await readAccount('secpaid')).settings.retryScheduleMs).toEqual([7]);
  });
});
