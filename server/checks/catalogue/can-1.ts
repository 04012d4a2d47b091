import type { CheckEvidence } from '../../protocol/check-records.js';
import type { ExamPath } from '../../providers/exam.js';
import { cancelAdvice } from '../advice/states.js';
import type { Check, Finding } from '../check.js';
import type { Exam } from '../exam/exam.js';
import { InconclusiveError } from '../exam/inconclusive-error.js';
import type { Order } from '../exam/order.js';
import { type Sent, sayAnswer, tellSent } from '../exam/sent.js';
import { type CallbackAddresses, readCallback, tellOpened } from './callback-addresses.js';
import { judgeActs } from './judge-acts.js';
import { findNoObstacle } from './obstacles.js';

const UNPAID: readonly ExamPath[] = ['failed', 'expired', 'cancelled'];

export const can1: Check = {
  id: 'CAN-1',
  title: 'Failed and cancelled is not paid, and paid stays paid',
  severity: 'high',
  advice: cancelAdvice,
  findObstacle: findNoObstacle,
  run: judgeEnds,
};

interface Ended {
  order: Order;
  name: string;
}

/** What the check has gathered so far. */
interface Course {
  exam: Exam;
  callback: CallbackAddresses | null;
  evidence: CheckEvidence[];
  sent: Sent[];
}

async function judgeEnds(exam: Exam): Promise<Finding> {
  const callback = exam.profile.callback && exam.callback !== null ? await readCallback(exam) : null;
  const course: Course = { exam, callback, evidence: [], sent: [] };
  const unpaid = await endUnpaid(course);
  const retried = exam.profile.paths.retried ? await failFirst(course) : null;
  const { order: paid, lost } = await undo(course);
  if (exam.hasProbe) await paid.settle();
  // Before what must not have happened is looked at: an app that has acted on the control is through with what came earlier.
  const after = await exam.control('after');
  const { evidence, sent } = course;
  const problems: string[] = [];
  for (const { order, name } of unpaid) {
    const acts = await order.countActs();
    evidence.push(...judgeActs(`the order that ${name}`, acts, 0));
    if (acts !== null && acts > 0) problems.push(`fulfilled an order that ${name}`);
  }
  if (retried) {
    const hasActed = await retried.waitForAct();
    const acts = await retried.countActs();
    evidence.push(...judgeActs('the order that failed first and was paid then', acts, 1));
    if (hasActed === false) problems.push('did not fulfil an order that failed first and was paid then');
    if ((acts ?? 0) > 1) problems.push(`acted ${acts} times on an order that failed first and was paid then`);
  }
  const still = lost ?? (await judgeStillPaid(paid));
  if (still) evidence.push(still);
  if (still?.isMet === false) problems.push(`no longer holds a paid order for paid: ${still.seen}`);
  if (problems.length > 0) return { verdict: 'fail', sentence: `The app ${problems.join(', and ')}.`, evidence };
  evidence.push(after.evidence);
  if (!exam.hasProbe) {
    return {
      verdict: 'inconclusive',
      sentence:
        'The app was told of payments that failed or were cancelled; what it made of them cannot be seen without --probe.',
      evidence,
    };
  }
  const odd = sent.find(({ isTaken }) => !isTaken);
  if (odd) {
    return {
      verdict: 'warn',
      sentence: `The app did the right thing, but answered ${sayAnswer(odd)} to ${odd.name}: it is sent again and again.`,
      evidence,
    };
  }
  return {
    verdict: 'pass',
    sentence: `Every order that ${[...new Set(unpaid.map(({ name }) => name))].join(' or ')} stayed unpaid, and a paid one stayed paid.`,
    evidence,
  };
}

/** Payments that come to nothing, each told by what the provider has for it. */
async function endUnpaid({ exam, callback, evidence, sent }: Course): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const path of UNPAID.filter((one) => exam.profile.paths[one] !== undefined)) {
    const order = await exam.order();
    const event = (await order.play(path)).at(-1);
    const name = path === 'cancelled' ? 'was cancelled' : path;
    const what = `an order that ${name}`;
    if (event) {
      const one = await order.send(event, `${what}: event ${event.status}`);
      sent.push(one);
      evidence.push(tellSent(one, 'acknowledged', one.isTaken));
    }
    ended.push({ order, name });
    if (path !== 'cancelled' || !callback) continue;
    // Once with the event and once without: neither of them says paid.
    const silent = await exam.order();
    await silent.play(path);
    for (const back of [order, silent]) {
      const opened = await back.open(callback.cancel(back.payment), `${what}: the return of the browser`);
      evidence.push(tellOpened(opened, 'a page', opened.status !== null && opened.status < 500));
    }
    ended.push({ order: silent, name });
  }
  return ended;
}

/** The first try fails and the second one pays: both are about one payment. */
async function failFirst({ exam, evidence, sent }: Course): Promise<Order> {
  const order = await exam.order();
  const events = (await order.play('retried')).filter((event) => exam.isFinal(event));
  for (const event of events) {
    const one = await order.send(event, `an order that failed first: event ${event.status}`);
    sent.push(one);
    evidence.push(tellSent(one, 'acknowledged', one.isTaken));
  }
  return order;
}

/**
 * A paid order, and then the news that it came to nothing, in every form.
 * @returns also what was seen when it was first not held for paid any more: the next news may bring it back.
 */
async function undo({ exam, callback, evidence, sent }: Course): Promise<{ order: Order; lost: CheckEvidence | null }> {
  const { order, paid, evidence: control } = await exam.control('before');
  evidence.push(control);
  let lost: CheckEvidence | null = null;
  const look = async () => {
    if (!exam.hasProbe || lost) return;
    await order.settle();
    const seen = await judgeStillPaid(order);
    if (seen?.isMet === false) lost = seen;
  };
  for (const { name, craft } of await exam.listCrafts(paid, exam.listCancelled(paid))) {
    const one = await order.send(paid, `for a paid order: ${name}`, craft);
    sent.push(one);
    evidence.push(tellSent(one, 'acknowledged, without effect', one.isTaken));
    await look();
  }
  if (callback) {
    const opened = await order.open(callback.cancel(order.payment), 'for a paid order: a return that says cancelled');
    evidence.push(tellOpened(opened, 'a page', opened.status !== null && opened.status < 500));
  }
  return { order, lost };
}

async function judgeStillPaid(order: Order): Promise<CheckEvidence | null> {
  const result = await order.ask();
  if (result === null) return null;
  const { isPaid, count } = result;
  if (isPaid === null && count === null)
    throw new InconclusiveError('the probe says neither whether the order is paid nor how often the app acted');
  const isMet = isPaid !== false && (count === null || count === 1);
  const seen =
    isPaid === false ? 'it is not paid' : count === null || count === 1 ? 'it is paid' : `the app acted ${count} times`;
  return { name: 'the paid order afterwards', seq: null, expected: 'it is paid, once', seen, isMet };
}
