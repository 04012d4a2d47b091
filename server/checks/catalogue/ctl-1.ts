import { acceptAdvice } from '../advice/acknowledging.js';
import type { Check } from '../check.js';
import { InconclusiveError } from '../exam/inconclusive-error.js';
import { sayAnswer, tellSent } from '../exam/sent.js';
import { findCause } from './find-cause.js';
import { findNoObstacle } from './obstacles.js';

export const ctl1: Check = {
  id: 'CTL-1',
  title: 'A valid event is accepted',
  severity: 'gate',
  advice: acceptAdvice,
  findObstacle: findNoObstacle,
  async run(exam) {
    const order = await exam.order();
    const genuine = await order.pay();
    const sent = await order.send(genuine, 'a valid event');
    const evidence = [tellSent(sent, 'accepted', sent.isTaken)];
    const { title } = exam.provider;
    if (sent.status === null) {
      throw new InconclusiveError(
        `${exam.endpoint} did not answer a valid event (${sent.code}): see that the app runs and listens there`,
      );
    }
    if (sent.isTaken) {
      // What the probe says is the question of other checks; that it says something is what they stand on.
      await order.countActs();
      const note = sent.isAcknowledged ? '' : `, which ${title} does not take for an acknowledgement: see ACK-1`;
      return { verdict: 'pass', sentence: `The app accepted a valid event with ${sent.status}${note}.`, evidence };
    }
    const isRedirect = sent.status >= 300 && sent.status < 400;
    const answered = `The app answered a valid event with ${sayAnswer(sent)}`;
    const found = isRedirect ? null : await findCause(exam, genuine);
    if (found) {
      const { cause, confidence, others } = found.diagnosis;
      const doubt =
        confidence === 'certain'
          ? ''
          : ` (${confidence}; ${others.length > 0 ? `or ${others.join(', ')}` : 'nothing else is known that fits'})`;
      // Whether the app or whoever started the run has the wrong one of two secrets cannot be seen.
      const isUndecided = cause.id === 'wrong-secret';
      return {
        verdict: isUndecided ? 'inconclusive' : 'fail',
        sentence: `${answered}. ${cause.sentence}${doubt} ${cause.fix}${isUndecided ? ' Or give the secret that your app has with --secret.' : ''}`,
        evidence: [...evidence, ...found.evidence],
        ...(cause.snippets ? { fixes: cause.snippets } : {}),
      };
    }
    const why = isRedirect
      ? `${title} does not follow redirects; give the address that it leads to`
      : 'look at its log for the reason';
    return { verdict: 'fail', sentence: `${answered}; ${why}.`, evidence };
  },
};
