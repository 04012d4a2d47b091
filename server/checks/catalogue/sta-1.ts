import type { CheckEvidence } from '../../protocol/check-records.js';
import { finalOnlyAdvice } from '../advice/states.js';
import type { Check, Finding } from '../check.js';
import type { Exam } from '../exam/exam.js';
import { type Sent, sayAnswer, tellSent } from '../exam/sent.js';
import { demandPage, readCallback } from './callback-addresses.js';
import { judgeActs } from './judge-acts.js';
import { findOpenObstacle } from './obstacles.js';

export const sta1: Check = {
  id: 'STA-1',
  title: 'What is not final is not paid',
  severity: 'critical',
  advice: finalOnlyAdvice,
  findObstacle: findOpenObstacle,
  run: judgeUnfinished,
};

async function judgeUnfinished(exam: Exam): Promise<Finding> {
  const isOpen = exam.profile.paths.open !== undefined;
  const evidence: CheckEvidence[] = [(await exam.control('before')).evidence];
  const order = await exam.order();
  const events = await order.play(isOpen ? 'open' : 'challenged');
  const sent: Sent[] = [];
  for (const event of events.filter((event) => !exam.isFinal(event)))
    sent.push(await order.send(event, `the event ${event.status}`));
  evidence.push(...sent.map((one) => tellSent(one, 'acknowledged', one.isTaken)));
  if (isOpen) {
    const callback = await readCallback(exam);
    const name = 'the return of a customer whose money is still on its way';
    evidence.push(demandPage(await order.open(callback.success(order.payment), name)));
  }
  if (exam.hasProbe) await order.settle();
  const acts = await order.countActs();
  evidence.push(...judgeActs('the order before the end', acts, 0));
  const what = isOpen
    ? 'a customer came back whose money had not arrived'
    : `the app was sent ${sent.map(({ name }) => name.replace('the event ', '')).join(', ')}`;
  if (acts !== null && acts > 0) {
    return { verdict: 'fail', sentence: `Nothing was paid yet (${what}), and the app acted as if it were.`, evidence };
  }
  const final = order.findPaid(isOpen ? await order.play('settled') : events);
  evidence.push(await exam.deliver(order, final, 'the event that says paid'));
  if (acts === null) {
    return {
      verdict: 'inconclusive',
      sentence: `Nothing was paid yet (${what}); whether the app acted cannot be seen without --probe.`,
      evidence,
    };
  }
  const odd = sent.find(({ isTaken }) => !isTaken);
  if (odd) {
    return {
      verdict: 'warn',
      sentence: `The app did not act before the end, but answered ${sayAnswer(odd)} to ${odd.name}: it is sent again and again.`,
      evidence,
    };
  }
  return { verdict: 'pass', sentence: `Nothing was paid yet (${what}), and the app waited for the end.`, evidence };
}
