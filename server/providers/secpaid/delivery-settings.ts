import { z } from 'zod';

const ENDPOINT_PAGES = 'docs.secpaid.com/concepts/payment-endpoint against /how-to/payment-endpoint';
const PLUGIN = 'SecPaid WooCommerce plugin 2.0.1';

/** Longest single delay between attempts: a week. */
const MAX_DELAY_MS = 604_800_000;

/** What is posted to a payment endpoint, and how often. */
export const deliverySettings = {
  webhookFormat: z
    .enum(['nested-json', 'flat-json', 'form'])
    .default('nested-json')
    .meta({ title: 'Shape of the webhook body', evidence: 'documented', source: `${ENDPOINT_PAGES}; form: ${PLUGIN}` }),
  webhookStatusCase: z.enum(['by-format', 'Success', 'success']).default('by-format').meta({
    title: 'Status word of a payment; by-format: "success" in flat-json, "Success" otherwise',
    evidence: 'documented',
    source: ENDPOINT_PAGES,
  }),
  cancelWebhook: z
    .boolean()
    .default(true)
    .meta({ title: 'A cancellation is announced too', evidence: 'documented', source: ENDPOINT_PAGES }),
  formNote: z
    .boolean()
    .default(false)
    .meta({ title: 'The form body carries data[note]', evidence: 'assumed', source: `${PLUGIN} does not read it` }),
  attemptTimeoutMs: z
    .int()
    .min(1)
    .max(600_000)
    .default(10_000)
    .meta({ title: 'Time for one webhook attempt, in ms', evidence: 'assumed', source: 'not documented; our choice' }),
  retryScheduleMs: z.array(z.int().min(0).max(MAX_DELAY_MS)).max(50).default([1_000, 2_000, 4_000, 8_000]).meta({
    title: 'Delay before attempts 2, 3, ..., in ms',
    evidence: 'assumed',
    source: 'secpaid.com promises exponential backoff; figures are ours',
  }),
  retries: z.int().min(0).max(50).nullable().default(null).meta({
    title: 'Number of retries; null: one per entry of retryScheduleMs, 0: fire once',
    evidence: 'assumed',
    source: 'not documented; our choice',
  }),
};
