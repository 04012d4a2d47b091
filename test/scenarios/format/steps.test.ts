import { describe, expect, test } from 'vitest';
import { secpaid } from '../../../server/providers/secpaid/index.js';
import { goodExpectations, goodSteps } from './good-steps.js';
import { fileOf, parse, readStep } from './parse.js';

describe('a step is read with everything written out', () => {
  test.each(goodSteps.map(([step, read, provider = 'securepayapi']) => [step, read, provider] as const))(
    '%s',
    (step, read, provider) => {
      expect(readStep(`  - ${step}`, provider)).toEqual(read);
    },
  );
});

describe('an expectation is read with everything written out', () => {
  test.each(goodExpectations)('%s', (text, read) => {
    const step = readStep(`  - expect: { ${text} }`);
    expect(step).toMatchObject({ type: 'expect', expectations: [read] });
  });
});

test('an expectation waits at least as long as it allows an acknowledgement to take', () => {
  expect(readStep('  - expect: { acknowledged: { within: 10s } }')).toMatchObject({ withinMs: 10_000 });
  expect(readStep('  - expect: { acknowledged: { within: 10s }, within: 2s }')).toMatchObject({ withinMs: 2_000 });
  expect(readStep('  - expect: { status: FAILED }')).toMatchObject({ withinMs: 5_000 });
  // The rest of a day is for the clock of the lane, not for who waits for the verdict.
  expect(readStep('  - expect: { acknowledged: { within: 1d } }')).toMatchObject({ withinMs: 60_000 });
  expect(readStep('  - expect: { acknowledged: { within: 1d }, within: 5m }')).toMatchObject({ withinMs: 300_000 });
});

test('what an app must not do too often is watched for half a second, unless the step says otherwise', () => {
  expect(readStep('  - expect: { acted: 0 }')).toMatchObject({ settleMs: 500, expectations: [{ type: 'acted' }] });
  expect(readStep('  - expect: { acted: 0, settle: 2s }')).toMatchObject({ settleMs: 2_000, expectations: [{ type: 'acted' }] });
  expect(readStep('  - expect: { acted: 0, settle: 0 }')).toMatchObject({ settleMs: 0 });
});

test('blocks keep their steps, and a run counts their rounds', () => {
  const { steps, stepCount } = parse(
    fileOf(
      '  - repeat: { times: 3, counter: n, steps: [ { call: { url: "http://a/${n}" } }, { open: } ] }\n  - parallel: [ [ { open: } ], [ { pay: , name: Pays } ] ]',
    ),
  );
  expect(steps[1]).toMatchObject({
    type: 'repeat',
    times: 3,
    counter: 'n',
    steps: [{ type: 'call', path: 'steps[1].repeat.steps[0]' }, { type: 'open' }],
  });
  expect(steps[2]).toMatchObject({
    type: 'parallel',
    branches: [[{ type: 'open' }], [{ type: 'customer', title: 'Pays', path: 'steps[2].parallel[1][0]' }]],
  });
  expect(stepCount).toBe(1 + (1 + 6) + (1 + 2) + 1);
});

test('steps within a block that has a name say so', () => {
  const { steps } = parse(
    fileOf(
      '  - repeat: { times: 2, steps: [ { open: }, { parallel: [ [ { pay: , name: Pays } ], [ { open: } ] ], name: Both } ] }\n    name: Two rounds',
    ),
  );
  expect(steps[1]).toMatchObject({
    title: 'Two rounds',
    steps: [
      { title: 'Two rounds: open' },
      { branches: [[{ title: 'Two rounds: Both: Pays' }], [{ title: 'Two rounds: Both: open' }]] },
    ],
  });
});

test('a step without a payment is about the last one, and what branches create does not change it', () => {
  const { steps } = parse(
    fileOf(
      '  - parallel: [ [ { create: {}, as: a }, { open: } ], [ { create: {}, as: b }, { open: } ] ]\n  - open:\n  - open:\n    payment: b',
    ),
  );
  const branches = steps[1]?.type === 'parallel' ? steps[1].branches : [];
  expect(branches.map(([, open]) => open)).toMatchObject([{ payment: 'a' }, { payment: 'b' }]);
  expect(steps.slice(2, 4)).toMatchObject([{ payment: 'first' }, { payment: 'b' }]);
});

test('the head of a file is read with providers in their own words', () => {
  const scenario = parse(
    'version: 1\nname: Whole\ndescription: All of it\ntags: [a, b]\naccounts:\n  securepayapi: { retryScheduleMs: [1s, 2000], webhookUrl: "http://localhost:1/" }\n  secpaid: { retries: 2 }\n' +
      'target: { securepayapi: "http://localhost:1/hook", secpaid: { callbackUrls: ["http://localhost:1/back"] } }\nvariables: { order: "A-${run.id}", note: "for ${order}" }\n' +
      'probe: { command: [node, probe.js, "${note}"], count: $.n }\nsteps:\n  - expect: { acted: 1 }\n',
  );
  expect(scenario).toMatchObject({
    file: 'shop.yaml',
    name: 'Whole',
    description: 'All of it',
    tags: ['a', 'b'],
    accounts: { securepayapi: { retryScheduleMs: [1000, 2000], webhookUrls: ['http://localhost:1/'] }, secpaid: { retries: 2 } },
    target: {
      securepayapi: { webhookUrls: ['http://localhost:1/hook'] },
      secpaid: { callbackUrls: ['http://localhost:1/back'] },
    },
    variables: [
      { name: 'order', value: 'A-${run.id}' },
      { name: 'note', value: 'for ${order}' },
    ],
    probe: { command: ['node', 'probe.js', '${note}'], count: '$.n' },
    stepCount: 1,
  });
  expect(Object.keys(scenario.accounts.secpaid ?? {})).toEqual(['retries']);
});

test('the words of the account that the file sets up are words of its events', () => {
  const head =
    'version: 1\nname: x\nprovider: securepayapi\naccounts: { securepayapi: { finalStatuses: { succeeded: CAPTURED } } }\n';
  expect(() => parse(`${head}steps:\n  - create: {}\n  - expect: { acknowledged: CAPTURED }\n`)).not.toThrow();
});

test('the only provider there is needs no name', () => {
  const text = 'version: 1\nname: x\nsteps:\n  - create: {}\n  - expect: { status: Used }\n';
  expect(parse(text, { providers: [secpaid] }).steps[0]).toMatchObject({ provider: 'secpaid' });
});

test('a probe of the caller stands in for one of the file', () => {
  const text = 'version: 1\nname: x\nsteps:\n  - expect: { acted: 1 }\n';
  expect(parse(text, { hasProbe: true }).probe).toBeNull();
});
