import type { Craft } from '../../client/craft.js';
import type { CheckEvidence } from '../../protocol/check-records.js';
import type { Finding } from '../check.js';
import type { Exam } from '../exam/exam.js';
import type { Genuine } from '../exam/order.js';
import { type Sent, sayAnswer, tellSent } from '../exam/sent.js';

export interface Tolerable {
  name: string;
  craft: Craft;
}

/**
 * Sends valid variants of an event, each for an order of its own: all are to be accepted, and acted on once as far as that can be seen.
 * @param what they are together, for the sentence. @throws InconclusiveError when the unchanged event is not accepted.
 */
export async function judgeTolerated(
  exam: Exam,
  what: string,
  list: (genuine: Genuine) => readonly Tolerable[] | Promise<readonly Tolerable[]>,
): Promise<Finding> {
  const { order: first, paid, evidence: control } = await exam.control('before');
  const names = (await list(paid)).map(({ name }) => name);
  const sent: Sent[] = [];
  const evidence: CheckEvidence[] = [control];
  const idle: string[] = [];
  for (const [index, name] of names.entries()) {
    const order = await exam.order(first.payment.amountMinor);
    const genuine = await order.pay();
    const craft = (await list(genuine))[index]?.craft ?? {};
    const one = await order.send(genuine, name, craft);
    sent.push(one);
    evidence.push(tellSent(one, 'accepted', one.isTaken));
    if (!one.isTaken) continue;
    const hasActed = await order.waitForAct();
    if (hasActed === null) continue;
    if (!hasActed) idle.push(name);
    evidence.push({
      name: `${name}: the order`,
      seq: null,
      expected: 'the app acted',
      seen: hasActed ? 'it acted' : 'it did not act',
      isMet: hasActed,
    });
  }
  const refused = sent.filter(({ isTaken }) => !isTaken);
  const [odd] = refused;
  if (odd) {
    return {
      verdict: 'fail',
      sentence: `The app refused ${what}: ${odd.name} was answered ${sayAnswer(odd)}${more(refused.length)}.`,
      evidence,
    };
  }
  if (idle.length > 0) {
    return { verdict: 'fail', sentence: `The app accepted ${what} but did not act on ${idle[0]}${more(idle.length)}.`, evidence };
  }
  if (!exam.hasProbe) {
    return {
      verdict: 'inconclusive',
      sentence: `The app accepted ${what}; whether it acted cannot be seen without --probe.`,
      evidence,
    };
  }
  return { verdict: 'pass', sentence: `The app accepted ${what} and acted on each.`, evidence };
}

function more(count: number): string {
  return count > 1 ? `, and ${count - 1} more` : '';
}
