import type { Change } from '../provider.js';
import { type Intent, isChallengeOpen } from './intent.js';
import { authenticationFailed, type CardName, challengeTimedOut, type MockCard, mockCards, type Step } from './mock-cards.js';
import type { Settings } from './settings.js';
import { amend, changeStatus, clearTimer, forget, type Stage, walk } from './walk.js';

export type ChallengeResult = 'pass' | 'fail' | 'abandon';

/** Changes that begin the next attempt to pay. The caller has made sure that the intent can be paid. */
export function startAttempt(intent: Intent, card: CardName, stage: Stage): Change[] {
  const isFirst = intent.attempt === 0;
  const facts = {
    attempt: intent.attempt + 1,
    card,
    hasLeft: mockCards[card].answer === 'abandon' ? true : forget(intent.hasLeft),
    failure: forget(intent.failure),
    uuid: isFirst || stage.settings.uuidPer === 'intent' ? intent.uuid : stage.ids.uuid(),
  };
  const steps = planAttempt(mockCards[card], stage.settings);
  if (!isFirst || intent.status !== 'INIT') return walk(intent, [{ to: 'INIT' }, ...steps], stage, facts);
  // Held before the first card, an attempt waits at INIT, also where INIT came with the intent.
  return intent.isHeld
    ? [amend(intent, 'The card was submitted; the sequence is held', { ...facts, plan: [...steps] })]
    : walk(intent, steps, stage, facts);
}

/** Changes after the customer answered the bank, or left. The caller has made sure that the challenge is open. */
export function answerChallenge(intent: Intent, result: ChallengeResult, stage: Stage): Change[] {
  if (result === 'abandon') {
    return [amend(intent, 'The customer left the 3-D Secure challenge without an answer', { hasLeft: true })];
  }
  const refusal = intent.card && mockCards[intent.card].refusal;
  const steps = result === 'pass' ? [{ to: 'AUTH3DSRESULT' } as const, ...planCharge(refusal)] : refusedByBank;
  return [...clearTimer(intent, 'challenge'), ...walk(intent, steps, stage, { hasLeft: forget(intent.hasLeft) })];
}

/** Changes when the challenge's time is up. */
export function failChallenge(intent: Intent, stage: Stage): Change[] {
  if (!isChallengeOpen(intent)) return [];
  return walk(intent, [{ to: 'FAILED', failure: challengeTimedOut }], stage, { hasLeft: forget(intent.hasLeft) });
}

/** The next of the steps that were put off by `stepDelayMs`. */
export function continueAttempt(intent: Intent, stage: Stage): Change[] {
  return intent.plan.length === 0 ? [] : walk(intent, intent.plan, stage, {});
}

/** INIT as soon as the intent exists, for accounts that switched it so. */
export function announceCreation(intent: Intent, stage: Stage): Change[] {
  return stage.settings.initAt === 'creation' ? [changeStatus(intent, { to: 'INIT' }, stage, {})] : [];
}

const refusedByBank: readonly Step[] = [{ to: 'AUTH3DSRESULT' }, { to: 'FAILED', failure: authenticationFailed }];

/** Steps after INIT until the payment ends or waits for the customer. Listing order of the webhooks page; the rest is ours. */
function planAttempt(card: MockCard, settings: Settings): readonly Step[] {
  if (!card.isChallenged)
    return [...(settings.frictionlessResult ? [{ to: 'AUTH3DSRESULT' } as const] : []), ...planCharge(card.refusal)];
  const challenge: Step[] = [{ to: 'AUTH3DSCHALLENGE' }, { to: 'AUTH3DSCHALLENGEFORM' }];
  return card.answer === 'fail' ? [...challenge, ...refusedByBank] : challenge;
}

function planCharge(refusal: MockCard['refusal']): Step[] {
  return [{ to: 'PAYING' }, refusal ? { to: 'FAILED', failure: refusal } : { to: 'SUCCEEDED' }];
}
