import { z } from 'zod';
import { evidence, instant, jsonObject, outcome } from './replies.js';

export const providerView = z.object({
  name: z.string(),
  title: z.string(),
  documentation: z.string().meta({ description: 'where the emulated facts come from' }),
  statuses: z.array(
    z.object({ name: z.string(), text: z.string(), outcome, isFinal: z.boolean(), evidence, source: z.string() }),
  ),
  eventStatuses: z
    .array(z.string())
    .meta({ description: "what events announce, as it stands in the payload, with the settings of the lane's account" }),
  transitions: z.record(z.string(), z.array(z.string())).meta({ description: 'legal moves, from each status to these' }),
  timers: z.record(z.string(), z.string()).meta({ description: 'each timer, with what it means that it has come due' }),
  keys: z.array(z.object({ name: z.string(), title: z.string(), isSecret: z.boolean() })),
  targets: z.array(z.object({ setting: z.string(), description: z.string(), receivesEvents: z.boolean() })),
  settingsSchema: jsonObject.meta({ description: 'JSON Schema of the settings of an account' }),
  creation: z.object({
    route: z.string(),
    schema: jsonObject.meta({ description: 'JSON Schema of POST /accounts/{provider}/payments' }),
  }),
  secretHeaders: z.array(z.string()).meta({ description: 'request headers that carry a key, lower case' }),
  secretFields: z.array(z.string()).meta({ description: 'body fields that carry a secret' }),
  internalData: z.array(z.string()).meta({ description: "keys of a payment's data that say nothing to whoever watches" }),
  signatureHeaders: z
    .array(z.string())
    .meta({ description: 'request headers that carry the signature of a webhook, the signature itself first; empty: unsigned' }),
});

export const createdView = z.object({
  status: z.int().meta({ description: "of the provider's own answer" }),
  body: z.string().meta({ description: "the provider's own answer" }),
  paymentId: z.string().nullable().meta({ description: 'null when the provider refused' }),
  checkoutUrl: z
    .string()
    .nullable()
    .meta({ description: "where a customer pays, or a page of the harness that stands in for the app's; null when refused" }),
  seq: z.int().meta({ description: 'the record of the call' }),
});

export const offerView = z.object({
  by: z.enum(['customer', 'staff']).meta({ description: 'which of the two calls takes the action' }),
  label: z.string(),
  action: jsonObject,
  leadsTo: z.array(z.string()).meta({ description: 'statuses that the payment passes through' }),
  obstacle: z.object({ message: z.string(), hint: z.string() }).nullable().meta({ description: 'why not now' }),
});

export const explanationView = z.object({
  result: z.enum(['match', 'mismatch', 'unsigned']),
  sentence: z.string(),
  steps: z.array(z.object({ title: z.string(), text: z.string(), value: z.string().optional(), evidence, source: z.string() })),
});

export const targetView = z.object({
  provider: z.string(),
  setting: z.string(),
  url: z.string(),
  receivesEvents: z.boolean(),
  state: z.enum(['reachable', 'unreachable', 'blocked']),
  message: z.string().meta({ description: 'one plain sentence' }),
  checkedAt: instant,
});

export type ProviderView = z.infer<typeof providerView>;
export type CreatedView = z.infer<typeof createdView>;
export type OfferView = z.infer<typeof offerView>;
export type ExplanationView = z.infer<typeof explanationView>;
export type TargetView = z.infer<typeof targetView>;
