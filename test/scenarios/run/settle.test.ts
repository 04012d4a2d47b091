import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../../server/index.js';
import type { RunOptions } from '../../../server/scenarios/run/run-scenarios.js';
import { startHarness } from '../../support/harness.js';
import { createReceiver, type Receiver } from '../../support/receiver.js';
import { listUnmet, playText } from './play-text.js';

let harness: Harness;
let app: Receiver;
let acted: number;
/** Done a moment after the app was asked for the first time: nothing else says when it was judged first. */
let afterwards: (() => void) | null;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  acted = 0;
  afterwards = null;
  app = await createReceiver();
  app.replyWith(({ url }) => {
    if (url !== '/order') return { status: 204 };
    if (afterwards) setTimeout(afterwards, 5);
    afterwards = null;
    return { status: 200, body: JSON.stringify({ paid: acted > 0, count: acted }) };
  });
});
afterEach(() => app.close());

const repeatable = { kind: 'own', clock: 'simulated', seed: '7' } as const;

function play(steps: string, lanes?: RunOptions['lanes']) {
  const head = `provider: securepayapi\ntarget: { securepayapi: "${app.url}/hook" }\nprobe: { url: "${app.url}/order" }`;
  return playText(harness, `${head}\nsteps:\n${steps}`, lanes);
}

test('an app that acts on a forged webhook after it answered is found out, with the time for which nothing was to be seen', async () => {
  afterwards = () => acted++;
  const result = await play(`  - call: { method: POST, url: "${app.url}/forged" }\n  - expect: { acted: 0 }\n`);
  expect(result.verdict).toBe('failed');
  expect(listUnmet(result)).toMatchObject([
    { expected: 'the app did not act', seen: 'the app says it acted once; 500 ms before it was as expected' },
  ]);
});

test('so is one that acts twice, the second time later', async () => {
  acted = 1;
  afterwards = () => acted++;
  const result = await play('  - expect: { acted: 1, settle: 300ms }\n');
  expect(listUnmet(result)).toMatchObject([{ seen: 'the app says it acted 2 times; 300 ms before it was as expected' }]);
});

test('and one whose own words change, or that calls the stage too often', async () => {
  afterwards = () => {
    acted++;
    void fetch(`${harness.env.SECUREPAYAPI_BASE_URL}/api/v1/nowhere`, { method: 'POST' });
  };
  const calls = 'records: { match: { type: api.called }, count: 1 }';
  const result = await play(`  - create: {}\n  - expect: { ${calls}, probe: { $.paid: false } }\n`, { kind: 'default' });
  expect(listUnmet(result).map(({ seen }) => seen)).toEqual([
    expect.stringMatching(/^2 of \d+ records; 500 ms before it was as expected$/),
    'true; 500 ms before it was as expected',
  ]);
});

test('settle: 0 takes the first moment at which everything is met, and nothing settles where nothing can be undone', async () => {
  afterwards = () => acted++;
  expect((await play('  - expect: { acted: 0, settle: 0 }\n')).verdict).toBe('passed');
  expect((await play('  - create: {}\n  - expect: { status: open, settle: 1h }\n')).verdict).toBe('passed');
});

test('what passes by itself is judged once: a payment that goes on is no fault of the app', async () => {
  const lane = await harness.stage.openLane();
  afterwards = () => {
    acted++;
    void lane.payments().then(([payment]) => lane.staff(payment?.id ?? '', { action: 'expire' }));
  };
  const result = await play('  - create: {}\n  - expect: { status: requires_payment, acted: 0 }\n', { kind: 'default' });
  expect(result.steps.at(-1)?.judgements.map(({ isMet, seen }) => [seen.split(';')[0], isMet])).toEqual([
    ['requires_payment (open)', true],
    ['the app says it acted once', false],
  ]);
});

test('in turns, too', async () => {
  afterwards = () => acted++;
  const result = await play(
    '  - parallel:\n      - [{ create: {} }]\n      - [{ expect: { acted: 0, within: 1s } }]\n',
    repeatable,
  );
  expect(listUnmet(result)).toMatchObject([{ seen: expect.stringMatching(/^the app says it acted once/) }]);
});

test('a repeatable lane tells the same story, however long it settles', async () => {
  const stories: unknown[] = [];
  for (const settle of ['0', '150ms', '300ms']) {
    const before = harness.engine.log.newestSeq;
    app.clear();
    const { verdict } = await play(
      `  - parallel:\n      - [{ create: {}, as: a }, { pay: {} }, { expect: { acted: 0, settle: ${settle} } }, { create: {} }]\n` +
        '      - [{ create: {}, as: b }, { expect: { status: open } }, { pay: {} }, { create: {} }]\n',
      repeatable,
    );
    expect(verdict).toBe('passed');
    const types: unknown[] = [];
    for await (const lines of harness.engine.log.read(before)) types.push(...lines.map((line) => JSON.parse(line).type));
    stories.push([types, app.requests.filter(({ url }) => url === '/hook').map(({ body }) => body.toString())]);
  }
  expect(stories[1]).toEqual(stories[0]);
  expect(stories[2]).toEqual(stories[0]);
});
