import { z } from 'zod';

/** What a fault does something to. */
export type FaultPlace = 'delivery' | 'api' | 'redirect';

export interface FaultKind {
  title: string;
  /** What it does and why apps meet it. */
  sentence: string;
  place: FaultPlace;
  /** What a provider must do to be able to have it. */
  needs?: 'signature' | 'redirect';
  /** Of the payment no webhook that is announced from then on is ever sent. */
  silences?: true;
  params: z.ZodObject;
  /** The parameter that does not go with the others, and what it would have to be. */
  findClash?(params: Readonly<Record<string, unknown>>): { parameter: string; message: string } | undefined;
}

const MAX_REAL_MS = 600_000;
const MAX_LANE_MS = 30 * 86_400_000;

/** So many requests go to one target at a time, the first one among them (`transport/transport.ts`): the others would wait their turn. */
const MAX_CONCURRENT_COPIES = 15;

const none = z.strictObject({});
const header = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'must be the name of a header')
  .optional()
  .meta({ title: 'Header', help: 'Default: the one with the signature; the content type where nothing is signed.' });
const shiftMs = z.int().min(1).max(MAX_LANE_MS).default(600_000).meta({ title: 'By, ms' });

/**
 * Everything that can go wrong on purpose, by name. Those that fit one delivery apply in the order in which they stand here: first what keeps
 * it back, then body, key and time that are signed, then what happens to the signed message, then the transfer, then what follows it.
 */
export const faultKinds = {
  dropped: {
    title: 'Webhook never sent',
    sentence: 'The webhook is never sent, as if the provider had lost it: apps that wait for it alone never hear of the payment.',
    place: 'delivery',
    params: none,
  },
  'out-of-order': {
    title: 'Events swapped',
    sentence: 'The event goes out after the next one of its payment: networks and retries do that to apps that trust the order.',
    place: 'delivery',
    params: none,
  },
  late: {
    title: 'Event after the end',
    sentence: 'The event goes out after the one that ended its payment: apps must not take an old status for the newest one.',
    place: 'delivery',
    params: none,
  },
  delayed: {
    title: 'Webhook delayed',
    sentence: 'The webhook goes out later, as from a busy provider; the browser is back long before it.',
    place: 'delivery',
    params: z.strictObject({ byMs: z.int().min(1).max(MAX_LANE_MS).default(5_000).meta({ title: 'By, ms of lane time' }) }),
  },
  burst: {
    title: 'Burst of webhooks',
    sentence: 'Webhooks are collected and let go at the same moment in any order, as after an outage of the provider.',
    place: 'delivery',
    params: z.strictObject({
      size: z.int().min(2).max(1_000).default(10).meta({ title: 'Webhooks in a burst' }),
      withinMs: z.int().min(1).max(MAX_LANE_MS).default(1_000).meta({ title: 'Collected for, ms of lane time' }),
    }),
  },
  'unknown-field': {
    title: 'Unknown field in the payload',
    sentence:
      'The payload has a field more, properly signed: providers add fields, and a strict parser then refuses every webhook.',
    place: 'delivery',
    params: z.strictObject({
      name: z
        .string()
        .regex(/^[A-Za-z][\w.-]{0,99}$/, 'must begin with a letter and have letters, digits, _ . - only')
        .default('added_later')
        .meta({ title: 'Name of the field' }),
    }),
  },
  'unknown-status': {
    title: 'Unknown status in the payload',
    sentence: 'The payload says a status that no page lists, properly signed: apps must not take it for paid, nor fall over it.',
    place: 'delivery',
    params: z.strictObject({ status: z.string().min(1).max(100).default('ON_HOLD').meta({ title: 'Status' }) }),
  },
  'malformed-body': {
    title: 'Malformed body',
    sentence: 'The body cannot be parsed although its signature fits: apps must answer that with a refusal, not with a crash.',
    place: 'delivery',
    params: none,
  },
  'wrong-secret': {
    title: 'Signed with a wrong key',
    sentence: 'The webhook is signed with a key that is not that of the account, as from somebody who does not know it.',
    place: 'delivery',
    needs: 'signature',
    params: none,
  },
  'stale-timestamp': {
    title: 'Old timestamp',
    sentence: 'The signature is right but its time is long ago, as when somebody replays a webhook that was recorded.',
    place: 'delivery',
    needs: 'signature',
    params: z.strictObject({ byMs: shiftMs }),
  },
  'future-timestamp': {
    title: 'Timestamp in the future',
    sentence: 'The signature is right but its time is yet to come, as when one of the two clocks is wrong.',
    place: 'delivery',
    needs: 'signature',
    params: z.strictObject({ byMs: shiftMs }),
  },
  'tampered-body': {
    title: 'Tampered body',
    sentence: 'The amount is changed on the way, after the signature was made: only an app that checks what it gets notices.',
    place: 'delivery',
    params: none,
  },
  'truncated-body': {
    title: 'Truncated body',
    sentence:
      'Only the beginning of the body arrives, as a complete request with a signature of the whole, as through a broken proxy.',
    place: 'delivery',
    params: z.strictObject({
      keepBytes: z.int().min(0).max(1_000_000).optional().meta({ title: 'Bytes that stay', help: 'Default: the seed chooses.' }),
    }),
  },
  'mangled-header': {
    title: 'Header mangled',
    sentence: 'One header arrives changed, as proxies and gateways do it; a signature in it no longer fits.',
    place: 'delivery',
    params: z.strictObject({
      header,
      how: z
        .enum(['flip', 'upper-case', 'prefix', 'truncate', 'repeat'])
        .default('flip')
        .meta({ title: 'How', help: 'flip changes one character, which the seed chooses.' }),
    }),
  },
  'missing-header': {
    title: 'Header missing',
    sentence: 'One header does not arrive, as proxies drop what they do not know: an unsigned webhook must be refused.',
    place: 'delivery',
    params: z.strictObject({ header }),
  },
  'slow-transfer': {
    title: 'Slow transfer',
    sentence: 'The body arrives drop by drop, as over a bad line: apps with short read limits cut it off.',
    place: 'delivery',
    params: z.strictObject({ overMs: z.int().min(1).max(MAX_REAL_MS).default(3_000).meta({ title: 'Takes, real ms' }) }),
  },
  'cut-transfer': {
    title: 'Connection reset in the middle',
    sentence: 'The connection is reset in the middle of the body; whatever the app did with half of it, the webhook comes again.',
    place: 'delivery',
    params: z.strictObject({
      afterBytes: z
        .int()
        .min(1)
        .max(1_000_000)
        .optional()
        .meta({ title: 'After bytes of the body', help: 'Default: half of it.' }),
    }),
  },
  duplicate: {
    title: 'Webhook sent several times',
    sentence: 'The same webhook arrives more than once, as every provider warns: apps must act on it exactly once.',
    place: 'delivery',
    params: z.strictObject({
      copies: z.int().min(1).max(50).default(1).meta({ title: 'Copies beside the first' }),
      isConcurrent: z
        .boolean()
        .default(false)
        .meta({ title: 'All at the same moment', help: `With ${MAX_CONCURRENT_COPIES} copies at most.` }),
    }),
    findClash: ({ copies, isConcurrent }) =>
      isConcurrent === true && Number(copies) > MAX_CONCURRENT_COPIES
        ? {
            parameter: 'copies',
            message: `at most ${MAX_CONCURRENT_COPIES} where isConcurrent is set, so that all arrive at the same moment`,
          }
        : undefined,
  },
  'ack-lost': {
    title: 'Acknowledgement lost',
    sentence: 'The app answers, but the answer never reaches the provider, which takes that for a timeout and calls again.',
    place: 'delivery',
    params: none,
  },
  'key-rotated': {
    title: 'Key replaced',
    sentence:
      'The key is replaced after this attempt: later ones are signed with the new key, and the app still knows the old one.',
    place: 'delivery',
    needs: 'signature',
    params: none,
  },
  'api-error': {
    title: 'API fails',
    sentence: 'The call is answered with an error of the server and has no effect.',
    place: 'api',
    params: z.strictObject({ status: z.int().min(500).max(599).default(500).meta({ title: 'Status' }) }),
  },
  'api-rate-limit': {
    title: 'API rate limit',
    sentence: 'The call is refused with 429 and a Retry-After, and has no effect.',
    place: 'api',
    params: z.strictObject({ retryAfterSeconds: z.int().min(0).max(86_400).default(1).meta({ title: 'Retry after, s' }) }),
  },
  'api-timeout': {
    title: 'API does not answer',
    sentence: 'The call gets no answer and has no effect; after a while the connection is closed.',
    place: 'api',
    params: z.strictObject({ afterMs: z.int().min(0).max(MAX_REAL_MS).default(30_000).meta({ title: 'Closed after, real ms' }) }),
  },
  'api-drop': {
    title: 'API connection dropped',
    sentence:
      'The connection is dropped before the call took effect, or after it: then the app does not know of what it created.',
    place: 'api',
    params: z.strictObject({
      moment: z.enum(['before', 'after']).default('after').meta({ title: 'Before or after the effect' }),
    }),
  },
  'redirect-first': {
    title: 'Browser before webhook',
    sentence: 'The browser is sent back first, and the webhook goes out after it: the usual race, lost by the webhook.',
    place: 'redirect',
    needs: 'redirect',
    params: z.strictObject({
      afterMs: z.int().min(0).max(MAX_REAL_MS).default(500).meta({
        title: 'Head start, real ms',
        help: 'For a browser that nobody follows; the virtual customer is waited for.',
      }),
    }),
  },
  'redirect-last': {
    title: 'Webhook before browser',
    sentence: 'The browser is sent back only after the webhook was acknowledged, or its first attempt failed.',
    place: 'redirect',
    needs: 'redirect',
    params: none,
  },
  'redirect-without-webhook': {
    title: 'Browser without webhook',
    sentence: 'The browser comes back and no webhook ever does: a redirect alone proves no payment.',
    place: 'redirect',
    needs: 'redirect',
    silences: true,
    params: none,
  },
  'webhook-without-redirect': {
    title: 'Webhook without browser',
    sentence: 'The browser never comes back, because its connection broke: the webhook alone must be enough.',
    place: 'redirect',
    needs: 'redirect',
    params: none,
  },
} as const satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof faultKinds;

export const faultNames = Object.keys(faultKinds) as FaultName[];

/** Those that keep a delivery back before it is sent. */
export const KEEPING_BACK: ReadonlySet<string> = new Set(['dropped', 'out-of-order', 'late', 'delayed', 'burst']);

export function kindOf(name: string): FaultKind | undefined {
  return Object.hasOwn(faultKinds, name) ? faultKinds[name as FaultName] : undefined;
}
