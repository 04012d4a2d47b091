import { unknownPaymentAdvice } from '../advice/trust.js';
import type { Check } from '../check.js';
import { sayAnswer, tellSent } from '../exam/sent.js';
import { judgeActs } from './judge-acts.js';
import { findCreateObstacle } from './obstacles.js';

export const uno1: Check = {
  id: 'UNO-1',
  title: 'An event of an unknown payment creates nothing',
  severity: 'medium',
  advice: unknownPaymentAdvice,
  findObstacle: findCreateObstacle('without it every order is one that the app never saw'),
  async run(exam) {
    const { evidence: before } = await exam.control('before');
    const stranger = await exam.strangeOrder();
    const sent = await stranger.send(await stranger.pay(), 'a valid event of a payment that the app never saw');
    if (exam.hasProbe) await stranger.settle();
    // Before what must not have happened is looked at: an app that has acted on the control is through with what came earlier.
    const { evidence: after } = await exam.control('after');
    const acts = await stranger.countActs();
    const evidence = [before, tellSent(sent, 'acknowledged', sent.isTaken), ...judgeActs('that payment afterwards', acts, 0)];
    if (acts !== null && acts > 0) {
      return {
        verdict: 'fail',
        sentence: 'The app was told of a payment that it never saw, and made an order of it.',
        evidence,
      };
    }
    evidence.push(after);
    const answer = `The app answered ${sayAnswer(sent)} to a valid event of a payment that it never saw`;
    if (sent.status === null || sent.status >= 500)
      return { verdict: 'fail', sentence: `${answer}: it is sent again until the schedule is used up.`, evidence };
    if (!sent.isTaken) return { verdict: 'warn', sentence: `${answer}: it is sent again, and refused each time.`, evidence };
    return acts === null
      ? { verdict: 'inconclusive', sentence: `${answer}; what it made of it cannot be seen without --probe.`, evidence }
      : { verdict: 'pass', sentence: `${answer} and made nothing of it.`, evidence };
  },
};
