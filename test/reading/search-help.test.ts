import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paintNothing } from '../../server/cli/paint.js';
import { createEntryReader } from '../../server/cli/tail/tail-entry.js';
import type { Harness } from '../../server/index.js';
import type { LogRecord } from '../../server/protocol/records.js';
import { providers } from '../../server/providers/index.js';
import { matchesSearch } from '../../server/reading/match-record.js';
import { listSearchHelp, searchRules } from '../../server/reading/search-help.js';
import { parseSearch } from '../../server/reading/search-query.js';
import { emptyLogState } from '../../ui/src/state/log-state.js';
import { reduce } from '../../ui/src/state/reduce.js';
import { buildMatcher } from '../../ui/src/state/search.js';
import { callControl, startHarness } from '../support/harness.js';
import { createPayingApp } from '../ui/paying-app.js';

/** A log in which a bit of everything happened, at both providers. */
async function makeLog(harness: Harness): Promise<LogRecord[]> {
  const app = await createPayingApp(harness.url);
  const visit = (id: string) => callControl(harness, 'POST', `/payments/${id}/visits`, { action: { action: 'pay' } });
  await callControl(harness, 'PATCH', '/accounts/secpaid', { paymentEndpoints: ['http://localhost:3000/hook'] });
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { retryScheduleMs: [1] });
  await app.answerWith('securepayapi', { status: 200 });
  const links = [await app.createLink('Order 7'), await app.createLink('Order 9')] as const;
  // Somebody's own app may listen on that port.
  for (const paymentId of links) await callControl(harness, 'POST', '/holds', { target: 'delivery', paymentId });
  await app.pay(links[0]);
  await app.pay(await app.createIntent('order-8'));
  await harness.engine.activity.whenIdle();
  await app.answerWith('securepayapi', { status: 204 });
  await visit(links[1]);
  await app.pay(await app.createIntent('order-9'));
  await fetch(`${app.env.SECPAID_BASE_URL}/api/v2/createLink`, {
    method: 'POST',
    headers: { token: app.env.SECPAID_TOKEN ?? '' },
  });
  const checks = [{ id: 'SIG-1', title: 'A tampered body is refused', severity: 'critical' }];
  const run = { provider: 'securepayapi', target: 'http://localhost:3000/hook', checks };
  const { runId } = await callControl<{ runId: string }>(harness, 'POST', '/check-runs', run);
  const finding = { check: 'SIG-1', verdict: 'pass', sentence: 'The app refused it.' };
  await callControl(harness, 'POST', `/check-runs/${runId}/findings`, finding);
  await harness.engine.activity.whenIdle();
  return app.readRecords();
}

describe('every example of the search help', () => {
  let harness: Harness;
  let records: LogRecord[];

  beforeAll(async () => {
    harness = await startHarness();
    records = await makeLog(harness);
  });
  afterAll(() => harness.close());

  const examples = providers.flatMap(({ name }) => [...searchRules, ...listSearchHelp(name)].map(({ example }) => example));

  test.each([...new Set(examples)])('finds something, in the page and in the terminal: %s', (example) => {
    // Also when the day has changed since.
    const query = parseSearch(example, Date.parse(records.at(-1)?.at ?? ''));
    expect(query.problems).toEqual([]);
    const { payments } = reduce(emptyLogState, records);
    expect(records.filter(buildMatcher(query, () => payments) ?? (() => false)).length).toBeGreaterThan(0);

    const readEntry = createEntryReader(paintNothing);
    const entries = records.map(readEntry).filter((entry) => entry !== null);
    expect(
      entries.filter(({ record, about, line }) => matchesSearch(query, record, () => ({ ...about, line }))).length,
    ).toBeGreaterThan(0);
  });

  test.each(['event:paid', 'event:Paid', 'status:paid', 'status:PAID', 'status:open'])(
    '%s means the payments of both providers',
    (typed) => {
      const { payments } = reduce(emptyLogState, records);
      const found = records.filter(buildMatcher(parseSearch(typed, Date.now()), () => payments) ?? (() => false));
      const names = new Set(
        found.map((record) => ('paymentId' in record ? payments.get(record.paymentId ?? '')?.provider : null)),
      );
      expect([...names].sort()).toEqual(providers.map(({ name }) => name).sort());
    },
  );
});
