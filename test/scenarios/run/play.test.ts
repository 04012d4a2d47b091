import { performance } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Harness } from '../../../server/index.js';
import { providers } from '../../../server/providers/index.js';
import type { ScenarioResult } from '../../../server/scenarios/run/results.js';
import { runScenarios } from '../../../server/scenarios/run/run-scenarios.js';
import { startHarness } from '../../support/harness.js';
import { createReceiver, type Receiver } from '../../support/receiver.js';
import { parse } from '../format/parse.js';

let harness: Harness;
let app: Receiver;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  app = await createReceiver();
});
afterEach(() => app.close());

async function play(steps: string, head = 'provider: securepayapi'): Promise<ScenarioResult> {
  const target = `target: { securepayapi: "${app.url}/hook", secpaid: { paymentEndpoints: "${app.url}/hook", callbackUrls: "${app.url}/back" } }`;
  const { scenarios } = await runScenarios({
    scenarios: [parse(`version: 1\nname: x\n${head}\n${target}\nsteps:\n${steps}`)],
    stage: harness.stage,
    providers,
    lanes: { kind: 'own', clock: 'simulated' },
    target: {},
    parallel: 1,
    bail: false,
    onEvent() {},
  });
  const [result] = scenarios;
  if (!result) throw new Error('it was not played');
  return result;
}

function listUnmet({ steps }: ScenarioResult) {
  return steps.flatMap(({ judgements }) => judgements.filter(({ isMet }) => !isMet));
}

const PAID = '  - create: {}\n  - pay: {}\n';

describe('a fault that never took effect', () => {
  const never = '  - fault: { fault: duplicate, when: { status: EXPIRED } }\n';
  const check = '  - expect: { acknowledged: SUCCEEDED }\n';

  test('fails the scenario, with its place and its name', async () => {
    const result = await play(never + PAID + check);
    expect(result.verdict).toBe('failed');
    expect(result.steps.at(-1)).toMatchObject({ title: 'fault', verdict: 'failed', place: { column: 5 }, path: 'steps[0]' });
    expect(listUnmet(result).map(({ seen }) => seen)).toEqual([
      'fault duplicate never took effect: nothing came that fits it; "optional: true" beside it allows that',
    ]);
  });

  test('is fine where the file says so, and one that took effect is fine anyway', async () => {
    const optional = '  - fault: { fault: duplicate, when: { status: EXPIRED } }\n    optional: true\n';
    expect((await play(optional + PAID + check)).verdict).toBe('passed');
    expect((await play(`  - fault: { fault: duplicate, when: { status: SUCCEEDED } }\n${PAID}${check}`)).verdict).toBe('passed');
  });

  test('says nothing where a step before its use failed', async () => {
    const result = await play(`${never}${PAID}  - expect: { within: 100ms, refused: SUCCEEDED }\n`);
    expect(listUnmet(result).map(({ expected }) => expected)).toEqual(['every attempt of event SUCCEEDED refused']);
  });
});

describe('a limit holds', () => {
  test('for a probe that never answers, and it is broken, not failed', async () => {
    app.replyWith(({ url }) => (url === '/order' ? new Promise<never>(() => {}) : {}));
    const head = `provider: securepayapi\nprobe: { url: "${app.url}/order" }`;
    const result = await play(`${PAID}  - expect: { acted: 1, within: 1200ms }\n`, head);
    const step = result.steps.at(-1);
    expect(step?.verdict).toBe('broken');
    expect(step?.problem?.message).toMatch(/\/order did not answer within \d/);
    expect(step?.durationMs).toBeLessThan(4_000);
  });

  test('for a move of the clock while a target never answers: it says what was under way', async () => {
    app.replyWith(() => new Promise<never>(() => {}));
    const startedAtMs = performance.now();
    const result = await play(
      '  - create: {}\n  - expire:\n  - clock: { advance: 2d, within: 200ms }\n  - expect: { acknowledged: true }\n',
    );
    expect(performance.now() - startedAtMs).toBeLessThan(15_000);
    expect(result.verdict).toBe('failed');
    const [unmet] = listUnmet(result);
    expect(unmet?.expected).toBe('the clock is moved within 200 ms');
    expect(unmet?.seen).toMatch(/^attempt 1 of event EXPIRED to .*\/hook is under way since .*, no answer yet$/);
  });

  test('for a wait until nothing is under way: it names what is', async () => {
    app.replyWith(() => new Promise<never>(() => {}));
    const result = await play(
      '  - create: {}\n  - expire:\n  - wait: { idle: true, within: 200ms }\n  - expect: { acknowledged: true }\n',
    );
    expect(result.verdict).toBe('failed');
    expect(listUnmet(result)[0]).toMatchObject({
      expected: 'nothing is under way within 200 ms',
      seen: expect.stringMatching(/^attempt 1 of event EXPIRED .* no answer yet$/),
      nearest: { type: 'attempt.started' },
    });
  });
});

test('a customer who only opened the checkout, or cannot leave it, has not come back to the app', async () => {
  const head = 'provider: secpaid';
  const opened = await play('  - create: {}\n  - open:\n  - expect: { redirect: true, within: 100ms }\n', head);
  expect(opened.verdict).toBe('failed');
  expect(listUnmet(opened)[0]?.seen).toMatch(/^the customer was not sent back to the app; the last page is the checkout/);
  app.replyWith(({ method }) => ({ status: method === 'GET' ? 200 : 204 }));
  expect((await play('  - create: {}\n  - pay: {}\n  - expect: { redirect: { status: 200 } }\n', head)).verdict).toBe('passed');
});

test('a refund is asked for through the provider, and a dispute is opened by its people', async () => {
  app.replyWith(({ method }) => ({ status: method === 'GET' ? 200 : 204 }));
  const steps = `  - create: { amount: 20 }
  - pay: {}
  - refund: { amount: 5 }
  - approve-refund:
  - expect: { records: { match: { type: api.called, route: refundPayment, response.status: 200 } } }
  - create: { amount: 20 }
  - pay: {}
  - dispute:
  - refund:
`;
  const result = await play(steps, 'provider: secpaid');
  expect(result.steps.map(({ verdict }) => verdict)).toEqual([...Array(8).fill('passed'), 'broken']);
  expect(result.steps.at(-1)?.problem).toMatchObject({
    code: 'provider_refused',
    message: expect.stringContaining('refundPayment'),
  });
});
