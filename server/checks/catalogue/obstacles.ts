import type { ExamProfile } from '../../providers/exam.js';
import type { ExamGiven, Obstacle } from '../check.js';

/** For checks that any provider's receiver can be put through. */
export function findNoObstacle(): Obstacle | null {
  return null;
}

export function findSignatureObstacle({ signature }: ExamProfile): Obstacle | null {
  return signature ? null : { kind: 'other-provider', reason: 'the provider does not sign its events' };
}

export function findLookupObstacle({ lookup }: ExamProfile): Obstacle | null {
  return lookup ? null : { kind: 'other-provider', reason: 'the provider has no call that tells what became of a payment' };
}

export function findCallbackObstacle({ callback, pageReturn }: ExamProfile, { hasCallback }: ExamGiven): Obstacle | null {
  if (pageReturn && !hasCallback) {
    const what = `the address that your page opens once ${pageReturn.once}, with {externalid} or {id} in it`;
    return { kind: 'skipped', reason: `it needs --callback, ${what}` };
  }
  if (!callback && !pageReturn) return { kind: 'other-provider', reason: 'the provider sends no browser back to the app' };
  return hasCallback ? null : { kind: 'skipped', reason: 'it needs --callback, the address where browsers come back to' };
}

/** @param why it needs an app that makes its own orders. */
export function findCreateObstacle(why: string): (profile: ExamProfile, given: ExamGiven) => Obstacle | null {
  return (_profile, { hasCreate }) => (hasCreate ? null : { kind: 'skipped', reason: `it needs --create: ${why}` });
}

/** Where a provider sends browsers back, news of a payment come in two ways, and both are needed. */
export function findOpenObstacle({ callback }: ExamProfile, { hasCallback }: ExamGiven): Obstacle | null {
  return !callback || hasCallback
    ? null
    : { kind: 'skipped', reason: 'it needs --callback, the address where browsers come back to' };
}

/** Without asking the provider and without an event, an app can know only of orders that it made. */
export function findReconcileObstacle(profile: ExamProfile, given: ExamGiven): Obstacle | null {
  const other = findLookupObstacle(profile);
  if (other) return other;
  if (!given.hasProbe)
    return { kind: 'skipped', reason: 'it needs --probe: nothing else shows what the app found out by itself' };
  return findCreateObstacle('only an app that made the order can miss its event')(profile, given);
}

export function findEncryptionObstacle({ encryption }: ExamProfile): Obstacle | null {
  return encryption ? null : { kind: 'other-provider', reason: 'the provider does not encrypt its events' };
}
