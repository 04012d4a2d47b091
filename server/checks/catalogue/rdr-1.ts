import { forgedRedirectAdvice } from '../advice/trust.js';
import type { Check, Finding } from '../check.js';
import type { Exam } from '../exam/exam.js';
import type { Opened } from '../exam/order.js';
import { demandPage, readCallback, tellOpened } from './callback-addresses.js';
import { judgeActs } from './judge-acts.js';
import { findCallbackObstacle } from './obstacles.js';
import { tellLookups } from './tell-lookups.js';

export const rdr1: Check = {
  id: 'RDR-1',
  title: 'A forged return of the browser is not believed',
  severity: 'critical',
  advice: forgedRedirectAdvice,
  findObstacle: findCallbackObstacle,
  run: judgeForgedReturns,
};

async function judgeForgedReturns(exam: Exam): Promise<Finding> {
  const callback = await readCallback(exam);
  const { order: other, evidence: before } = await exam.control('before');
  const victim = await exam.order();
  const opened: Opened[] = [];
  for (const { name, url } of callback.forgeries(victim.payment)) opened.push(await victim.open(url, name));
  opened.push(await victim.open(callback.success(other.payment), "the return of another customer's paid payment"));
  if (exam.hasProbe) await victim.settle();
  const acts = await victim.countActs();
  const otherActs = await other.countActs();
  const evidence = [
    before,
    ...opened.map((one) => tellOpened(one, 'no effect', null)),
    ...judgeActs('the order that nobody paid', acts, 0),
    ...judgeActs("the other customer's order", otherActs, 1),
  ];
  const { lookup } = exam.profile;
  const asked = await victim.lookups(before.seq ?? 0);
  if (lookup) evidence.push(tellLookups(asked, lookup.route, null));
  if (acts !== null && acts > 0) {
    return {
      verdict: 'fail',
      sentence: 'A browser opened the success address of a payment that nobody paid, and the app acted on it.',
      evidence,
    };
  }
  if (otherActs !== null && otherActs > 1) {
    return {
      verdict: 'fail',
      sentence: `A browser opened the success address of another customer's payment, and the app acted on that payment again (${otherActs} times in all).`,
      evidence,
    };
  }
  const genuine = await victim.pay();
  evidence.push(demandPage(await victim.open(callback.success(victim.payment), 'the genuine return after')));
  evidence.push(await exam.deliver(victim, genuine, 'the genuine event after'));
  if (acts === null) {
    return {
      verdict: 'inconclusive',
      sentence: 'A browser opened forged returns; whether the app acted on them cannot be seen without --probe.',
      evidence,
    };
  }
  const crashed = opened.filter(({ status }) => status === null || status >= 500);
  const [first] = crashed;
  if (first) {
    return {
      verdict: 'warn',
      sentence: `The app did not act on forged returns, but it showed no proper page for ${first.name} (${first.status ?? 'no answer'}).`,
      evidence,
    };
  }
  const asking = lookup && asked.length > 0 ? `, and asked ${lookup.route} about it` : '';
  return { verdict: 'pass', sentence: `The app did not act on ${opened.length} forged returns${asking}.`, evidence };
}
