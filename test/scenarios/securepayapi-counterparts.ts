import type { SecurePayApiBug } from '../support/scenario-shops/securepayapi-bugs.js';

/** The shop that a scenario is there to catch, and what has to be said of it. */
export interface Counterpart {
  bug: SecurePayApiBug;
  /** Path of the step that fails. */
  step: string;
  expected: string;
  /** A piece of what was seen. */
  seen: string;
}

const acknowledged = (what: string, attempts = 1) =>
  `${what} acknowledged within ${attempts} attempt${attempts === 1 ? '' : 's'}`;
const unanswered = (attempts = 1) => `not acknowledged after ${attempts} attempt${attempts === 1 ? '' : 's'} (not_acknowledged)`;
const refused = (fault: string) => `every attempt with ${fault} of event SUCCEEDED refused`;
const ACTED_NOT = 'the app did not act';
const ACTED_ONCE = 'the app acted exactly once';
const times = (count: number) => `the app says it acted ${count === 1 ? 'once' : `${count} times`}`;

/** By scenario. */
export const counterparts: Readonly<Record<string, Counterpart>> = {
  'paid-at-once': { bug: 'answers-200', step: 'steps[3]', expected: acknowledged('every event'), seen: unanswered() },
  'paid-after-challenge': {
    bug: 'knows-no-challenge',
    step: 'steps[5]',
    expected: acknowledged('every event'),
    seen: `event AUTH3DSCHALLENGE to`,
  },
  'challenge-failed': { bug: 'takes-authentication-for-payment', step: 'steps[4]', expected: ACTED_NOT, seen: times(1) },
  'challenge-abandoned': { bug: 'ships-at-the-challenge', step: 'steps[4]', expected: ACTED_NOT, seen: times(1) },
  'challenge-timed-out': { bug: 'first-uuid-only', step: 'steps[6]', expected: ACTED_ONCE, seen: times(0) },
  'card-declined': { bug: 'ships-at-paying', step: 'steps[3]', expected: ACTED_NOT, seen: times(1) },
  'insufficient-funds': { bug: 'any-end-is-paid', step: 'steps[3]', expected: ACTED_NOT, seen: times(1) },
  'authentication-refused': {
    bug: 'expects-paying-first',
    step: 'steps[3]',
    expected: acknowledged('every event'),
    seen: 'event FAILED to',
  },
  'second-card-after-decline': { bug: 'failed-is-final', step: 'steps[6]', expected: ACTED_ONCE, seen: times(0) },
  'expired-after-seven-days': {
    bug: 'keeps-expired-orders',
    step: 'steps[4]',
    expected: 'the app says $.status is "expired"',
    seen: '"open"',
  },
  'status-skipped': {
    bug: 'insists-on-every-status',
    step: 'steps[7]',
    expected: acknowledged('event SUCCEEDED'),
    seen: unanswered(),
  },
  'text-beyond-ascii': { bug: 'reads-latin1', step: 'steps[3]', expected: acknowledged('every event'), seen: unanswered() },
  'cheaper-payment': { bug: 'believes-externalid', step: 'steps[4]', expected: ACTED_NOT, seen: times(1) },
  'hosted-product-page': {
    bug: 'crashes-without-externalid',
    step: 'steps[3]',
    expected: acknowledged('every event'),
    seen: unanswered(),
  },
  'creation-refused': { bug: 'sells-without-intent', step: 'steps[0]', expected: 'answers 422', seen: 'answered 201' },

  'forged-webhook': {
    bug: 'skips-verification',
    step: 'steps[4]',
    expected: refused('wrong-secret'),
    seen: 'acknowledged with 204',
  },
  'unsigned-webhook': {
    bug: 'takes-unsigned',
    step: 'steps[4]',
    expected: refused('missing-header'),
    seen: 'acknowledged with 204',
  },
  'webhook-without-timestamp': {
    bug: 'takes-undated',
    step: 'steps[4]',
    expected: refused('missing-header'),
    seen: 'acknowledged with 204',
  },
  'mangled-signature': {
    bug: 'compares-the-beginning',
    step: 'steps[6]',
    expected: refused('mangled-header'),
    seen: 'acknowledged with 204',
  },
  'tampered-body': {
    bug: 'believes-the-form',
    step: 'steps[4]',
    expected: refused('tampered-body'),
    seen: 'acknowledged with 204',
  },
  'replayed-webhook': {
    bug: 'ignores-the-time',
    step: 'steps[4]',
    expected: refused('stale-timestamp'),
    seen: 'acknowledged with 204',
  },
  'webhook-from-the-future': {
    bug: 'sees-only-old-times',
    step: 'steps[4]',
    expected: refused('future-timestamp'),
    seen: 'acknowledged with 204',
  },
  'truncated-body': {
    bug: 'answers-first',
    step: 'steps[4]',
    expected: refused('truncated-body'),
    seen: 'acknowledged with 204',
  },
  'malformed-body': {
    bug: 'crashes-on-bad-json',
    step: 'steps[4]',
    expected: refused('malformed-body'),
    seen: 'no answer (reset)',
  },
  'key-rotated': {
    bug: 'trusts-known-payments',
    step: 'steps[4]',
    expected: 'every attempt of event SUCCEEDED refused',
    seen: 'acknowledged with 204',
  },

  'webhook-twice': { bug: 'acts-twice', step: 'steps[4]', expected: ACTED_ONCE, seen: times(2) },
  'webhook-twice-at-once': { bug: 'looks-then-writes', step: 'steps[4]', expected: ACTED_ONCE, seen: times(3) },
  'acknowledgement-lost': { bug: 'knows-events-by-signature', step: 'steps[6]', expected: ACTED_ONCE, seen: times(2) },
  'events-swapped': { bug: 'follows-the-last-event', step: 'steps[4]', expected: 'the app says $.paid is true', seen: 'false' },
  'late-event': { bug: 'starts-anew-at-init', step: 'steps[4]', expected: 'the app says $.paid is true', seen: 'false' },
  'webhook-delayed': {
    bug: 'judges-by-created',
    step: 'steps[6]',
    expected: acknowledged('event SUCCEEDED'),
    seen: unanswered(),
  },
  'webhook-lost': { bug: 'believes-the-browser', step: 'steps[5]', expected: ACTED_NOT, seen: times(1) },
  'unknown-field': { bug: 'strict-parser', step: 'steps[4]', expected: acknowledged('every event'), seen: unanswered() },
  'unknown-status': {
    bug: 'crashes-on-unknown-status',
    step: 'steps[4]',
    expected: acknowledged('every event'),
    seen: unanswered(),
  },
  burst: { bug: 'one-at-a-time', step: 'steps[4]', expected: acknowledged('every event'), seen: unanswered() },
  'slow-transfer': { bug: 'impatient', step: 'steps[4]', expected: acknowledged('event SUCCEEDED'), seen: unanswered() },
  'cut-transfer': { bug: 'keeps-its-lock', step: 'steps[6]', expected: acknowledged('event SUCCEEDED', 2), seen: unanswered(2) },
  'unreachable-for-a-day': { bug: 'cancels-after-a-day', step: 'steps[5]', expected: ACTED_ONCE, seen: times(0) },

  'api-error': { bug: 'never-asks-again', step: 'steps[2]', expected: 'answers 201', seen: 'answered 503' },
  'api-rate-limit': { bug: 'gives-up-at-429', step: 'steps[1]', expected: 'answers 201', seen: 'answered 503' },
  'api-timeout': { bug: 'waits-for-ever', step: 'steps[1]', expected: 'answers 503 within 3 s', seen: 'no answer within 3 s' },
  'api-drop': { bug: 'mixes-up-intents', step: 'steps[7]', expected: 'the app says $.paid is true', seen: 'false' },
};
