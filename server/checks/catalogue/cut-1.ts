import { cutAdvice } from '../advice/robustness.js';
import type { Check } from '../check.js';
import { sayAnswer } from '../exam/sent.js';
import { tempt } from '../exam/tempt.js';
import { judgeActs } from './judge-acts.js';
import { findNoObstacle } from './obstacles.js';

export const cut1: Check = {
  id: 'CUT-1',
  title: 'Half an event does nothing, the whole one does',
  severity: 'high',
  advice: cutAdvice,
  findObstacle: findNoObstacle,
  async run(exam) {
    const { evidence: before, ...known } = await exam.control('before');
    const { order, event, pay } = await tempt(exam, known);
    const cut = await order.send(event, 'the connection cut after half of the body', {
      cutAfterBytes: Math.floor(Buffer.byteLength(event.event.body) / 2),
    });
    if (exam.hasProbe) await order.settle();
    const halfActs = await order.countActs();
    const evidence = [
      before,
      { name: cut.name, seq: cut.seq, expected: 'nothing happens', seen: sayAnswer(cut), isMet: null },
      ...judgeActs('the order after half of it', halfActs, 0),
    ];
    if (halfActs !== null && halfActs > 0) {
      return {
        verdict: 'fail',
        sentence: 'The connection broke in the middle of an event, and the app acted on the half.',
        evidence,
      };
    }
    // Signed again, so that ACK-1 does not count it: what becomes of it says something about the half before.
    const whole = await order.send(await pay(), 'the whole event afterwards', { signing: 'fresh' });
    evidence.push({ name: whole.name, seq: whole.seq, expected: 'accepted', seen: sayAnswer(whole), isMet: whole.isTaken });
    if (!whole.isTaken) {
      return {
        verdict: 'fail',
        sentence: `After an event that was cut off, the app answered ${sayAnswer(whole)} to the whole one: the half of it got stuck.`,
        evidence,
      };
    }
    const hasActed = await order.waitForAct();
    evidence.push(...judgeActs('the order after the whole', hasActed === null ? null : await order.countActs(), 1));
    if (hasActed === null) {
      return {
        verdict: 'inconclusive',
        sentence: 'The app took the whole event after half of one; whether it acted once cannot be seen without --probe.',
        evidence,
      };
    }
    const acts = await order.countActs();
    return acts === 1
      ? { verdict: 'pass', sentence: 'The app did nothing on half an event and acted once on the whole.', evidence }
      : { verdict: 'fail', sentence: `After half an event and the whole one the app had acted ${acts ?? 0} times.`, evidence };
  },
};
