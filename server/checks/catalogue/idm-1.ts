import { duplicateAdvice } from '../advice/once.js';
import type { Check } from '../check.js';
import { type Sent, tellSent } from '../exam/sent.js';
import { judgeActs } from './judge-acts.js';
import { judgeOnce } from './judge-once.js';
import { findNoObstacle } from './obstacles.js';

export const idm1: Check = {
  id: 'IDM-1',
  title: 'The same event again has no second effect',
  severity: 'critical',
  advice: duplicateAdvice,
  findObstacle: findNoObstacle,
  // An operator may restart the app in the middle of it, which no other check would survive.
  isAlone: true,
  async run(exam) {
    const order = await exam.order();
    const genuine = await order.pay();
    const evidence = [await exam.deliver(order, genuine, 'the event')];
    const again = await order.send(genuine, 'the same event once more');
    const replay = await order.send(genuine, 'the same bytes and headers once more', {
      signing: 'kept',
      headers: await order.headersOf(again),
    });
    const repeated: Sent[] = [again];
    evidence.push(
      tellSent(again, 'acknowledged', again.isTaken),
      // No sender repeats headers byte by byte, so a receiver may refuse what it has seen.
      tellSent(replay, 'acknowledged or refused', replay.isTaken || replay.isRefused),
    );
    if (exam.hasOperator) {
      await exam.askOperator('Restart your app, with the data that it has, and go on when it answers again.');
      const late = await order.send(genuine, 'the same event after a restart of the app');
      repeated.push(late);
      evidence.push(tellSent(late, 'acknowledged', late.isTaken));
    }
    if (exam.hasProbe) await order.settle();
    const acts = await order.countExactly();
    evidence.push(...judgeActs('the order afterwards', acts, 1));
    return judgeOnce(`The app was sent one event ${repeated.length + 2} times`, {
      acts,
      odd: repeated.find(({ isTaken }) => !isTaken),
      evidence,
      ...(exam.hasOperator ? { addition: ', also over a restart' } : {}),
    });
  },
};
