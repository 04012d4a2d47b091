import { forgedEventAdvice } from '../advice/trust.js';
import type { Check, Finding } from '../check.js';
import type { Exam } from '../exam/exam.js';
import { sayAnswer, tellSent } from '../exam/sent.js';
import { judgeActs } from './judge-acts.js';
import { findLookupObstacle } from './obstacles.js';
import { tellLookups } from './tell-lookups.js';

export const src1: Check = {
  id: 'SRC-1',
  title: 'A forged event is not believed',
  severity: 'critical',
  advice: forgedEventAdvice,
  findObstacle: findLookupObstacle,
  run: judgeForgedEvent,
};

async function judgeForgedEvent(exam: Exam): Promise<Finding> {
  const route = exam.profile.lookup?.route ?? '';
  const { order: known, paid, evidence: before } = await exam.control('before');
  const victim = await exam.order();
  const body = exam.profile.bodies.retargeted(paid.body, known.payment, victim.payment);
  const forged = await victim.send(paid, 'a success of a payment that nobody paid', { body });
  if (exam.hasProbe) await victim.settle();
  // Before what must not have happened is looked at: an app that has acted on the control is through with what came earlier.
  const { evidence: closing } = await exam.control('after');
  const acts = await victim.countActs();
  const asked = await victim.lookups(before.seq ?? 0);
  const evidence = [
    before,
    tellSent(forged, 'whatever, but no effect', null),
    tellLookups(asked, route, asked.length > 0),
    ...judgeActs('the order that nobody paid', acts, 0),
  ];
  if (acts !== null && acts > 0) {
    const how = asked.length > 0 ? `although it asked ${route}, which knows of no money` : `without asking ${route}`;
    return {
      verdict: 'fail',
      sentence: `The app was sent a well-formed success of a payment that nobody paid, and acted on it ${how}.`,
      evidence,
    };
  }
  evidence.push(closing);
  // The same payment, now really paid: what kept the app from acting was the missing money and nothing else.
  const genuine = await victim.pay();
  const after = await victim.send(genuine, 'the genuine event after');
  const hasActed = after.isTaken ? await victim.waitForAct() : false;
  evidence.push(tellSent(after, 'accepted', after.isTaken));
  if (hasActed === false) {
    // Inconclusive when the app does not take a valid event of another order either.
    evidence.push((await exam.control('after everything')).evidence);
    return {
      verdict: 'warn',
      sentence: `The app did not act on a forged success, but the genuine event of that payment (${sayAnswer(after)}) did nothing any more: whoever forges first keeps the order from being fulfilled.`,
      evidence,
    };
  }
  const answer = `The app answered ${sayAnswer(forged)} to a forged success`;
  if (acts === null) {
    const asking = asked.length > 0 ? `and asked ${route}` : `and had not asked ${route} by then`;
    return {
      verdict: 'inconclusive',
      sentence: `${answer} ${asking}; whether it acted cannot be seen without --probe.`,
      evidence,
    };
  }
  if (asked.length === 0) {
    return {
      verdict: 'warn',
      sentence: `${answer} and did not act, but it did not ask ${route} either, and nothing else tells a forged event from a genuine one.`,
      evidence,
    };
  }
  return { verdict: 'pass', sentence: `${answer}, asked ${route} about the payment and did not act.`, evidence };
}
