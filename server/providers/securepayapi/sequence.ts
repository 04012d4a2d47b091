import type { Change } from '../provider.js';
import { type Intent, isChallengeOpen } from './intent.js';
import { failChallenge } from './lifecycle.js';
import { amend, clearTimer, type Stage, setTimer, walk } from './walk.js';

/**
 * The status sequence as a machine that can be held. All of it is ours: no page of the provider knows anything of the kind. While an
 * intent is held, nothing moves by itself but its own expiry: each status waits for a hand, and the bank waits without end.
 */

/** Changes that hold an intent, before its next attempt or in the midst of one. */
export function holdSequence(intent: Intent): Change[] {
  const text = 'Held: the next status waits for a hand';
  return [...clearTimer(intent, 'step'), ...clearTimer(intent, 'challenge'), amend(intent, text, { isHeld: true })];
}

/** Changes that go one status on. The caller has made sure that one is to come. */
export function stepSequence(intent: Intent, stage: Stage): Change[] {
  return [...clearTimer(intent, 'step'), ...walk(intent, intent.plan, stage, {}, { isSingle: true })];
}

/** As `stepSequence`, and nobody is told: a receiver misses the status. */
export function skipStep(intent: Intent, stage: Stage): Change[] {
  return [...clearTimer(intent, 'step'), ...walk(intent, intent.plan, stage, {}, { isSingle: true, isSilent: true })];
}

/** Changes that let a held intent run again; pauses and the bank's time begin anew. */
export function releaseSequence(intent: Intent, stage: Stage): Change[] {
  const { stepDelayMs, challengeTimeoutMs } = stage.settings;
  const released = amend(intent, 'No longer held', { isHeld: null });
  if (isChallengeOpen(intent)) return [released, setTimer(intent, 'challenge', challengeTimeoutMs)];
  if (intent.plan.length === 0) return [released];
  if (stepDelayMs > 0) return [released, setTimer(intent, 'step', stepDelayMs)];
  return [released, ...walk({ ...intent, isHeld: false }, intent.plan, stage, {})];
}

/** Changes that end the open challenge as if its time were up. */
export function timeChallengeOut(intent: Intent, stage: Stage): Change[] {
  return [...clearTimer(intent, 'challenge'), ...failChallenge(intent, stage)];
}
