import { staleAdvice } from '../advice/signatures.js';
import type { Check } from '../check.js';
import type { Exam } from '../exam/exam.js';
import type { Genuine, Order } from '../exam/order.js';
import { tellSent } from '../exam/sent.js';
import { judgeActs } from './judge-acts.js';
import { findSignatureObstacle } from './obstacles.js';

const TEN_MINUTES_MS = 600_000;
const BISECTIONS = 4;

export const rep1: Check = {
  id: 'REP-1',
  title: 'An old event that is played back does nothing',
  severity: 'medium',
  advice: staleAdvice,
  findObstacle: findSignatureObstacle,
  async run(exam) {
    const { order, paid, evidence: before } = await exam.control('before');
    const old = await order.send(paid, 'signed ten minutes ago', { signedAtOffsetMs: -TEN_MINUTES_MS });
    const early = await order.send(paid, 'signed ten minutes from now', { signedAtOffsetMs: TEN_MINUTES_MS });
    if (exam.hasProbe) await order.settle();
    const acts = await order.countActs();
    const evidence = [
      before,
      ...[old, early].map((sent) => tellSent(sent, 'refused, or nothing happens', null)),
      ...judgeActs('the order afterwards', acts, 1),
    ];
    if (acts !== null && acts > 1) {
      return {
        verdict: 'warn',
        sentence: `The app acted again on an event that was played back with a timestamp ten minutes off: ${acts} times in all.`,
        evidence,
      };
    }
    if (old.isRefused && early.isRefused) {
      const windowMs = await findWindow(exam, order, paid);
      return {
        verdict: 'pass',
        sentence: `The app refuses timestamps that are off by more than about ${Math.round(windowMs / 1_000)} s.`,
        evidence,
      };
    }
    if (acts === null)
      return {
        verdict: 'warn',
        sentence: 'The app accepts a timestamp that is ten minutes off; whether it acts again cannot be seen without --probe.',
        evidence,
      };
    return {
      verdict: 'pass',
      sentence: 'The app accepts a timestamp that is ten minutes off, but does not act on the same event again.',
      evidence,
    };
  },
};

/** The provider documents no window, so it only tells. */
async function findWindow(exam: Exam, order: Order, paid: Genuine): Promise<number> {
  let [accepted, refused] = [0, TEN_MINUTES_MS];
  for (let step = 0; step < BISECTIONS && exam.budget.left > 0; step++) {
    const middle = (accepted + refused) / 2;
    const sent = await order.send(paid, `signed ${Math.round(middle / 1_000)} s ago`, { signedAtOffsetMs: -Math.round(middle) });
    if (sent.isTaken) accepted = middle;
    else refused = middle;
  }
  return refused;
}
