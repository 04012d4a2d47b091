import { reconcileAdvice } from '../advice/trust.js';
import type { Check } from '../check.js';
import { judgeActs } from './judge-acts.js';
import { findReconcileObstacle } from './obstacles.js';
import { tellLookups } from './tell-lookups.js';

export const mis1: Check = {
  id: 'MIS-1',
  title: 'A missed event is found out',
  severity: 'medium',
  advice: reconcileAdvice,
  findObstacle: findReconcileObstacle,
  async run(exam) {
    const route = exam.profile.lookup?.route ?? '';
    const { evidence: before } = await exam.control('before');
    const order = await exam.order();
    // Its event is held like all others, and this time nobody sends it.
    await order.pay();
    const hasActed = await order.waitForAct(exam.reconcileMs, { isReaction: false });
    const asked = await order.lookups(before.seq ?? 0);
    const evidence = [
      before,
      tellLookups(asked, route, asked.length > 0),
      ...judgeActs('the order whose event was never sent', hasActed ? 1 : 0, 1),
    ];
    const seconds = exam.reconcileMs / 1_000;
    if (hasActed) {
      return {
        verdict: 'pass',
        sentence: 'A payment succeeded and its event was never sent; the app found out by itself.',
        evidence,
      };
    }
    if (asked.length === 0) {
      return {
        verdict: 'warn',
        sentence: `A payment succeeded and its event was never sent; within ${seconds} s the app did not ask ${route} about it.`,
        evidence,
      };
    }
    return {
      verdict: 'inconclusive',
      sentence: `A payment succeeded and its event was never sent; the app asked ${route} but had not acted after ${seconds} s. Give it longer with --reconcile.`,
      evidence,
    };
  },
};
