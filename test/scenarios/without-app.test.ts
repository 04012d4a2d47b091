import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { providers } from '../../server/providers/index.js';
import { leaveOutApp } from '../../server/scenarios/format/leave-out-app.js';
import type { Scenario } from '../../server/scenarios/format/scenario.js';
import type { ScenarioResult } from '../../server/scenarios/run/results.js';
import { runScenarios } from '../../server/scenarios/run/run-scenarios.js';
import { startHarness } from '../support/harness.js';
import { hurry, listComplaints, listReady, readReady } from '../support/play-scenarios.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { parse } from './format/parse.js';

const NOWHERE = 'http://localhost:1';
const all = ['secpaid', 'securepayapi'].flatMap((provider) => listReady(provider).map((name) => [provider, name] as const));

/** What only an app that sells can be judged by: its own calls of the provider, refunds, disputes. */
const NEEDS_APP = [
  'secpaid/api-drop',
  'secpaid/api-error',
  'secpaid/api-rate-limit',
  'secpaid/api-timeout',
  'secpaid/cancel-redirect-for-a-paid-order',
  'secpaid/dispute',
  'secpaid/refund-approved',
  'secpaid/refund-rejected',
  'secpaid/split-link',
  'secpaid/token-disabled',
  'securepayapi/api-drop',
  'securepayapi/api-error',
  'securepayapi/api-rate-limit',
  'securepayapi/api-timeout',
  'securepayapi/creation-refused',
];

let receiver: Receiver;
beforeEach(async () => {
  receiver = await createReceiver();
  receiver.replyWith(({ method }) => ({ status: method === 'GET' ? 200 : 204 }));
});
afterEach(() => receiver.close());

async function play(scenario: Scenario, target: Record<string, Record<string, string[]>>): Promise<ScenarioResult> {
  const harness = await startHarness();
  try {
    const { scenarios } = await runScenarios({
      scenarios: [scenario],
      stage: harness.stage,
      providers,
      lanes: { kind: 'own', clock: 'simulated', seed: '7' },
      target,
      parallel: 1,
      bail: false,
      onEvent() {},
    });
    const [result] = scenarios;
    if (!result) throw new Error('it was not played');
    return result;
  } finally {
    await harness.close();
  }
}

test('which ready scenarios need the app itself', () => {
  const needing = all.filter(([provider, name]) => leaveOutApp(readReady(provider, name, NOWHERE), 'shop', true) === null);
  expect(needing.map((parts) => parts.join('/'))).toEqual(NEEDS_APP);
});

describe('at a plain receiver of webhooks, with nobody who sells', () => {
  test.each(all.filter((parts) => !NEEDS_APP.includes(parts.join('/'))))('%s/%s', async (provider, name) => {
    const scenario = leaveOutApp(readReady(provider, name, NOWHERE), 'shop', true);
    if (!scenario) throw new Error('it needs the app');
    const settings = (providers.find((one) => one.name === provider)?.targets ?? []).map(({ setting }) => setting);
    const target = { [provider]: Object.fromEntries(settings.map((setting) => [setting, [`${receiver.url}/${setting}`]])) };
    const result = await play({ ...scenario, steps: hurry(scenario.steps, 1_000) }, target);
    // Whoever takes whatever comes fails where a webhook has to be refused, and nowhere else.
    const complaints = listComplaints(result);
    expect(complaints.filter((text) => !/^expect: every attempt .* refused, not acknowledged with 204$/.test(text))).toEqual([]);
    expect(result.verdict).toBe(complaints.length === 0 ? 'passed' : 'failed');
    expect(receiver.requests.every(({ url }) => settings.some((setting) => url.startsWith(`/${setting}`)))).toBe(true);
  });
});

const FILE = `version: 1
name: x
provider: secpaid
variables: { shop: "http://localhost:1", base: "\${shop}/v1", note: plain }
app: shop
target: { secpaid: { paymentEndpoints: "\${base}/hook", callbackUrls: "http://localhost:2/back" } }
probe: { url: "\${base}/orders/\${order}" }
steps:
  - call: { method: POST, url: "\${base}/buy", capture: { order: $.id } }
  - await payment: { reference: "\${order}" }
    otherwise: { recipient_note: "\${order}" }
  - pay: {}
  - call: { url: "http://localhost:2/\${note}" }
  - expect:
      acted: 1
      redirect: { status: 200, text: Thank you }
      records: [{ match: { type: api.called } }, { match: { type: redirect.issued } }]
`;

describe('what is left out', () => {
  const scenario = () => parse(FILE);

  test('is whatever needs the address of the app or its own calls, and each is named with its line and reason', () => {
    const left = leaveOutApp(scenario(), 'shop', true);
    expect(left?.steps.map(({ type, place }) => `${type} ${place.line}`)).toEqual([
      'create 10',
      'customer 12',
      'call 13',
      'expect 14',
    ]);
    expect(left?.notAsked.map(({ what, why, place }) => `${what} ${place.line}: ${why}`)).toEqual([
      'call 9: no app is named',
      'acted 15: no probe',
      'redirect.text 16: the page is not that of an app that knows the order',
      'records 17: the app makes no calls',
    ]);
    expect(left?.probe).toBeNull();
    expect(left?.target).toEqual({ secpaid: { callbackUrls: ['http://localhost:2/back'] } });
    expect(left?.variables.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'shop=http://localhost:1',
      'note=plain',
      'order=order-${run.id}',
    ]);
    const [expectation] = left?.steps.flatMap((step) => (step.type === 'expect' ? step.expectations : [])) ?? [];
    expect(expectation).toMatchObject({ type: 'redirect', wish: { status: 200 } });
  });

  test('where nobody said where the browser goes, its last page is not asked for either', () => {
    const left = leaveOutApp(scenario(), 'shop', false);
    expect(left?.notAsked.map(({ what }) => what)).toContain('redirect');
    expect(left?.steps.at(-1)).toMatchObject({ expectations: [{ type: 'records' }] });
  });

  test('a payment that only the app can make, or nothing that is left to judge, leaves no scenario', () => {
    expect(leaveOutApp(parse(FILE.replace(/\n {4}otherwise.*/, '')), 'shop', true)).toBeNull();
    expect(leaveOutApp(parse(FILE.replace(/\n {6}redirect[\s\S]*$/, '\n')), 'shop', true)).toBeNull();
  });
});
