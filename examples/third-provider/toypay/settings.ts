import { z } from 'zod';
import type { Account } from '../../domain/account.js';
import type { StatusMeaning } from '../provider.js';

/** Where each fact comes from. ToyPay has no pages, so these stand in for them. */
export const CHARGES_PAGE = 'toypay.example/docs/charges';
export const WEBHOOKS_PAGE = 'toypay.example/docs/webhooks';

export const statuses: Record<string, StatusMeaning> = {
  waiting: { text: 'waiting for the customer', outcome: 'open', isFinal: false, evidence: 'documented', source: CHARGES_PAGE },
  paid: { text: 'paid by the customer', outcome: 'succeeded', isFinal: true, evidence: 'documented', source: CHARGES_PAGE },
  cancelled: {
    text: 'cancelled by the customer',
    outcome: 'cancelled',
    isFinal: true,
    evidence: 'inferred',
    source: CHARGES_PAGE,
  },
};

export const transitions: Record<string, readonly string[]> = { waiting: ['paid', 'cancelled'] };

/** Every switch of an account, each with its label: a page draws them, files and flags set them. */
export const settings = z.object({
  webhookUrls: z
    .array(z.string())
    .default([])
    .meta({ title: 'URLs that get every event', evidence: 'documented', source: WEBHOOKS_PAGE }),
  attemptTimeoutMs: z
    .int()
    .min(1)
    .default(5_000)
    .meta({ title: 'Time for one attempt, in ms', evidence: 'assumed', source: 'not documented; our choice' }),
  retryScheduleMs: z
    .array(z.int().min(0))
    .default([1_000, 60_000])
    .meta({ title: 'Delay before attempts 2, 3, ..., in ms', evidence: 'assumed', source: 'not documented; our choice' }),
});

export type ToyPaySettings = z.infer<typeof settings>;

/** The settings of an account, complete. */
export function settingsOf(account: Account | undefined): ToyPaySettings {
  return settings.parse(account?.settings ?? {});
}
