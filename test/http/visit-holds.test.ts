import { describe, expect, test } from 'vitest';
import { VirtualCustomer } from '../../server/engine/customer/virtual-customer.js';
import type { HoldsView } from '../../server/http/control/hold-replies.js';
import { createRedactor } from '../../server/log/redact.js';
import type { Provider, View } from '../../server/providers/provider.js';
import { createTransport } from '../../server/transport/transport.js';
import { callControl } from '../support/harness.js';
import { prepareVisitStage } from './visit-stage.js';

const stage = prepareVisitStage();
const { visit, createLink, readRecords } = stage;

describe('a redirect that is held', () => {
  const hold = () => callControl(stage.harness, 'POST', '/holds', { target: 'redirect' });
  const release = () => callControl(stage.harness, 'POST', '/held/release', {});
  const waitForHeld = async () => {
    for (;;) {
      if ((await callControl<HoldsView>(stage.harness, 'GET', '/holds')).held.length > 0) return;
      await new Promise((resume) => setImmediate(resume));
    }
  };

  test('is waited for, and followed once it is released', async () => {
    await hold();
    const visiting = visit(await createLink(), { action: 'pay' });
    await waitForHeld();
    expect(stage.app.requests.filter(({ url }) => url.startsWith('/back'))).toEqual([]);
    await release();
    expect((await visiting).visit.page?.url).toContain(`${stage.app.url}/back`);
  });

  test('ends the visit at its limit with words about the hold', async () => {
    const { engine } = stage.harness;
    const id = await createLink();
    const provider = engine.providerOf(engine.payment(id));
    const transport = createTransport();
    const impatient = new VirtualCustomer({
      log: engine.log,
      state: engine.state,
      lanes: engine.lanes,
      transport,
      providerOf: () => provider,
      viewOf: () => readView(provider, () => engine.customer.visit(id)),
      pagesUrl: (name) => `${stage.harness.url}/${name}`,
      redactorOf: () => createRedactor(() => []),
      stopping: engine.stopping,
      limits: { hopMs: 10_000, checkoutMs: 3_000, totalMs: 30_000 },
    });
    await hold();
    const visited = await impatient.visit(id, { action: 'pay' });
    await transport.close();
    expect(visited).toMatchObject({ page: null, hops: [{ status: 200 }, { method: 'POST', status: null }] });
    expect(visited.stoppedBy).toBe('the redirect is held, and nobody released it within 3 s.');
    // The payment was made all the same, as it is when a person loses patience.
    expect(engine.payment(id).outcome).toBe('succeeded');
  });

  test('lets go when the harness closes, and the visit ends', async () => {
    await hold();
    const id = await createLink();
    const visiting = stage.harness.engine.customer.visit(id, { action: 'pay' }).catch((error: unknown) => error);
    await waitForHeld();
    await stage.harness.close();
    // A checkout that is held is waited for longer than this test may take.
    await visiting;
  }, 25_000);

  test('lets go when the stage is reset, and the customer of the forgotten payment is told', async () => {
    await hold();
    const visiting = visit(await createLink(), { action: 'pay' });
    await waitForHeld();
    const refused = expect(visiting).rejects.toThrow(/409 .*payment_gone/);
    await callControl(stage.harness, 'POST', '/reset', {});
    await refused;
  });

  test('of twenty customers keeps no delivery to the harness itself waiting', async () => {
    await callControl(stage.harness, 'PATCH', '/accounts/secpaid', {
      paymentEndpoints: [`${stage.harness.url}/_paystage/bin/secpaid`],
    });
    await callControl(stage.harness, 'POST', '/holds', { target: 'redirect', count: null });
    const ids = await Promise.all(Array.from({ length: 20 }, () => createLink()));
    const visits = ids.map((id) => visit(id, { action: 'pay' }));
    await stage.harness.engine.activity.whenIdle();
    for (;;) {
      const { held } = await callControl<HoldsView>(stage.harness, 'GET', '/holds');
      if (held.length === 20) break;
    }
    await stage.harness.engine.activity.whenIdle();
    expect((await readRecords()).filter(({ type }) => type === 'bin.received').length).toBe(20);
    await callControl(stage.harness, 'POST', '/holds/clear', {});
    await release();
    await Promise.all(visits);
  });
});

/** What the provider is given to read when something is planned. */
function readView(provider: Provider, plan: () => unknown): View {
  const { planVisit } = provider;
  let seen: View | undefined;
  provider.planVisit = (payment, action, view) => {
    seen = view;
    return planVisit(payment, action, view);
  };
  plan();
  provider.planVisit = planVisit;
  if (!seen) throw new Error('nothing was planned');
  return seen;
}
