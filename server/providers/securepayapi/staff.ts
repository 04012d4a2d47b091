import { z } from 'zod';
import type { Change, PaymentActions } from '../provider.js';
import { enter, explainUnknown, refuseIf } from './action-parts.js';
import { findChallengeObstacle, findExpiryObstacle, type Obstacle } from './availability.js';
import type { Intent } from './intent.js';
import { holdSequence, releaseSequence, skipStep, stepSequence, timeChallengeOut } from './sequence.js';
import { findHoldObstacle, findReleaseObstacle, findStepObstacle } from './sequence-availability.js';
import { expireIntent, type Stage } from './walk.js';

interface StaffAction {
  findObstacle(intent: Intent): Obstacle | undefined;
  apply(intent: Intent, stage: Stage): Change[];
}

/** The first ends an intent's seven days now; the others drive its status sequence by hand and are ours alone. */
const actions = {
  expire: { findObstacle: findExpiryObstacle, apply: expireIntent },
  hold: { findObstacle: findHoldObstacle, apply: holdSequence },
  step: { findObstacle: findStepObstacle, apply: stepSequence },
  skip: { findObstacle: findStepObstacle, apply: skipStep },
  continue: { findObstacle: findReleaseObstacle, apply: releaseSequence },
  'time-out': { findObstacle: findChallengeObstacle, apply: timeChallengeOut },
} satisfies Record<string, StaffAction>;

const words = Object.keys(actions) as [keyof typeof actions, ...(keyof typeof actions)[]];
const schema = z.strictObject({ action: z.enum(words, { error: ({ input }) => explainUnknown('action', input, words) }) });

/** What the provider's side may do: let an intent expire, and hold, step, skip or time out its sequence. */
export const staffActions: PaymentActions = {
  schema,
  decide(payment, given, view) {
    const action = schema.parse(given);
    const { findObstacle, apply } = actions[action.action];
    const { intent, stage } = enter(payment, view);
    refuseIf(findObstacle(intent));
    const act: Change = { type: 'act', paymentId: payment.id, actor: 'provider', source: 'control', action };
    return { changes: [act, ...apply(intent, stage)] };
  },
};
