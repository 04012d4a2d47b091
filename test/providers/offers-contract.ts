import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HarnessError } from '../../server/domain/errors.js';
import type { Harness } from '../../server/index.js';
import type { ActionOffer, Provider } from '../../server/providers/provider.js';

/** What is offered for a payment is true: tried on payments that random offers have led somewhere. */
export function describeOffers(provider: Provider, getHarness: () => Harness, createPayment: () => Promise<string>): void {
  test('what is offered first leads a fresh payment to success, and after that it stays on offer with the reason why not again', async () => {
    const id = await createPayment();
    const { engine } = getHarness();
    const [first] = engine.offerActions(id);
    expect(first?.obstacle).toBeNull();
    const last = first?.leadsTo.at(-1) ?? '';
    expect(provider.statuses[last]?.outcome).toBe('succeeded');
    await engine.actAsCustomer(id, first?.action);
    const again = engine.offerActions(id).find(({ label }) => label === first?.label);
    expect(again?.obstacle?.hint).toMatch(/\S/);
  });

  test('whatever was done before, an offer does what it says, and one with an obstacle is refused in the same words', async () => {
    const { engine } = getHarness();
    const moves: { paymentId: string; to: string }[] = [];
    const stop = engine.log.subscribe((record) => {
      if (record.type === 'payment.status_changed') moves.push({ paymentId: record.paymentId, to: record.to });
    });
    const act = (id: string, { by, action }: ActionOffer) =>
      by === 'customer' ? engine.actAsCustomer(id, action) : engine.actAsStaff(id, action);

    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 9 }), async (choices) => {
        const id = await createPayment();
        for (const choice of choices) {
          const offers = engine.offerActions(id);
          checkForm(provider, offers);
          const before = engine.log.newestSeq;
          for (const offer of offers.filter(({ obstacle }) => obstacle !== null)) {
            const error: unknown = await act(id, offer).catch((reason: unknown) => reason);
            expect(error).toBeInstanceOf(HarnessError);
            expect(error).toMatchObject({ code: 'action_not_possible', status: 409, ...offer.obstacle });
            expect(offer.leadsTo).toEqual([]);
          }
          // Deliveries of earlier steps may still write; nothing of this payment may.
          expect(await readPaymentRecords(engine, before, id)).toEqual([]);
          const possible = offers.filter(({ obstacle }) => obstacle === null);
          const chosen = possible[choice % Math.max(1, possible.length)];
          if (!chosen) return;
          expectLegal(provider, engine.payment(id).status, chosen);
          moves.length = 0;
          await act(id, chosen);
          const passed = moves.filter(({ paymentId }) => paymentId === id).map(({ to }) => to);
          expect(passed, JSON.stringify(chosen)).toEqual(chosen.leadsTo);
        }
      }),
      { numRuns: 40 },
    );
    stop();
    await engine.activity.whenIdle();
  });
}

function checkForm(provider: Provider, offers: readonly ActionOffer[]): void {
  const labels = offers.map(({ label }) => label);
  expect(new Set(labels).size, labels.join()).toBe(labels.length);
  for (const { by, action, label, obstacle } of offers) {
    const actions = by === 'customer' ? provider.customerActions : provider.staffActions;
    expect(actions?.schema.parse(action), label).toEqual(action);
    expect(label.length).toBeLessThan(40);
    if (obstacle) for (const words of Object.values(obstacle)) expect(words, label).toMatch(/\S/);
  }
}

function expectLegal(provider: Provider, status: string, { label, leadsTo }: ActionOffer): void {
  let from = status;
  for (const to of leadsTo) {
    expect(provider.transitions[from], `${label}: ${from} -> ${to}`).toContain(to);
    from = to;
  }
}

async function readPaymentRecords({ log }: Harness['engine'], afterSeq: number, paymentId: string): Promise<string[]> {
  const found: string[] = [];
  for await (const batch of log.read(afterSeq)) {
    for (const line of batch) {
      const record = JSON.parse(line) as { type: string; paymentId?: string };
      if (record.paymentId === paymentId && /^(payment|event|redirect)\./.test(record.type)) found.push(line);
    }
  }
  return found;
}
