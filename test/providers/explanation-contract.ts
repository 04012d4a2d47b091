import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account } from '../../server/domain/account.js';
import type { Harness } from '../../server/index.js';
import type { AttemptExplanation, AttemptToExplain, Provider } from '../../server/providers/provider.js';
import type { ReceivedRequest } from '../support/receiver.js';

interface Attempts {
  harness(): Harness;
  requests(): readonly ReceivedRequest[];
  createPayment(): Promise<string>;
}

/** What is explained about an attempt is what went over the wire, and never gives a secret away. */
export function describeExplanations(provider: Provider, { harness, requests, createPayment }: Attempts): void {
  const account = (): Account => harness().engine.accounts.inLane(provider.name, 'default');
  const secrets = (): string[] => provider.keys.filter(({ isSecret }) => isSecret).map(({ name }) => account().keys[name] ?? '');

  const pay = async (): Promise<AttemptToExplain[]> => {
    const { engine } = harness();
    const id = await createPayment();
    const [offer] = engine.offerActions(id);
    await engine.actAsCustomer(id, offer?.action);
    await engine.activity.whenIdle();
    return engine.payment(id).eventIds.flatMap((eventId) => {
      const event = engine.state.events.get(eventId);
      const sent = requests().find(({ body }) => body.toString('utf8') === event?.body);
      if (!event || !sent) return [];
      const headers = sent.headers.map(([name, value]): [string, string] => [name, value]);
      return [{ account: account(), event, body: sent.body.toString('utf8'), headers }];
    });
  };

  test('an attempt as the target received it explains itself, each step with its source', async () => {
    const attempts = await pay();
    expect(attempts.length).toBeGreaterThan(0);
    for (const attempt of attempts) {
      const explanation = provider.explainAttempt(attempt);
      expect(explanation.result).not.toBe('mismatch');
      expect(explanation.sentence).toMatch(/\S/);
      for (const step of explanation.steps) {
        expect(step.title).toMatch(/\S/);
        expect(step.text).toMatch(/\S/);
        expect(step.source).toMatch(/\S/);
        expect(['documented', 'inferred', 'assumed']).toContain(step.evidence);
      }
      const titles = explanation.steps.map(({ title }) => title);
      expect(new Set(titles).size).toBe(titles.length);
    }
  });

  test('no secret stands in an explanation, even when body or headers carry one', async () => {
    const [attempt] = await pay();
    if (!attempt) throw new Error('nothing was delivered');
    const known = secrets();
    expect(known.every((secret) => secret !== '')).toBe(true);
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(attempt.body.toString(), '{"data":"AAAA"}', ...known),
    );
    const anyBody = fc.array(anyText, { maxLength: 3 }).map((parts) => parts.join(''));
    const anyName = fc.oneof(fc.constantFrom(...attempt.headers.map(([name]) => name), ...known), fc.string());
    fc.assert(
      fc.property(anyBody, fc.array(fc.tuple(anyName, anyText), { maxLength: 6 }), (body, headers) => {
        const text = writeOut(provider.explainAttempt({ ...attempt, body, headers }));
        for (const secret of known) expect(text.includes(secret)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
}

function writeOut({ sentence, steps }: AttemptExplanation): string {
  return [sentence, ...steps.flatMap(({ title, text, value }) => [title, text, value ?? ''])].join('\n');
}
