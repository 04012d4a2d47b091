import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { providers } from '../../server/providers/index.js';
import { faultCatalogue } from '../../server/scenarios/format/fault-catalogue.js';
import { parseScenario } from '../../server/scenarios/format/parse-scenario.js';
import { listReady } from '../support/play-scenarios.js';

/** As in the checks: an app that answers a forgery first and acts on it in a background job did act. */
const ABSENCE_MS = 2_000;

const forging = ['secpaid', 'securepayapi'].flatMap((provider) =>
  listReady(provider).flatMap((name) => {
    const file = `fixtures/scenarios/${provider}/${name}.yaml`;
    const { tags, steps } = parseScenario(readFileSync(file, 'utf8'), { file, providers, faults: faultCatalogue });
    if (!tags.some((tag) => tag === 'signature' || tag === 'trust')) return [];
    const waits = steps.flatMap((step) =>
      step.type === 'expect' && step.expectations.some((wish) => wish.type === 'acted' && wish.times === 0)
        ? [step.settleMs]
        : [],
    );
    return waits.length === 0 ? [] : [{ file, waits }];
  }),
);

test.each(forging)('$file gives the app time to act on what it must not act on', ({ waits }) => {
  for (const settleMs of waits) expect(settleMs).toBeGreaterThanOrEqual(ABSENCE_MS);
});

test('both providers have such scenarios', () => {
  expect(new Set(forging.map(({ file }) => file.split('/').at(-2)))).toEqual(new Set(['secpaid', 'securepayapi']));
});
