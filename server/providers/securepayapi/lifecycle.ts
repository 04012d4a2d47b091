import type { JsonObject } from '../../protocol/records.js';
import type { Change, IdSource } from '../provider.js';
import { type Intent, type IntentData, isChallengeOpen, toJsonObject } from './intent.js';
import { authenticationFailed, type CardName, challengeTimedOut, type MockCard, mockCards, type Step } from './mock-cards.js';
import { buildEvent } from './payload.js';
import type { Settings } from './settings.js';

/** What a decision about an intent needs beside the intent. */
export interface Stage {
  settings: Settings;
  ids: IdSource;
  /** Lane time, epoch ms. */
  nowMs: number;
}

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
  const init: Step[] = isFirst && intent.status === 'INIT' ? [] : [{ to: 'INIT' }];
  return walk(intent, [...init, ...planAttempt(mockCards[card], stage.settings)], stage, facts);
}

/** Changes after the customer answered the bank, or left. The caller has made sure that the challenge is open. */
export function answerChallenge(intent: Intent, result: ChallengeResult, stage: Stage): Change[] {
  if (result === 'abandon') {
    const text = 'The customer left the 3-D Secure challenge without an answer';
    return [{ type: 'amend_payment', paymentId: intent.id, text, data: { hasLeft: true } }];
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

/** Changes that end an intent which nobody is paying at the moment. */
export function expireIntent(intent: Intent, stage: Stage): Change[] {
  return [...clearTimer(intent, 'expire'), changeStatus(intent, { to: 'EXPIRED' }, stage, {})];
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

/** Takes the steps, all at once or one now and the rest by timer, and sets what has to happen at the place where they stop. */
function walk(intent: Intent, steps: readonly Step[], stage: Stage, facts: FactsPatch): Change[] {
  const { stepDelayMs, challengeTimeoutMs } = stage.settings;
  const now = stepDelayMs > 0 ? steps.slice(0, 1) : steps;
  const later = steps.slice(now.length);
  const first: FactsPatch = { ...facts, plan: later.length > 0 ? [...later] : forget(intent.plan.length > 0) };
  const changes: Change[] = now.map((step, index) =>
    changeStatus(withFacts(intent, facts), step, stage, index === 0 ? first : {}),
  );
  const stop = now.at(-1)?.to;
  if (later.length > 0) return [...changes, { type: 'set_timer', paymentId: intent.id, timer: 'step', dueInMs: stepDelayMs }];
  if (stop === 'AUTH3DSCHALLENGEFORM') {
    return [...changes, { type: 'set_timer', paymentId: intent.id, timer: 'challenge', dueInMs: challengeTimeoutMs }];
  }
  if (stop === 'SUCCEEDED') return [...changes, ...clearTimer(intent, 'expire')];
  // An attempt may outlast the seven days; when it fails after them there is nothing left to try again.
  if (stop === 'FAILED' && stage.nowMs >= intent.expiresAtMs)
    return [...changes, ...expireIntent(withFacts(intent, facts), stage)];
  return changes;
}

/** Facts to store; null forgets one. */
type FactsPatch = { [Name in keyof IntentData]?: IntentData[Name] | null };

/** Null for a fact that is stored and has to go; undefined changes nothing. */
function forget(isStored: unknown): null | undefined {
  return isStored ? null : undefined;
}

function withFacts(intent: Intent, facts: FactsPatch): Intent {
  return { ...intent, uuid: facts.uuid ?? intent.uuid };
}

function changeStatus(intent: Intent, step: Step, stage: Stage, facts: FactsPatch): Change {
  const stored: JsonObject = toJsonObject({ ...facts, ...(step.failure ? { failure: step.failure } : {}) });
  const isSilent = step.to === 'EXPIRED' && !stage.settings.expiredEvent;
  const news = { status: step.to, failure: step.failure, nowMs: stage.nowMs };
  return {
    type: 'change_status',
    paymentId: intent.id,
    to: step.to,
    ...(step.failure ? { text: step.failure.message } : {}),
    ...(Object.keys(stored).length > 0 ? { data: stored } : {}),
    ...(isSilent ? {} : { event: buildEvent(intent, news, stage.settings) }),
  };
}

function clearTimer(intent: Intent, timer: string): Change[] {
  return intent.timers.includes(timer) ? [{ type: 'clear_timer', paymentId: intent.id, timer }] : [];
}
