import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Harness } from '../../../server/index.js';
import type { ScenarioResult } from '../../../server/scenarios/run/results.js';
import type { RunOptions } from '../../../server/scenarios/run/run-scenarios.js';
import { startHarness } from '../../support/harness.js';
import { createReceiver, type Receiver } from '../../support/receiver.js';
import { listUnmet, playText } from './play-text.js';

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

async function play(
  steps: string,
  head = 'provider: securepayapi',
  lanes: RunOptions['lanes'] = { kind: 'own', clock: 'simulated' },
): Promise<ScenarioResult> {
  const target = `target: { securepayapi: "${app.url}/hook", secpaid: { paymentEndpoints: "${app.url}/hook", callbackUrls: "${app.url}/back" } }`;
  return playText(harness, `${head}\n${target}\nsteps:\n${steps}`, lanes);
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
  });

  test('for what is expected of a target that never answers: nothing is waited for after it', async () => {
    app.replyWith(() => new Promise<never>(() => {}));
    const steps = '  - create: {}\n  - expire:\n  - expect: { acknowledged: EXPIRED, within: 200ms }\n';
    const result = await play(steps, 'provider: securepayapi', { kind: 'own' });
    expect(result.steps.at(-1)).toMatchObject({ title: 'expect', verdict: 'failed' });
    // The two seconds that a lane may take to settle are for a step that comes after it. A busy machine may take them; not each time.
    const playAgain = async () => (await play(steps, 'provider: securepayapi', { kind: 'own' })).steps.at(-1)?.durationMs;
    await expect.poll(playAgain).toBeLessThan(1_900);
    expect(listUnmet(result)[0]?.seen).toMatch(/attempt 1 is under way since .*, no answer yet$/);
  });

  test('for an acknowledgement by the clock of the lane: once that has passed nothing is waited for', async () => {
    app.replyWith({ status: 500 });
    const late = (within: string, limit: string) =>
      play(
        `  - create: {}\n  - expire:\n  - clock: { advance: 2h }\n  - expect: { acknowledged: { within: ${within} }, within: ${limit} }\n`,
      );
    const passed = await late('1h', '60s');
    expect(passed.verdict).toBe('failed');
    expect(listUnmet(passed)).toMatchObject([{ expected: 'every event acknowledged within 1 h' }]);
    expect(passed.steps.at(-1)?.durationMs).toBeLessThan(50_000);
    // What may still come is waited for.
    expect((await late('1d', '1s')).steps.at(-1)?.durationMs).toBeGreaterThan(900);
  });

  test('for a move of the clock while a target never answers: it says what was under way', async () => {
    app.replyWith(() => new Promise<never>(() => {}));
    const result = await play(
      '  - create: {}\n  - expire:\n  - clock: { advance: 2d, within: 200ms }\n  - expect: { acknowledged: true }\n',
    );
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

test('what a provider says to a call that it refuses can be captured', async () => {
  const result = await play(
    `  - create: { amount: -1 }\n    refused: true\n    capture: { why: $.ResponseMsg }\n` +
      `  - call: { url: "${app.url}/tell?\${why}", expect: { status: 204 } }\n`,
    'provider: secpaid',
  );
  expect(result).toMatchObject({ verdict: 'passed', problem: null });
  expect(app.requests.map(({ url }) => url)).toEqual([expect.stringMatching(/^\/tell\?\w+/)]);
  const taken = await play(
    `  - create: {}\n    refused: true\n    capture: { why: $.ResponseMsg }\n  - expect: { acted: 0 }\n`,
    `provider: secpaid\nprobe: { url: "${app.url}" }`,
  );
  expect(taken.steps[0]).toMatchObject({ verdict: 'failed', problem: { code: 'not_refused' } });
});

test('a call that is answered otherwise shows what the app said', async () => {
  app.replyWith({ status: 500, body: '{"error":"database locked"}' });
  const result = await play(`  - call: { url: "${app.url}/buy", expect: { status: 200 } }\n`);
  expect(listUnmet(result)).toMatchObject([{ seen: 'answered 500: {"error":"database locked"}' }]);
});

describe('branches beside each other', () => {
  const repeatable = { kind: 'own', clock: 'simulated', seed: '7' } as const;
  const branch = (name: string) => `      - [{ create: {}, as: ${name} }, { pay: {} }, { wait: { acknowledged: SUCCEEDED } }]\n`;
  const steps = `  - parallel:\n${['a', 'b', 'c'].map(branch).join('')}  - expect: { acknowledged: SUCCEEDED }\n    payment: c\n`;

  test('tell the same story each time in a lane that is to be repeatable, however long the app takes', async () => {
    const stories: string[][] = [];
    for (const slowest of [0, 1, 2]) {
      app.clear();
      app.replyWith(({ number }) => new Promise((resolve) => setTimeout(resolve, number % 3 === slowest ? 30 : 0, {})));
      expect((await play(steps, undefined, repeatable)).verdict).toBe('passed');
      stories.push(app.requests.map(({ body }) => body.toString()));
    }
    expect(stories[0]?.length).toBeGreaterThan(5);
    expect(stories[1]).toEqual(stories[0]);
    expect(stories[2]).toEqual(stories[0]);
  });

  test.each([
    ['at the same time', undefined],
    ['in turns', repeatable],
  ])('wait for each other, %s', async (_title, lanes) => {
    const result = await play(
      '  - create: {}\n    as: order\n' +
        '  - parallel:\n' +
        '      - [{ wait: { acknowledged: SUCCEEDED, within: 20s } }, { expect: { status: SUCCEEDED } }]\n' +
        '      - [{ repeat: { times: 2, steps: [{ clock: { advance: 1s } }] } }, { pay: {} }]\n',
      undefined,
      lanes,
    );
    expect(result).toMatchObject({ verdict: 'passed', problem: null });
  });

  test('end a wait that nobody meets when its time is over, with what was seen, and play the others to their end', async () => {
    const result = await play(
      '  - create: {}\n' +
        '  - parallel:\n' +
        '      - [{ wait: { status: SUCCEEDED, within: 200ms } }, { pay: {} }]\n' +
        '      - [{ clock: { advance: 1s } }, { expect: { refused: SUCCEEDED, within: 100ms } }]\n',
      undefined,
      repeatable,
    );
    expect(result.verdict).toBe('failed');
    expect(result.steps.map(({ title, verdict }) => `${title} ${verdict}`).sort()).toEqual([
      'clock passed',
      'create passed',
      'expect failed',
      'pay skipped',
      'wait failed',
    ]);
    expect(
      listUnmet(result)
        .map(({ expected }) => expected)
        .sort(),
    ).toEqual(['every attempt of event SUCCEEDED refused', expect.stringMatching(/^payment \w+ is SUCCEEDED$/)]);
  });

  test('each have a last payment of their own', async () => {
    const branch = (name: string) =>
      `      - [{ create: {}, as: ${name} }, { call: { url: "${app.url}/last?\${payment.id}=\${${name}.id}" } }]\n`;
    const check = '  - expect: { status: open }\n    payment: a\n';
    await play(`  - parallel:\n${branch('a')}${branch('b')}${check}`);
    const pairs = app.requests
      .filter(({ url }) => url.startsWith('/last'))
      .map(({ url }) => url.slice('/last?'.length).split('='));
    expect(pairs).toHaveLength(2);
    for (const [last, own] of pairs) expect(last).toBe(own);
  });
});

test('the clock of a stage that others use is back in real time when a scenario that moved it is over', async () => {
  const result = await play(
    `  - clock: { advance: 2d }\n  - clock: { freeze: true }\n${PAID}  - expect: { acknowledged: SUCCEEDED }\n`,
    undefined,
    {
      kind: 'default',
    },
  );
  expect(result.verdict).toBe('passed');
  const { speed, aheadMs } = await (await harness.stage.openLane()).clock.read();
  expect(speed).toBe(1);
  expect(Math.abs(aheadMs ?? 0)).toBeLessThan(2_000);
});
