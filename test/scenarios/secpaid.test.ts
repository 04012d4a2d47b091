import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { faultNames, kindOf } from '../../server/domain/fault-kinds.js';
import { providers } from '../../server/providers/index.js';
import { runScenarios } from '../../server/scenarios/run/run-scenarios.js';
import { createExpressShop } from '../support/express-shop.js';
import { startHarness } from '../support/harness.js';
import { isThorough } from '../support/is-thorough.js';
import {
  choosePorts,
  listComplaints,
  listReady,
  type Play,
  type Ports,
  playReady,
  readReady,
  type ScenarioTarget,
  type TargetParts,
} from '../support/play-scenarios.js';
import { createRawBodyShop } from '../support/raw-body-shop.js';
import { secPaidBugs } from '../support/scenario-shops/secpaid-bugs.js';
import { startSecPaidShop } from '../support/scenario-shops/secpaid-shop.js';
import { counterparts } from './secpaid-counterparts.js';

const all = listReady('secpaid');
const keys = {
  token: 'mockToken7Jq2vXw9RkT4mZ81Hn3bYc8L',
  userId: '3f0c9a52-7d1e-4b86-9c55-0a1b2c3d4e5f',
  recipientToken: 'mock-shop-a',
  encryptionKey: 'mockSecPaidKey-0123456789-ABCDEF',
};
/** How often each scenario is played; SCENARIO_ROUNDS=20 for a closer look. */
const rounds = Number(process.env.SCENARIO_ROUNDS ?? (isThorough ? 3 : 2));
/** How long the shop thinks before it answers, ms: another haste in each round. */
const pauses = [[0], [12, 0, 4], [0, 7]];

let ports: Ports;
beforeAll(async () => {
  ports = await choosePorts();
});

function play(name: string, startTarget: (parts: TargetParts) => Promise<ScenarioTarget>, patienceMs?: number): Promise<Play> {
  const patience = patienceMs === undefined ? {} : { patienceMs };
  return playReady({ provider: 'secpaid', name, keys, startTarget, ports, ...patience });
}

describe('T19 a correct shop passes, and the same seed gives the same log, byte by byte', () => {
  test.each(all)(
    '%s',
    async (name) => {
      let first: string[] = [];
      for (let round = 0; round < rounds; round++) {
        const pause = pauses[round % pauses.length] ?? [0];
        let count = 0;
        const pauseMs = () => pause[count++ % pause.length] ?? 0;
        const { result, lines } = await play(name, (parts) => startSecPaidShop(parts, null, pauseMs));
        expect(listComplaints(result)).toEqual([]);
        expect(result.verdict).toBe('passed');
        if (round === 0) first = lines;
        const different = lines.findIndex((line, index) => line !== first[index]);
        expect([different, lines[different], lines.length]).toEqual([-1, undefined, first.length]);
      }
      expect(first.length).toBeGreaterThan(2);
    },
    300_000 + rounds * 5_000,
  );
});

describe('a shop with the bug that it is there to catch fails, for that reason', () => {
  test.each(Object.entries(counterparts))('%s', async (name, { bug, step, expected, seen }) => {
    const { result } = await play(name, (parts) => startSecPaidShop(parts, bug), 200);
    expect(result.verdict).toBe('failed');
    const failed = result.steps.filter(({ verdict }) => verdict === 'failed');
    expect(failed.map(({ path }) => path)).toEqual([step]);
    const unmet = failed.flatMap(({ judgements }) => judgements).filter(({ isMet }) => !isMet);
    const reason = { expected: expect.stringContaining(expected), seen: expect.stringContaining(seen) };
    expect(unmet).toContainEqual(expect.objectContaining(reason));
  });

  test('every scenario has a counterpart, and each counterpart another bug', () => {
    expect(Object.keys(counterparts).sort()).toEqual(all);
    expect(
      Object.values(counterparts)
        .map(({ bug }) => bug)
        .sort(),
    ).toEqual(Object.keys(secPaidBugs).sort());
  });
});

test('one after the other in the default lane they pass as well, and each leaves the stage as it was', async () => {
  const harness = await startHarness({ accounts: { secpaid: { keys } } });
  const nowMs = () => harness.engine.nowMs();
  const shop = await startSecPaidShop({ stageUrl: harness.url, keys, nowMs, port: 0 }, null);
  try {
    const { scenarios } = await runScenarios({
      scenarios: all.map((name) => readReady('secpaid', name, shop.url)),
      stage: harness.stage,
      providers,
      lanes: { kind: 'default' },
      target: {},
      parallel: 1,
      bail: false,
      onEvent() {},
    });
    expect(scenarios.map((result) => [result.name, ...listComplaints(result)]).filter(({ length }) => length > 1)).toEqual([]);
    expect(scenarios.length).toBe(all.length);
    expect(harness.env.SECPAID_TOKEN).toBe(keys.token);
  } finally {
    await shop.close();
    await harness.close();
  }
});

describe('together they show', () => {
  const texts = all.map((name) => readFileSync(`fixtures/scenarios/secpaid/${name}.yaml`, 'utf8')).join('\n');
  // A link has one webhook, so that there is no other one for it to come after.
  const withoutSequel = ['out-of-order', 'late'];

  test.each(faultNames.filter((name) => kindOf(name)?.needs !== 'signature' && !withoutSequel.includes(name)))(
    'the fault %s',
    (name) => {
      expect(texts).toMatch(new RegExp(`fault: ${name}(?![\\w-])`));
    },
  );
});

/** What these shops cannot do, do in another way, or call by another name; a user would write their own words there. */
const OWN_WORDS = [
  'api-drop',
  'api-timeout',
  'dispute',
  'late-cancellation',
  'refund-approved',
  'refund-rejected',
  'split-link',
  'tampered-body',
  'token-disabled',
  'webhook-lost',
];

// In short, one shop with one file and the other with the next.
describe('other shops pass with the files as they are', () => {
  const shared = all.filter((name) => !OWN_WORDS.includes(name));
  const configOf = (stageUrl: string, name: string) => ({
    secpaidUrl: `${stageUrl}/secpaid`,
    secpaidToken: keys.token,
    ...(name === 'encrypted-webhook' ? { encryptionKey: keys.encryptionKey } : {}),
  });

  test.each(shared.filter((_, index) => isThorough || index % 2 === 0))(
    'one that asks at the webhook and at the return: %s',
    async (name) => {
      const { result } = await play(name, ({ stageUrl }) => createExpressShop(configOf(stageUrl, name)));
      expect(listComplaints(result)).toEqual([]);
    },
  );

  // It ships at the webhook only.
  const told = shared.filter((name) => name !== 'redirect-without-webhook');

  test.each(told.filter((name) => isThorough || shared.indexOf(name) % 2 === 1))(
    'one that asks at the webhook only: %s',
    async (name) => {
      const { result } = await play(name, ({ stageUrl }) => createRawBodyShop(configOf(stageUrl, name)));
      expect(listComplaints(result)).toEqual([]);
    },
  );
});
