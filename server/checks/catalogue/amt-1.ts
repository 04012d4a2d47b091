import type { CheckEvidence } from '../../protocol/check-records.js';
import { amountAdvice } from '../advice/trust.js';
import type { Check, Finding } from '../check.js';
import type { Exam } from '../exam/exam.js';
import type { Order } from '../exam/order.js';
import { type Sent, sayAnswer, tellSent } from '../exam/sent.js';
import { judgeActs } from './judge-acts.js';
import { findCreateObstacle } from './obstacles.js';
import { tellLookups } from './tell-lookups.js';

const CHEAP_MINOR = 1;
const TRIES = 3;

export const amt1: Check = {
  id: 'AMT-1',
  title: 'Another amount or currency does not pay an order',
  severity: 'critical',
  advice: amountAdvice,
  findObstacle: findCreateObstacle('only an app that made the order knows what it costs'),
  run: judgeAmounts,
};

interface Trial {
  /** Which of the variants; null: none of them. */
  index: number | null;
  order: Order;
  sent: Sent;
  /** `announced`: only the event differs, and the provider knows of the right amount. `paid`: another amount was paid indeed. */
  difference: 'announced' | 'paid';
  /** The app had asked about the order before the event came: what it does has two possible reasons, so it says nothing. */
  hasAskedBefore: boolean;
}

async function judgeAmounts(exam: Exam): Promise<Finding> {
  const { paid, evidence: before } = await exam.control('before');
  const trials: Trial[] = [];
  // Each for an order of its own: after the first, an app may have set an order aside.
  for (const index of exam.profile.bodies.mismatched(paid.body).keys()) {
    const trial = await announceOther(exam, index, before.seq ?? 0);
    if (trial) trials.push(trial);
  }
  trials.push(...(await presentCheapPayment(exam)));
  if (exam.hasProbe) await trials[0]?.order.settle();
  // Before what must not have happened is looked at: an app that has acted on the control is through with what came earlier.
  const { evidence: after } = await exam.control('after');
  const evidence: CheckEvidence[] = [before];
  const believed: string[] = [];
  const confirmed: string[] = [];
  let judged = 0;
  for (const { index, order, sent, difference, hasAskedBefore } of trials) {
    // What an app answers about a payment that it never saw is the question of a check of its own.
    evidence.push(tellSent(sent, 'acknowledged', difference === 'paid' ? null : sent.isTaken));
    const acts = await order.countActs();
    if (acts === null || (acts > 0 && hasAskedBefore)) continue;
    judged++;
    const asked = acts > 0 && difference === 'announced' ? await order.lookups() : [];
    if (asked.length > 0 && index !== null && !(await actsAgain(exam, index, before.seq ?? 0))) {
      const seen = 'the app acted, and did not when it was tried again: it had asked by itself at the same moment';
      evidence.push({ name: `${sent.name}: the order`, seq: null, expected: 'the app did not act', seen, isMet: null });
      continue;
    }
    evidence.push(...judgeActs(`${sent.name}: the order`, acts, 0));
    if (acts === 0) continue;
    if (asked.length > 0) evidence.push(tellLookups(asked, exam.profile.lookup?.route ?? '', null));
    (asked.length > 0 ? confirmed : believed).push(sent.name);
  }
  if (believed.length > 0) {
    return {
      verdict: 'fail',
      sentence: `The app was told of a payment that differs from the order (${believed.join('; ')}), and fulfilled the order all the same.`,
      evidence,
    };
  }
  evidence.push(after);
  if (!exam.hasProbe) {
    return {
      verdict: 'inconclusive',
      sentence: 'The app was told of payments that differ from the order; whether it acted cannot be seen without --probe.',
      evidence,
    };
  }
  if (confirmed.length > 0) {
    return {
      verdict: 'warn',
      sentence: `The app was told of another amount than that of the order (${confirmed.join('; ')}), asked ${exam.profile.lookup?.route}, which knows of the right one, and fulfilled the order; it should set such an order aside for a person.`,
      evidence,
    };
  }
  if (judged === 0) {
    return {
      verdict: 'inconclusive',
      sentence: `The app asked ${exam.profile.lookup?.route} about every payment before its event came, so what it did says nothing about the events.`,
      evidence,
    };
  }
  const refused = trials.find(({ sent, difference }) => difference === 'announced' && !sent.isTaken);
  if (refused) {
    return {
      verdict: 'warn',
      sentence: `The app did not act on other amounts, but answered ${sayAnswer(refused.sent)} (${refused.sent.name}): it will be sent again. Acknowledge it and set the order aside.`,
      evidence,
    };
  }
  return {
    verdict: 'pass',
    sentence: `The app was told of ${judged} payments that differ from the order, and fulfilled none.`,
    evidence,
  };
}

/**
 * Tells of another amount than the one that was paid. An app that asks by itself may know of the payment before; it is tried with another
 * order then.
 */
async function announceOther(exam: Exam, index: number, after: number): Promise<Trial | null> {
  let last: Trial | null = null;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const order = await exam.order();
    const genuine = await order.pay();
    const variant = exam.profile.bodies.mismatched(genuine.body)[index];
    if (!variant) return null;
    const sent = await order.send(genuine, variant.name, { body: variant.body });
    const starts = (await order.lookups(after)).map(({ at, durationMs }) => Date.parse(at) - durationMs);
    last = { index, order, sent, difference: 'announced', hasAskedBefore: starts.some((ms) => ms <= sent.startedAtMs) };
    // One that began before the answer may be about the event, or not: only where there is none it is clear.
    if (!starts.some((ms) => ms <= sent.startedAtMs + sent.latencyMs)) return last;
  }
  return last;
}

/** Whoever acts on what the event says, or on the provider's answer in spite of it, does so every time. */
async function actsAgain(exam: Exam, index: number, after: number): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const trial = await announceOther(exam, index, after);
    if ((await trial?.order.waitForAct()) === false) return false;
  }
  return true;
}

/** A genuine payment of next to nothing that names the same order. */
async function presentCheapPayment(exam: Exam): Promise<Trial[]> {
  const order = await exam.order();
  const { reference } = order.payment;
  if (reference === '') return [];
  const cheap = await exam.strangeOrder({ reference, amountMinor: CHEAP_MINOR });
  const sent = await order.send(await cheap.pay(), 'a genuine payment of one cent that names the order');
  return [{ index: null, order, sent, difference: 'paid', hasAskedBefore: false }];
}
