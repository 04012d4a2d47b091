import { z } from 'zod';
import { isHttpUrl } from './http-url.js';
import { instant, jsonObject } from './replies.js';

export const checkId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'is no id of a check, such as SIG-1');
export const checkVerdict = z.enum(['pass', 'warn', 'fail', 'info', 'inconclusive', 'skipped']);
export const checkResult = z
  .enum(['pass', 'fail', 'gate', 'stopped'])
  .meta({ description: '"gate": the gate failed, so the rest was skipped; "stopped": it was ended early' });
const severity = z.enum(['gate', 'critical', 'high', 'medium', 'low', 'info']);

export const checkTitle = z.strictObject({ id: checkId, title: z.string().min(1).max(200), severity });

export const checkEvidence = z.strictObject({
  name: z.string().max(200),
  seq: z.int().min(1).nullable().meta({ description: 'record that shows it; null where none does' }),
  expected: z.string().max(1_000),
  seen: z.string().max(1_000),
  isMet: z.boolean().nullable().meta({ description: 'null: it was not judged' }),
});

const checkFinding = z.object({
  check: checkId,
  title: z.string(),
  severity,
  verdict: checkVerdict,
  sentence: z.string(),
  evidence: z.array(checkEvidence),
  tookMs: z.int().optional(),
  seq: z.int().meta({ description: 'of the record check.finished' }),
});

export const checkRunSummary = z.object({
  runId: z.string(),
  lane: z.string(),
  provider: z.string(),
  target: z.string().meta({ description: 'what is judged' }),
  startedAt: instant,
  endedAt: instant.nullable().meta({ description: 'null while it runs' }),
  checkCount: z.int(),
  counts: z.record(checkVerdict, z.int()).meta({ description: 'findings so far, by verdict' }),
  result: checkResult.nullable(),
  requests: z.int().nullable().meta({ description: 'sent to the app; null where nobody said' }),
});

export const checkRunView = checkRunSummary.extend({
  options: jsonObject,
  checks: z.array(checkTitle),
  findings: z.array(checkFinding),
  notes: z.array(z.string()).meta({ description: 'what else the traffic showed, one sentence each' }),
});

const address = z.string().max(2_000).refine(isHttpUrl, 'is no address, such as http://localhost:3000/webhooks');
const template = z.string().trim().min(1).max(2_000);
const jsonPath = z.string().max(200);

/** What a run in the stage's own process is made with. */
export const startAsked = z.strictObject({
  provider: z.string().max(100),
  endpoint: address.meta({
    description: 'where the app takes events; a public host only where the stage was started with --allow-target for it',
  }),
  callback: address.optional().meta({ description: 'where the app takes browsers back' }),
  secret: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "the key that the app has; the account's own when left out" }),
  probe: template
    .optional()
    .meta({ description: 'address that says what the app made of an order; {externalid} and others are filled in' }),
  probePaid: jsonPath.optional().meta({ description: 'where "paid" stands in its answer, such as $.order.paid' }),
  probeCount: jsonPath.optional().meta({ description: 'where the count stands in its answer, such as $.order.count' }),
  create: template
    .optional()
    .meta({ description: 'address at which the app creates an order; gets a POST, with "GET " before it a GET' }),
  only: z.array(checkId).max(100).optional(),
  skip: z.array(checkId).max(100).optional(),
  maxRequests: z.int().min(1).max(10_000).optional(),
  settleMs: z.int().min(0).max(600_000).optional(),
});

export const checkCatalogue = z.object({
  provider: z.string(),
  documentation: z.string().meta({ description: 'page of the provider about its events' }),
  endpointSetting: z.string().meta({ description: 'setting of the account with the URLs that events go to' }),
  pageReturn: z.string().nullable().meta({
    description: 'when the page of the app opens the callback by itself; null: the provider sends browsers there, or nobody does',
  }),
  callbackSetting: z
    .string()
    .nullable()
    .meta({ description: 'setting with the URLs that browsers come back to; null: nothing is checked there' }),
  secretKey: z.string().meta({ description: 'name of the key that `secret` sets for the run' }),
  probeNames: z.array(z.string()).meta({ description: 'values of an order that a probe may name in {}' }),
  createNames: z.array(z.string()),
  checks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      severity,
      must: z.string().meta({ description: 'what a correct app does' }),
      costs: z.string().meta({ description: 'why it costs money' }),
      fixes: z.record(z.string(), z.string()).meta({ description: 'the smallest code that mends it, by framework' }),
      isInteractive: z.boolean().meta({ description: 'needs an operator; only the command line asks one' }),
    }),
  ),
});

export type StartAsked = z.infer<typeof startAsked>;
export type CheckCatalogue = z.infer<typeof checkCatalogue>;
export type CheckRunSummary = z.infer<typeof checkRunSummary>;
export type CheckRunView = z.infer<typeof checkRunView>;
