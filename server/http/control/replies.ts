import { z } from 'zod';

/** Shapes of the control plane's replies. `ui/` and the programmatic API import the inferred types. */

export const outcome = z.enum(['open', 'succeeded', 'failed', 'cancelled', 'expired', 'deleted']);
export const attemptCode = z.enum([
  'acknowledged',
  'not_acknowledged',
  'redirect',
  'refused',
  'dns',
  'tls',
  'reset',
  'timeout',
  'invalid_response',
  'blocked_target',
  'interrupted',
]);
export const instant = z.string().meta({ format: 'date-time', description: 'UTC, ISO 8601, by the clock of the lane' });
export const evidence = z.enum(['documented', 'inferred', 'assumed']);
const json = z.json();
export const jsonObject = z.record(z.string(), json);

export const attemptView = z.object({
  id: z.string(),
  number: z.int().meta({ description: 'from 1 within the delivery' }),
  trigger: z.enum(['scheduled', 'manual']),
  startedAt: instant,
  finishedAt: instant.nullable(),
  code: attemptCode.nullable().meta({ description: 'null while it runs' }),
  sentence: z.string().nullable(),
  statusCode: z.int().nullable(),
  latencyMs: z.number().nullable(),
  seq: z.int().meta({ description: 'the record with everything sent and answered' }),
});

export const deliveryView = z.object({
  id: z.string(),
  endpoint: z.string(),
  status: z.enum(['pending', 'acknowledged', 'exhausted']),
  nextAttemptAt: instant.nullable(),
  heldAt: instant.nullable().meta({ description: 'since when it waits for a release; null while nobody holds it' }),
  attempts: z.array(attemptView),
});

export const eventView = z.object({
  id: z.string(),
  status: z.string(),
  at: instant,
  contentType: z.string(),
  body: z.string(),
  plainBody: z.string().optional(),
  seq: z.int(),
  deliveries: z.array(deliveryView),
});

export const paymentSummary = z.object({
  id: z.string(),
  provider: z.string(),
  accountId: z.string(),
  lane: z.string(),
  amount: z.string().meta({ description: 'major units with two decimals' }),
  amountMinor: z.int(),
  currency: z.string(),
  reference: z.string(),
  status: z.string().meta({ description: "the provider's own word" }),
  outcome,
  checkoutUrl: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
  details: jsonObject.meta({ description: 'facts of the provider' }),
});

export const paymentView = paymentSummary.extend({
  history: z.array(z.object({ status: z.string(), text: z.string(), at: instant, seq: z.int() })),
  next: z.array(z.string()).meta({ description: 'statuses that may follow' }),
  timers: z.record(z.string(), instant),
  redirects: z.array(z.object({ location: z.string(), at: instant })),
  events: z.array(eventView),
});

export const actionReply = z.object({
  payment: paymentView,
  redirect: z.string().optional().meta({ description: 'full Location the browser is sent to' }),
});

export const settingView = z.object({
  name: z.string(),
  value: json,
  title: z.string(),
  evidence,
  source: z.string(),
  schema: jsonObject.meta({ description: 'JSON Schema of the value' }),
});

export const accountView = z.object({
  id: z.string(),
  provider: z.string(),
  title: z.string(),
  lane: z.string(),
  baseUrl: z.string(),
  hostBaseUrl: z.string().meta({ description: 'the same routes on an origin of their own' }),
  keys: z.record(z.string(), z.string()).meta({ description: 'secret ones are masked; POST .../reveal shows them' }),
  settings: jsonObject,
  passing: z.array(z.string()).meta({
    description:
      'settings and keys that count for a while only, for a check run, a scenario or the sample shop, and are not stored',
  }),
  switches: z.array(settingView),
  delivery: z.object({
    accepts: z.string(),
    retryScheduleMs: z.array(z.number()),
    attemptTimeoutMs: z.number(),
    order: z.string(),
  }),
});

export const clockView = z.object({
  now: instant,
  speed: z.number(),
  /** How far it is ahead of this machine's own clock, as the browser of whoever looks may have another one; null for a simulated clock. */
  aheadMs: z.number().nullable(),
  nextTimerAt: instant.nullable(),
});

export const binView = z.object({
  name: z.string(),
  url: z.string(),
  status: z.int(),
  delayMs: z.number(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
});

export const environmentView = z.object({
  url: z.string(),
  streamUrl: z.string(),
  providers: z.array(
    z.object({ name: z.string(), title: z.string(), baseUrl: z.string(), env: z.record(z.string(), z.string()) }),
  ),
});

export const healthView = z.object({
  status: z.enum(['ready', 'storage_failing']),
  name: z.literal('paystage'),
  version: z.string(),
  pid: z.int(),
  startedAt: instant,
  url: z.string(),
  storage: z.object({ code: z.string(), message: z.string() }).nullable(),
});

export const errorView = z.object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }) });

export type PaymentSummary = z.infer<typeof paymentSummary>;
export type PaymentView = z.infer<typeof paymentView>;
export type DeliveryView = z.infer<typeof deliveryView>;
export type AccountView = z.infer<typeof accountView>;
export type ClockView = z.infer<typeof clockView>;
export type EnvironmentView = z.infer<typeof environmentView>;
export type HealthView = z.infer<typeof healthView>;
