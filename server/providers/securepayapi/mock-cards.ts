import type { Status } from './statuses.js';

/** Why an attempt failed, for the widget and the page; the webhook payload carries only its message. */
export type Failure = { code: string; message: string };

/** One status change of an attempt. */
export type Step = { to: Status; failure?: Failure };

/** How an attempt with this card goes. Numbers are ours, in a range that no card scheme uses, and pass the Luhn check. */
export interface MockCard {
  number: string;
  title: string;
  /** True when the bank asks for 3-D Secure. */
  isChallenged: boolean;
  /** What the bank's form answers by itself; undefined waits for the customer. */
  answer?: 'fail' | 'abandon';
  /** What the issuer says once the customer is authenticated. */
  refusal?: Failure;
}

const declined: Failure = { code: 'card_declined', message: 'The issuer declined the card' };
const insufficientFunds: Failure = { code: 'insufficient_funds', message: 'The issuer declined the card: not enough funds' };

export const authenticationFailed: Failure = { code: 'authentication_failed', message: 'The customer failed 3-D Secure' };
export const challengeTimedOut: Failure = {
  code: 'challenge_timeout',
  message: 'Nobody answered the 3-D Secure challenge in time',
};

export const cardNames = [
  'frictionless',
  'challenge',
  'auth-fail',
  'decline',
  'abandon',
  'challenge-decline',
  'insufficient-funds',
] as const;
export type CardName = (typeof cardNames)[number];

/** Invented: no page we could read lists SecurePayAPI's own test cards. */
export const mockCards: Record<CardName, MockCard> = {
  frictionless: { number: '9999990000000105', title: 'Paid at once, no challenge', isChallenged: false },
  challenge: { number: '9999990000000204', title: '3-D Secure challenge, then paid', isChallenged: true },
  'auth-fail': { number: '9999990000000303', title: '3-D Secure fails by itself', isChallenged: true, answer: 'fail' },
  decline: { number: '9999990000000402', title: 'Declined by the issuer', isChallenged: false, refusal: declined },
  abandon: { number: '9999990000000501', title: 'Challenge left unanswered', isChallenged: true, answer: 'abandon' },
  'challenge-decline': {
    number: '9999990000000600',
    title: '3-D Secure challenge, then declined',
    isChallenged: true,
    refusal: declined,
  },
  'insufficient-funds': {
    number: '9999990000000709',
    title: 'Declined: not enough funds',
    isChallenged: false,
    refusal: insufficientFunds,
  },
};
