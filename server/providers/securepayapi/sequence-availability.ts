import type { Obstacle } from './availability.js';
import { type Intent, intentStatusOf, isChallengeOpen } from './intent.js';

/** What stands against holding the intent now. */
export function findHoldObstacle(intent: Intent): Obstacle | undefined {
  if (intent.isHeld) {
    return {
      code: 'already_held',
      message: `Intent ${intent.id} is held already`,
      hint: 'Use step, skip or continue.',
    };
  }
  if (!isOver(intent)) return undefined;
  return {
    code: 'nothing_to_hold',
    message: `Intent ${intent.id} cannot be held: it is ${intentStatusOf(intent)}`,
    hint: 'Nothing follows this status.',
  };
}

/** What stands against letting the intent run again. */
export function findReleaseObstacle(intent: Intent): Obstacle | undefined {
  if (intent.isHeld) return undefined;
  return {
    code: 'not_held',
    message: `Intent ${intent.id} is not held`,
    hint: isOver(intent) ? 'Nothing follows its status.' : 'Use hold first.',
  };
}

/** What stands against going one status on, announced or not. */
export function findStepObstacle(intent: Intent): Obstacle | undefined {
  if (intent.plan.length > 0) return undefined;
  if (isChallengeOpen(intent)) {
    return {
      code: 'challenge_open',
      message: `Intent ${intent.id} waits for an answer to its 3-D Secure challenge`,
      hint: 'Answer the challenge (pass, fail or abandon) or let it time out (time-out).',
    };
  }
  return {
    code: 'no_step_left',
    message: `Intent ${intent.id} has no status to come: no attempt to pay it runs (${intent.status})`,
    hint: isOver(intent) ? 'Nothing follows this status.' : 'Hold it, then pay: the attempt stops at INIT and goes on by hand.',
  };
}

function isOver(intent: Intent): boolean {
  const status = intentStatusOf(intent);
  return status === 'succeeded' || status === 'expired';
}
