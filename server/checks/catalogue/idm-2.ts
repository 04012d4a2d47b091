import { raceAdvice } from '../advice/once.js';
import type { Check } from '../check.js';
import { InconclusiveError } from '../exam/inconclusive-error.js';
import { sayAnswer, tellSent } from '../exam/sent.js';
import { judgeActs } from './judge-acts.js';
import { judgeOnce } from './judge-once.js';
import { findNoObstacle } from './obstacles.js';

const COPIES = 10;

export const idm2: Check = {
  id: 'IDM-2',
  title: 'Copies at the same moment have one effect',
  severity: 'critical',
  advice: raceAdvice,
  findObstacle: findNoObstacle,
  async run(exam) {
    const order = await exam.order();
    const genuine = await order.pay();
    // Said explicitly, they do not count as ordinary events: a receiver may turn away a copy while it works on another.
    const copies = await Promise.all(
      Array.from({ length: COPIES }, (_, index) => order.send(genuine, `copy ${index + 1} of ${COPIES}`, { signing: 'fresh' })),
    );
    const evidence = copies.map((copy) =>
      tellSent(copy, 'acknowledged, or 409 or 5xx for now', copy.isTaken || mayComeAgain(copy.status)),
    );
    const turnedAway = copies.filter(({ isTaken }) => !isTaken);
    // The provider sends what was not acknowledged again.
    const retry = turnedAway.length > 0 ? await order.send(genuine, 'the event once more', { signing: 'fresh' }) : null;
    if (retry) evidence.push(tellSent(retry, 'acknowledged', retry.isTaken));
    if (retry && turnedAway.length === COPIES && !retry.isTaken)
      throw new InconclusiveError(`a valid event was answered ${sayAnswer(retry)}, so nothing can be concluded`);
    const hasActed = await order.waitForAct();
    if (hasActed === false)
      throw new InconclusiveError(
        `a valid event was acknowledged, but the probe does not show that the app acted on it${exam.hasCreate ? '' : '; if it only takes orders of its own, add --create'}`,
      );
    if (exam.hasProbe) await order.settle();
    const acts = await order.countExactly();
    evidence.push(...judgeActs('the order afterwards', acts, 1));
    const odd = retry && !retry.isTaken ? retry : turnedAway.find(({ status }) => !mayComeAgain(status));
    return judgeOnce(`The app was sent ${COPIES} copies of an event at the same moment`, { acts, odd, evidence });
  },
};

/** A copy that is turned away with one of these comes again later and finds the work done. */
function mayComeAgain(status: number | null): boolean {
  return status === null || status === 409 || status === 429 || status >= 500;
}
