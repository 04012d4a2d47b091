import type { StatusMeaning } from '../provider.js';

const webhooksPage = 'doc.securepayapi.com/webhooks';
const intentsPage = 'doc.securepayapi.com/payment-intents';
const noPage = 'no page names a final webhook status';

/**
 * Every status a payment can have: the waiting intent, then the webhook words. The finals are ours; the payload's words are settings. The
 * texts of documented webhook statuses are their meanings on the page, because its sample has that of `PAYING` as `statustext`.
 */
export const statuses = {
  requires_payment: {
    text: 'Waiting for a card',
    outcome: 'open',
    isFinal: false,
    evidence: 'documented',
    source: intentsPage,
  },
  INIT: { text: 'Payment initiated', outcome: 'open', isFinal: false, evidence: 'documented', source: webhooksPage },
  AUTH3DSCHALLENGE: {
    text: '3-D Secure challenge required',
    outcome: 'open',
    isFinal: false,
    evidence: 'documented',
    source: webhooksPage,
  },
  AUTH3DSCHALLENGEFORM: {
    text: 'Authentication form presented',
    outcome: 'open',
    isFinal: false,
    evidence: 'documented',
    source: webhooksPage,
  },
  AUTH3DSRESULT: {
    text: 'Authentication result received',
    outcome: 'open',
    isFinal: false,
    evidence: 'documented',
    source: webhooksPage,
  },
  PAYING: { text: 'Payment is being processed', outcome: 'open', isFinal: false, evidence: 'documented', source: webhooksPage },
  SUCCEEDED: { text: 'The payment is captured', outcome: 'succeeded', isFinal: true, evidence: 'assumed', source: noPage },
  FAILED: {
    text: 'The attempt failed; the customer may try again',
    outcome: 'failed',
    // The intents page lets a customer try again after a failure, so this ends an attempt and not the payment.
    isFinal: false,
    evidence: 'assumed',
    source: noPage,
  },
  EXPIRED: { text: 'The seven days are over', outcome: 'expired', isFinal: true, evidence: 'assumed', source: noPage },
} as const satisfies Record<string, StatusMeaning>;

export type Status = keyof typeof statuses;

/** Order of the documented statuses: the listing on the webhooks page. The rest is ours. */
export const transitions = {
  requires_payment: ['INIT', 'EXPIRED'],
  INIT: ['AUTH3DSCHALLENGE', 'AUTH3DSRESULT', 'PAYING', 'EXPIRED'],
  AUTH3DSCHALLENGE: ['AUTH3DSCHALLENGEFORM'],
  AUTH3DSCHALLENGEFORM: ['AUTH3DSRESULT', 'FAILED'],
  AUTH3DSRESULT: ['PAYING', 'FAILED'],
  PAYING: ['SUCCEEDED', 'FAILED'],
  FAILED: ['INIT', 'EXPIRED'],
} as const satisfies Partial<Record<Status, readonly Status[]>>;
