import { acceptAdvice } from '../advice/acknowledging.js';
import type { Check } from '../check.js';
import { InconclusiveError } from '../exam/inconclusive-error.js';
import { sayAnswer, tellSent } from '../exam/sent.js';
import { findNoObstacle } from './obstacles.js';

export const ctl1: Check = {
  id: 'CTL-1',
  title: 'A valid event is accepted',
  severity: 'gate',
  advice: acceptAdvice,
  findObstacle: findNoObstacle,
  async run(exam) {
    const order = await exam.order();
    const sent = await order.send(await order.pay(), 'a valid event');
    const evidence = [tellSent(sent, 'accepted', sent.isTaken)];
    const { title } = exam.provider;
    if (sent.status === null) {
      throw new InconclusiveError(
        `${exam.endpoint} did not answer a valid event (${sent.code}): see that the app runs and listens there`,
      );
    }
    if (sent.isTaken) {
      const note = sent.isAcknowledged ? '' : `, which ${title} does not take for an acknowledgement: see ACK-1`;
      return { verdict: 'pass', sentence: `The app accepted a valid event with ${sent.status}${note}.`, evidence };
    }
    const isRedirect = sent.status >= 300 && sent.status < 400;
    const why = isRedirect
      ? `${title} does not follow redirects; give the address that it leads to`
      : sent.status === 401 || sent.status === 403
        ? 'the app most likely has another secret, or verifies in another way: "paystage diagnose" finds out which'
        : 'look at its log for the reason';
    return { verdict: 'fail', sentence: `The app answered a valid event with ${sayAnswer(sent)}; ${why}.`, evidence };
  },
};
