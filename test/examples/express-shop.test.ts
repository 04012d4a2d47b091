import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { providers } from '../../server/providers/index.js';
import { runScenarios } from '../../server/scenarios/run/run-scenarios.js';
import { startHarness } from '../support/harness.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';
import { listComplaints, readReady } from '../support/play-scenarios.js';

const SCRIPT = fileURLToPath(new URL('../../examples/express-shop/shop.js', import.meta.url));

/** What the example is there to show, of each kind one: paid, cancelled, twice, forged, the race, the browser's last page. */
const SHOWN = [
  ['secpaid', 'paid-by-card'],
  ['secpaid', 'cancelled'],
  ['secpaid', 'webhook-twice'],
  ['secpaid', 'forged-webhook'],
  ['secpaid', 'redirect-before-webhook'],
  ['secpaid', 'both-held-webhook-first'],
  ['securepayapi', 'paid-at-once'],
  ['securepayapi', 'paid-after-challenge'],
  ['securepayapi', 'webhook-twice'],
  ['securepayapi', 'forged-webhook'],
] as const;

test('the example answers what the ready scenarios ask of an app', async () => {
  const harness = await startHarness();
  const free = await listenOnLoopback(createServer());
  await free.close();
  const shop = spawn(process.execPath, [SCRIPT], {
    env: { PATH: process.env.PATH ?? '', ...harness.env, PORT: String(free.port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await readUrl(shop);
    const { scenarios } = await runScenarios({
      scenarios: SHOWN.map(([provider, name]) => readReady(provider, name, url)),
      stage: harness.stage,
      providers,
      lanes: { kind: 'default' },
      target: {},
      parallel: 1,
      bail: false,
      onEvent() {},
    });
    expect(scenarios.map((result) => [result.file, ...listComplaints(result)]).filter(({ length }) => length > 1)).toEqual([]);
    expect(scenarios.map(({ verdict }) => verdict)).toEqual(SHOWN.map(() => 'passed'));
  } finally {
    shop.kill();
    if (shop.exitCode === null) await once(shop, 'close');
    await harness.close();
  }
});

function readUrl(shop: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = '';
    shop.stdout?.on('data', (chunk: Buffer) => {
      words += chunk.toString('utf8');
      const found = /Shop: (\S+)/.exec(words)?.[1];
      if (found) resolve(found);
    });
    shop.once('close', () => reject(new Error(`the example ended: ${words}`)));
  });
}
