import type { SecPaidBug } from '../support/scenario-shops/secpaid-bugs.js';

/** The shop that a scenario is there to catch, and what has to be said of it. */
export interface Counterpart {
  bug: SecPaidBug;
  /** Path of the step that fails. */
  step: string;
  expected: string;
  /** A piece of what was seen. */
  seen: string;
}

const acknowledged = (event: string, attempts = 1) =>
  `event ${event} acknowledged within ${attempts} attempt${attempts === 1 ? '' : 's'}`;
const unanswered = (attempts = 1) => `not acknowledged after ${attempts} attempt${attempts === 1 ? '' : 's'} (not_acknowledged)`;
const refused = (fault: string) => `every attempt with ${fault} of event Success refused`;
const says = (path: string, value: unknown) => `the app says $.${path} is ${JSON.stringify(value)}`;
const ACTED_NOT = 'the app did not act';
const ACTED_ONCE = 'the app acted exactly once';
const times = (count: number) => `the app says it acted ${count === 1 ? 'once' : `${count} times`}`;

/** By scenario. */
export const counterparts: Readonly<Record<string, Counterpart>> = {
  'paid-by-card': {
    bug: 'answers-302',
    step: 'steps[3]',
    expected: acknowledged('Success'),
    seen: 'not acknowledged after 1 attempt (redirect)',
  },
  'declined-then-paid': { bug: 'ships-at-checkout', step: 'steps[3]', expected: ACTED_NOT, seen: times(1) },
  cancelled: { bug: 'any-webhook-is-paid', step: 'steps[3]', expected: ACTED_NOT, seen: times(1) },
  'bank-transfer-settled': { bug: 'takes-pending-for-paid', step: 'steps[3]', expected: ACTED_NOT, seen: times(1) },
  'bank-transfer-failed': { bug: 'anything-but-cancel-is-paid', step: 'steps[5]', expected: ACTED_NOT, seen: times(1) },
  'tab-closed-after-paying': { bug: 'ships-in-the-browser', step: 'steps[3]', expected: ACTED_ONCE, seen: times(0) },
  'split-link': { bug: 'knows-basic-payments-only', step: 'steps[3]', expected: acknowledged('Success'), seen: unanswered() },
  'not-cancellable-link': { bug: 'believes-cancel-redirect', step: 'steps[4]', expected: ACTED_ONCE, seen: times(0) },
  'link-used-twice': { bug: 'ships-at-every-return', step: 'steps[6]', expected: ACTED_ONCE, seen: times(3) },
  'refund-approved': { bug: 'never-looks-for-refunds', step: 'steps[7]', expected: says('refunded', 10), seen: '0' },
  'refund-rejected': { bug: 'asked-is-refunded', step: 'steps[7]', expected: says('refunded', 0), seen: '10' },
  dispute: { bug: 'does-not-see-disputes', step: 'steps[6]', expected: says('disputed', true), seen: 'false' },

  'encrypted-webhook': {
    bug: 'reads-plain-webhooks-only',
    step: 'steps[3]',
    expected: acknowledged('Success'),
    seen: unanswered(),
  },
  'flat-json-webhook': { bug: 'reads-nested-json-only', step: 'steps[3]', expected: acknowledged('success'), seen: unanswered() },
  'flat-json-cancellation': {
    bug: 'reads-small-status-only',
    step: 'steps[3]',
    expected: acknowledged('cancel'),
    seen: unanswered(),
  },
  'form-webhook': { bug: 'reads-json-only', step: 'steps[3]', expected: acknowledged('Success'), seen: unanswered() },

  'webhook-before-redirect': {
    bug: 'return-reopens-orders',
    step: 'steps[4]',
    expected: 'the customer ends on a page with status 200, the text "Thank you"',
    seen: 'without that text',
  },
  'redirect-before-webhook': { bug: 'acts-at-both-ends', step: 'steps[4]', expected: ACTED_ONCE, seen: times(2) },
  'both-held-webhook-first': {
    bug: 'waits-for-the-browser',
    step: 'steps[6]',
    expected: acknowledged('Success'),
    seen: unanswered(),
  },
  'both-held-redirect-first': {
    bug: 'expects-the-webhook-first',
    step: 'steps[6]',
    expected: 'the customer ends on a page with status 200',
    seen: '/error with status 500',
  },
  'redirect-without-webhook': { bug: 'asks-nobody-on-return', step: 'steps[4]', expected: ACTED_ONCE, seen: times(0) },
  'webhook-without-redirect': {
    bug: 'finds-orders-by-session',
    step: 'steps[4]',
    expected: acknowledged('Success'),
    seen: unanswered(),
  },
  'cancel-redirect-for-a-paid-order': {
    bug: 'cancels-paid-orders',
    step: 'steps[5]',
    expected: says('paid', true),
    seen: 'false',
  },
  'late-cancellation': { bug: 'knows-orders-not-links', step: 'steps[9]', expected: says('paid', true), seen: 'false' },

  'forged-redirect': { bug: 'ships-on-redirect', step: 'steps[3]', expected: ACTED_NOT, seen: times(1) },
  'forged-webhook': { bug: 'believes-webhooks', step: 'steps[3]', expected: ACTED_NOT, seen: times(1) },
  'cheaper-payment': { bug: 'believes-the-note', step: 'steps[4]', expected: ACTED_NOT, seen: times(1) },
  'tampered-body': {
    bug: 'books-the-amount-of-the-webhook',
    step: 'steps[4]',
    expected: says('amount', 42.5),
    seen: '1042.5',
  },

  'webhook-twice': { bug: 'acts-twice', step: 'steps[4]', expected: ACTED_ONCE, seen: times(2) },
  'webhook-three-times-at-once': { bug: 'looks-then-writes', step: 'steps[4]', expected: ACTED_ONCE, seen: times(3) },
  'acknowledgement-lost': {
    bug: 'refuses-repeats',
    step: 'steps[6]',
    expected: acknowledged('Success', 2),
    seen: unanswered(2),
  },
  'webhook-delayed': { bug: 'forgets-after-an-hour', step: 'steps[6]', expected: acknowledged('Success'), seen: unanswered() },
  'webhook-lost': { bug: 'has-no-reconciliation', step: 'steps[6]', expected: ACTED_ONCE, seen: times(0) },
  'out-of-reach-for-a-day': { bug: 'cancels-after-a-day', step: 'steps[5]', expected: ACTED_ONCE, seen: times(0) },
  burst: {
    bug: 'one-at-a-time',
    step: 'steps[2]',
    expected: '3 records with type: attempt.finished, faults: ["burst"], code: acknowledged',
    seen: '1 of',
  },

  'truncated-body': {
    bug: 'answers-first',
    step: 'steps[4]',
    expected: refused('truncated-body'),
    seen: 'acknowledged with 200',
  },
  'malformed-body': {
    bug: 'crashes-on-bad-json',
    step: 'steps[4]',
    expected: refused('malformed-body'),
    seen: 'no answer (reset)',
  },
  'content-type-broken': { bug: 'acknowledges-the-unreadable', step: 'steps[6]', expected: ACTED_ONCE, seen: times(0) },
  'unknown-field': { bug: 'strict-parser', step: 'steps[4]', expected: acknowledged('Success'), seen: unanswered() },
  'unknown-status': {
    bug: 'crashes-on-unknown-status',
    step: 'steps[4]',
    expected: 'every event acknowledged within 1 attempt',
    seen: unanswered(),
  },
  'slow-transfer': { bug: 'impatient', step: 'steps[4]', expected: acknowledged('Success'), seen: unanswered() },
  'cut-transfer': { bug: 'keeps-its-lock', step: 'steps[6]', expected: acknowledged('Success', 2), seen: unanswered(2) },

  'api-error': { bug: 'acknowledges-what-it-cannot-check', step: 'steps[5]', expected: ACTED_ONCE, seen: times(0) },
  'api-rate-limit': { bug: 'takes-429-for-unpaid', step: 'steps[5]', expected: ACTED_ONCE, seen: times(0) },
  'api-timeout': { bug: 'waits-for-ever', step: 'steps[1]', expected: 'answers 503 within 3 s', seen: 'no answer within 3 s' },
  'api-drop': { bug: 'fails-on-already-requested', step: 'steps[5]', expected: 'answers 202', seen: 'answered 502' },
  'token-disabled': { bug: 'sells-without-link', step: 'steps[0]', expected: 'answers 503', seen: 'answered 201' },
};
