import { expect, test } from 'vitest';
import { HarnessError } from '../../server/domain/errors.js';
import type { Harness } from '../../server/index.js';
import type { Provider, VisitRequest } from '../../server/providers/provider.js';

interface VisitCase {
  harness(): Harness;
  createPayment(): Promise<string>;
  paths: { title: string; actions: Record<string, unknown>[]; outcome: string }[];
}

/** What a browser does at the checkout leads where the same actions lead without one. */
export function describeVisits(provider: Provider, { harness, createPayment, paths }: VisitCase): void {
  for (const { title, actions, outcome } of paths) {
    test(`${title}, through the checkout page: the payment ends ${outcome} too, and no secret stands in the record`, async () => {
      const { engine } = harness();
      const id = await createPayment();
      const secrets = new Set<string>();
      const stop = watchPlans(provider, (plan) => {
        for (const request of plan) for (const secret of request.secrets ?? []) secrets.add(secret);
      });
      try {
        for (const action of actions) {
          try {
            const visited = await engine.customer.visit(id, action);
            expect(visited.hops.every(({ status }) => status !== null && status < 400)).toBe(true);
            expect(visited).toMatchObject({ action: provider.customerActions.schema.parse(action), page: { status: 200 } });
            expect(visited.stoppedBy).toBeUndefined();
            for (const secret of secrets) expect(JSON.stringify(visited)).not.toContain(secret);
          } catch (error) {
            // No browser does it: then it is refused in words, and works without one.
            if (!(error instanceof HarnessError)) throw error;
            expect(error).toMatchObject({ code: 'action_not_possible', status: 409, hint: expect.stringMatching(/\S/) });
            await engine.actAsCustomer(id, action);
          }
        }
      } finally {
        stop();
      }
      expect(secrets.size).toBeGreaterThan(0);
      expect(engine.payment(id).outcome).toBe(outcome);
      await engine.activity.whenIdle();
    });
  }

  test('opening the checkout changes nothing, and plans name only pages of the provider', async () => {
    const { engine } = harness();
    const id = await createPayment();
    const plans: VisitRequest[] = [];
    const stop = watchPlans(provider, (plan) => plans.push(...plan));
    const before = structuredClone(engine.payment(id));
    const visited = await engine.customer.visit(id);
    await engine.customer.visit(id);
    expect(engine.payment(id)).toEqual(before);
    expect(visited).toMatchObject({ action: null, page: { status: 200 } });
    await engine.customer.visit(id, paths[0]?.actions[0]);
    stop();
    for (const { method, path } of plans) {
      const pattern = (route: string) => new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`);
      const route = provider.routes.find((each) => each.method === method && pattern(each.path).test(path.split('?')[0] ?? ''));
      expect(route?.kind, path).toBe('page');
    }
    await engine.activity.whenIdle();
  });
}

/** Sees every plan that the provider makes. */
function watchPlans(provider: Provider, see: (plan: readonly VisitRequest[]) => void): () => void {
  const { planVisit } = provider;
  provider.planVisit = (...args) => {
    const plan = planVisit(...args);
    expect(planVisit(...args), 'a plan is a pure function').toEqual(plan);
    see(plan);
    return plan;
  };
  return () => {
    provider.planVisit = planVisit;
  };
}
