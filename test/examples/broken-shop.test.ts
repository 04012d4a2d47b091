import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
// @ts-expect-error Part of an example, without types.
import { bugs } from '../../examples/express-shop/bugs.js';
import type { DemoShopView } from '../../server/http/control/demo-replies.js';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';

interface Bug {
  id: string;
  caughtBy: Record<string, string>;
}

const cases = (bugs as Bug[]).flatMap(({ id, caughtBy }) =>
  Object.entries(caughtBy).map(([provider, check]) => ({ id, provider, check })),
);

let harness: Harness;
let shop: DemoShopView;
beforeAll(async () => {
  harness = await startHarness();
  const started = await fetch(`${harness.url}/_paystage/api/demo`, { method: 'POST' });
  shop = ((await started.json()) as { shop: DemoShopView }).shop;
});
afterAll(() => harness.close());

test.each(cases)(
  'the shop with "$id" is caught by $check of $provider, and passes it when mended',
  async (one) => {
    await turn(one.id, true);
    expect(['fail', 'warn']).toContain(await judgeSurely(one));
    await turn(one.id, false);
    expect(await judgeSurely(one)).toBe('pass');
  },
  300_000,
);

test.each(['securepayapi', 'secpaid'])(
  'the shop as it is passes every check of %s',
  async (provider) => {
    const { checks, exitCode } = await harness.check(provider, addressesOf(provider));
    const bad = checks.filter(({ verdict }) => ['fail', 'warn', 'inconclusive'].includes(verdict));
    expect(bad.map(({ id, verdict, sentence }) => `${id} ${verdict}: ${sentence}`)).toEqual([]);
    expect(exitCode).toBe(0);
  },
  300_000,
);

test('the shop fits on a few screens: under 200 lines', () => {
  const text = readFileSync(new URL('../../examples/express-shop/shop.js', import.meta.url), 'utf8');
  expect(text.split('\n').length).toBeLessThan(200);
});

async function turn(id: string, on: boolean): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${shop.url}/bugs/${id}`, { method: 'POST', headers, body: JSON.stringify({ on }) });
  expect(reply.status).toBe(204);
}

/** Once more where it is inconclusive, as on a machine that stands still for seconds. */
async function judgeSurely(one: { provider: string; check: string }): Promise<string | undefined> {
  const verdict = await judge(one);
  return verdict === 'inconclusive' ? judge(one) : verdict;
}

async function judge({ provider, check }: { provider: string; check: string }): Promise<string | undefined> {
  const { checks } = await harness.check(provider, { ...addressesOf(provider), only: [check], settle: 2_000 });
  return checks.find(({ id }) => id === check)?.verdict;
}

function addressesOf(provider: string) {
  const own = shop.providers.find(({ name }) => name === provider);
  if (!own) throw new Error(`the shop says nothing about ${provider}`);
  const { endpoint, probe, create, callback } = own;
  return { endpoint, probe, create, ...(callback === null ? {} : { callback }) };
}
