import type { JsonObject } from '../../protocol/records.js';
import type { Change, IdSource } from '../provider.js';
import { type Intent, type IntentData, toJsonObject } from './intent.js';
import type { Step } from './mock-cards.js';
import { buildEvent } from './payload.js';
import type { Settings } from './settings.js';
import { statuses } from './statuses.js';

/** What a decision about an intent needs beside the intent. */
export interface Stage {
  settings: Settings;
  ids: IdSource;
  /** Lane time, epoch ms. */
  nowMs: number;
}

/** Facts to store; null forgets one. */
export type FactsPatch = { [Name in keyof IntentData]?: IntentData[Name] | null };

export interface Pace {
  /** Takes one step, whatever the account's pauses say. */
  isSingle?: boolean;
  /** Nobody is told about the first step. */
  isSilent?: boolean;
}

/**
 * Takes the steps, all at once or one now and the rest later, and sets what has to happen at the place where they stop: by timer, or by
 * hand while the sequence is held.
 */
export function walk(intent: Intent, steps: readonly Step[], stage: Stage, facts: FactsPatch, pace: Pace = {}): Change[] {
  const { stepDelayMs, challengeTimeoutMs } = stage.settings;
  const now = intent.isHeld || pace.isSingle || stepDelayMs > 0 ? steps.slice(0, 1) : steps;
  const later = steps.slice(now.length);
  const stop = now.at(-1)?.to;
  const first: FactsPatch = {
    ...facts,
    plan: later.length > 0 ? [...later] : forget(intent.plan.length > 0),
    // Nothing is left to hold.
    ...(stop === 'SUCCEEDED' ? { isHeld: forget(intent.isHeld) } : {}),
  };
  const changes: Change[] = now.map((step, index) =>
    changeStatus(withFacts(intent, facts), step, stage, index === 0 ? first : {}, pace.isSilent && index === 0),
  );
  if (later.length > 0) return intent.isHeld ? changes : [...changes, setTimer(intent, 'step', stepDelayMs)];
  if (stop === 'AUTH3DSCHALLENGEFORM')
    return intent.isHeld ? changes : [...changes, setTimer(intent, 'challenge', challengeTimeoutMs)];
  if (stop === 'SUCCEEDED') return [...changes, ...clearTimer(intent, 'expire')];
  // An attempt may outlast the seven days; when it fails after them there is nothing left to try again.
  if (stop === 'FAILED' && stage.nowMs >= intent.expiresAtMs)
    return [...changes, ...expireIntent(withFacts(intent, facts), stage)];
  return changes;
}

/** Changes that end an intent which nobody is paying at the moment. */
export function expireIntent(intent: Intent, stage: Stage): Change[] {
  const facts = { isHeld: forget(intent.isHeld) };
  return [...clearTimer(intent, 'expire'), changeStatus(intent, { to: 'EXPIRED' }, stage, facts)];
}

/** Null for a fact that is stored and has to go; undefined changes nothing. */
export function forget(isStored: unknown): null | undefined {
  return isStored ? null : undefined;
}

export function changeStatus(intent: Intent, step: Step, stage: Stage, facts: FactsPatch, isSkipped = false): Change {
  const stored: JsonObject = toJsonObject({ ...facts, ...(step.failure ? { failure: step.failure } : {}) });
  const isSilent = isSkipped || (step.to === 'EXPIRED' && !stage.settings.expiredEvent);
  const news = { status: step.to, failure: step.failure, nowMs: stage.nowMs };
  const text = step.failure?.message ?? (isSkipped ? statuses[step.to].text : undefined);
  return {
    type: 'change_status',
    paymentId: intent.id,
    to: step.to,
    ...(text === undefined ? {} : { text: isSkipped ? `${text}; skipped, so nobody is told` : text }),
    ...(Object.keys(stored).length > 0 ? { data: stored } : {}),
    ...(isSilent ? {} : { event: buildEvent(intent, news, stage.settings) }),
  };
}

export function amend(intent: Intent, text: string, facts: FactsPatch): Change {
  return { type: 'amend_payment', paymentId: intent.id, text, data: toJsonObject(facts) };
}

export function setTimer(intent: Intent, timer: string, dueInMs: number): Change {
  return { type: 'set_timer', paymentId: intent.id, timer, dueInMs };
}

export function clearTimer(intent: Intent, timer: string): Change[] {
  return intent.timers.includes(timer) ? [{ type: 'clear_timer', paymentId: intent.id, timer }] : [];
}

function withFacts(intent: Intent, facts: FactsPatch): Intent {
  return { ...intent, uuid: facts.uuid ?? intent.uuid };
}
