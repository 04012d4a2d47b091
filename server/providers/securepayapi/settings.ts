import { z } from 'zod';
import type { Account } from '../../domain/account.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Evidence } from '../provider.js';
import { endpointUrl, frameOrigin } from './urls.js';

const webhooks = 'doc.securepayapi.com/webhooks';
const intents = 'doc.securepayapi.com/payment-intents';
const reference = 'doc.securepayapi.com/api-reference';
const threeDs = 'doc.securepayapi.com/authentication-3ds';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
/** Longest delay a timer can hold, so that a typing error is caught here and not by an event that never comes. */
const longest = 365 * day;

const millis = z.number().int().min(0).max(longest);
const statusWord = z
  .string()
  .min(1)
  .max(100)
  .refine((word) => word.trim() === word, { error: 'must not begin or end with a space' });

const product = z.object({
  id: z.string().regex(/^[0-9a-f]{24}$/, { error: 'a product id has 24 lower-case hex digits' }),
  name: z.string().min(1).max(200),
  /** Minor units. */
  amount: z.number().int().min(1).max(99_999_999),
});

/** As `SettingMeta`. */
const describe = (evidence: Evidence, title: string, source: string) => ({ title, evidence, source });

/** URLs and switches of an account. `settings.parse({})` is a complete account that nobody listens to yet. */
export const settings = z.object({
  webhookUrls: z
    .array(endpointUrl)
    .max(20)
    .default([])
    .meta(describe('inferred', 'Endpoints that receive every status change; the dashboard speaks of one', webhooks)),
  finalStatuses: z
    .object({
      succeeded: statusWord.default('SUCCEEDED').meta({ title: 'Captured' }),
      failed: statusWord.default('FAILED').meta({ title: 'Attempt failed' }),
      expired: statusWord.default('EXPIRED').meta({ title: 'Seven days over' }),
    })
    // In full, because a form shows what stands here.
    .prefault({ succeeded: 'SUCCEEDED', failed: 'FAILED', expired: 'EXPIRED' })
    .meta(
      describe('assumed', 'Final status words in the payload; inside Paystage they stay SUCCEEDED, FAILED and EXPIRED', webhooks),
    ),
  famt: z
    .enum(['minor', 'major', 'fractional'])
    .default('minor')
    .meta(
      describe(
        'inferred',
        'Unit of famt: cents (2000), dollars (20), or cents with a fraction (2000.5) to try a parser',
        webhooks,
      ),
    ),
  externalidFallback: z
    .enum(['reference', 'empty', 'null', 'omit'])
    .default('reference')
    .meta(describe('inferred', 'externalid when the app sent none: its reference, empty text, null, or no such key', webhooks)),
  customeridFallback: z
    .enum(['empty', 'null', 'omit'])
    .default('empty')
    .meta(describe('assumed', 'customerid when the app sent none: empty text, null, or no such key', webhooks)),
  created: z
    .enum(['status_change', 'intent_creation'])
    .default('status_change')
    .meta(describe('documented', 'Moment that created stands for; the page says event time, the name says creation', webhooks)),
  statustext: z
    .enum(['english', 'non_ascii', 'empty'])
    .default('english')
    .meta(
      describe('inferred', 'Wording of statustext: english has the meanings on the page, and ours for final statuses', webhooks),
    ),
  extraField: z
    .boolean()
    .default(false)
    .meta(describe('assumed', 'Adds a tenth key, which a receiver has to ignore', webhooks)),
  uuidPer: z
    .enum(['attempt', 'intent'])
    .default('attempt')
    .meta(describe('assumed', 'A new uuid for each attempt to pay, or one for the whole intent', webhooks)),
  initAt: z
    .enum(['submit', 'creation'])
    .default('submit')
    .meta(describe('assumed', 'INIT fires when the card is submitted, or when the intent is created', webhooks)),
  frictionlessResult: z
    .boolean()
    .default(false)
    .meta(describe('assumed', 'AUTH3DSRESULT before PAYING also when the bank asked nothing', threeDs)),
  challengeTimeoutMs: millis
    .min(1)
    .default(10 * minute)
    .meta(describe('assumed', 'Time after which an unanswered 3-D Secure challenge fails the attempt, in ms', threeDs)),
  intentLifetimeMs: millis
    .min(1)
    .default(7 * day)
    .meta(describe('documented', 'How long a client_secret can be paid, in ms: seven days', intents)),
  expiredEvent: z
    .boolean()
    .default(true)
    .meta(describe('assumed', 'Announces the expiry of an intent', intents)),
  stepDelayMs: millis
    .default(0)
    .meta(describe('assumed', 'Pause between two status changes of an attempt, in ms; 0 makes them at once', webhooks)),
  createStatus: z
    .literal([200, 201])
    .default(200)
    .meta(describe('assumed', 'HTTP status of a created intent', reference)),
  unknownFields: z
    .enum(['ignore', 'reject'])
    .default('ignore')
    .meta(
      describe(
        'assumed',
        'Fields that the reference does not list, customerid among them: ignored (customerid used) or refused',
        reference,
      ),
    ),
  order: z
    .enum(['sequential', 'strict', 'concurrent'])
    .default('sequential')
    .meta(
      describe(
        'assumed',
        'The next event waits for the first attempt (sequential), for the acknowledgement (strict), or not at all',
        webhooks,
      ),
    ),
  retryScheduleMs: z
    .array(millis)
    .max(50)
    .default([5 * second, 30 * second, 2 * minute, 10 * minute, hour, 6 * hour, 24 * hour])
    .meta(describe('assumed', 'Pauses before attempts 2, 3, ..., in ms; after the last one the delivery is given up', webhooks)),
  attemptTimeoutMs: millis
    .min(1)
    .default(10 * second)
    .meta(describe('assumed', 'Time for one attempt, from look-up to the last byte, in ms', webhooks)),
  timestampOf: z
    .enum(['attempt', 'event'])
    .default('attempt')
    .meta(
      describe(
        'inferred',
        'X-Timestamp is the time of the attempt, or frozen at the event to try a receiver against old ones',
        webhooks,
      ),
    ),
  forwardedFor: z
    .boolean()
    .default(false)
    .meta(
      describe(
        'assumed',
        'Adds X-Forwarded-For with the documented source address, for allowlists behind a trusted proxy',
        webhooks,
      ),
    ),
  frameOrigins: z
    .array(frameOrigin)
    .max(50)
    .default([])
    .meta(describe('assumed', 'Origins beside loopback that may show the widget in a frame', reference)),
  defaultTheme: z
    .enum(['system', 'light', 'dark'])
    .default('system')
    .meta(describe('assumed', 'Look of the checkout when the intent names no theme', reference)),
  products: z
    .array(product)
    .max(100)
    .default([{ id: '5ec0de5ec0de5ec0de5ec0de', name: 'Stage ticket', amount: 2000 }])
    .meta(describe('assumed', 'Products with a hosted checkout page at /<id>; amounts in cents', reference)),
});

export type Settings = z.output<typeof settings>;

/** The account's settings, complete also when it was stored before a switch existed. */
export function settingsOf(account: Account): Settings {
  const known = checked.get(account.settings) ?? settings.parse(account.settings);
  checked.set(account.settings, known);
  return known;
}

/** Checking costs more than signing, and the same settings are asked for on every attempt; a change makes a new object. */
const checked = new WeakMap<object, Settings>();

/** The dashboard speaks of one URL, so a patch may, too. */
export const settingAliases = z.object({
  webhookUrl: z.string().meta({ description: 'one URL in place of the list; empty for none' }),
});

/** `webhookUrl` replaces the whole list; empty text or null clears it. */
export function normaliseSettings(patch: JsonObject): JsonObject {
  const { webhookUrl, ...rest } = patch;
  if (webhookUrl === undefined) return patch;
  return { ...rest, webhookUrls: webhookUrl === '' || webhookUrl === null ? [] : [webhookUrl] };
}
