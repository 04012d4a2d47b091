import { findProviderOf } from './read-actions.js';
import { readPayment, readValue, type StepPart } from './reading.js';
import type { ActionStep, RefundStep } from './scenario.js';
import { stepSchemas } from './step-schemas.js';
import type { ProviderWords } from './vocabulary.js';

/** `refund:`, `refund: { amount: 10 }` */
export function readRefund(step: StepPart): RefundStep | undefined {
  const { entry, reading, scope } = step;
  scope.checkReferences(entry.value, reading.source, reading.problems);
  const wish = readValue(step, stepSchemas.refund);
  const found = findOwner(step, 'refunds', ({ provider }) => provider.requestRefund !== undefined);
  if (!found || wish === undefined) return undefined;
  return { type: 'refund', ...found, amount: wish?.amount ?? null };
}

/** `dispute:`, whatever the provider's people call it. */
export function readDispute(step: StepPart): ActionStep | undefined {
  readValue(step, stepSchemas.dispute);
  const found = findOwner(step, 'disputes', ({ provider }) => provider.disputeAction !== undefined);
  const action = step.reading.vocabulary.providers.find(({ provider }) => provider.name === found?.provider)?.provider
    .disputeAction;
  if (!found || action === undefined) return undefined;
  return { type: 'staff', ...found, action: { action }, closeTab: false };
}

/** The payment and its provider, if that can have such a thing. */
function findOwner(
  step: StepPart,
  what: string,
  canHave: (words: ProviderWords) => boolean,
): { payment: string; provider: string } | undefined {
  const { reading, entry } = step;
  const payment = readPayment(step);
  const words = payment === undefined ? null : findProviderOf(step, payment);
  if (payment === undefined || !words) return undefined;
  if (canHave(words)) return { payment, provider: words.provider.name };
  const able = reading.vocabulary.providers.filter(canHave).map(({ provider }) => provider.title);
  reading.problems.add('unknown_step', entry.keyStart, `${words.provider.title} has no ${what}`, {
    expected: able.length === 0 ? 'another step' : `a payment of ${able.join(', ')}`,
  });
  return undefined;
}
