import { type Intent, intentStatusOf, isChallengeOpen } from './intent.js';

/** Why something cannot be done to an intent now. */
export interface Obstacle {
  code: string;
  message: string;
  hint: string;
}

/**
 * What stands against paying the intent now. A client secret can be paid once and lives seven days; a failed attempt does not use it
 * up (doc.securepayapi.com/payment-intents). A second submit while one runs is refused by our choice.
 */
export function findPayObstacle(intent: Intent, nowMs: number): Obstacle | undefined {
  const status = intentStatusOf(intent);
  if (status === 'succeeded') {
    return {
      code: 'intent_already_paid',
      message: `Intent ${intent.id} is paid already; an intent can be paid only once`,
      hint: 'Create a new intent for another payment.',
    };
  }
  if (status === 'processing') {
    return {
      code: 'intent_processing',
      message: `Intent ${intent.id} is being paid already (${intent.status})`,
      hint: adviseOnAttempt(intent),
    };
  }
  if (status === 'expired' || nowMs >= intent.expiresAtMs) {
    return {
      code: 'intent_expired',
      message: `Intent ${intent.id} expired; its client secret can no longer be paid`,
      hint: 'Create a new intent.',
    };
  }
  return undefined;
}

/** What stands against answering the 3-D Secure challenge now. */
export function findChallengeObstacle(intent: Intent): Obstacle | undefined {
  if (isChallengeOpen(intent)) return undefined;
  const isOnTheWay = intent.isHeld && intent.plan.at(-1)?.to === 'AUTH3DSCHALLENGEFORM';
  return {
    code: 'challenge_not_open',
    message: `Intent ${intent.id} has no open 3-D Secure challenge (${intent.status})`,
    hint: isOnTheWay
      ? 'The intent is held before it: use step until AUTH3DSCHALLENGEFORM.'
      : 'A challenge is open after paying with the card "challenge", "challenge-decline" or "abandon", until it is answered or times out.',
  };
}

/** What stands against expiring the intent now. */
export function findExpiryObstacle(intent: Intent): Obstacle | undefined {
  const status = intentStatusOf(intent);
  if (status === 'requires_payment' || status === 'failed') return undefined;
  return {
    code: 'intent_not_expirable',
    message: `Intent ${intent.id} cannot expire now: it is ${status}`,
    hint: status === 'processing' ? 'Let the running attempt end first.' : 'Nothing follows this status.',
  };
}

/** What always stands against a cancellation. */
export const cancellation = {
  message: 'SecurePayAPI has no cancellation',
  hint: 'Leave the intent unpaid until it expires, or fail it with the card "decline".',
};

/** The same for one payment. */
export function noCancellation(intent: Intent): Obstacle {
  const { message, hint } = cancellation;
  return { code: 'no_cancellation', message: `Payment ${intent.id} cannot be cancelled: ${message}`, hint };
}

function adviseOnAttempt(intent: Intent): string {
  if (isChallengeOpen(intent)) return 'Answer the 3-D Secure challenge: pass, fail or abandon.';
  return intent.isHeld ? 'It is held: use step, skip or continue.' : 'Wait until this attempt has ended.';
}
