import type { Craft } from '../../client/craft.js';
import type { CheckEvidence } from '../../protocol/check-records.js';
import type { Finding } from '../check.js';
import type { Exam } from '../exam/exam.js';
import type { Genuine, Order } from '../exam/order.js';
import { type Sent, sayAnswer, tellSent } from '../exam/sent.js';
import { tempt } from '../exam/tempt.js';

/**
 * Sends valid events that an app has to take and must not act on, then the genuine one.
 * @param what they are together, for the sentence.
 * @throws InconclusiveError when a valid event is not accepted, before or after.
 */
export async function judgeIgnored(
  exam: Exam,
  what: string,
  list: (genuine: Genuine, order: Order) => readonly { name: string; craft: Craft }[],
): Promise<Finding> {
  const { evidence: before, ...known } = await exam.control('before');
  const { order, event, pay } = await tempt(exam, known);
  const sent: Sent[] = [];
  for (const { name, craft } of list(event, order)) sent.push(await order.send(event, name, craft));
  if (exam.hasProbe) await order.settle();
  const acts = await order.countActs();
  const evidence: CheckEvidence[] = [before, ...sent.map((one) => tellSent(one, 'accepted, and not acted on', one.isTaken))];
  if (acts !== null) {
    evidence.push({
      name: 'the order afterwards',
      seq: null,
      expected: 'the app did not act',
      seen: acts === 0 ? 'it did not act' : acts === 1 ? 'it acted once' : `it acted ${acts} times`,
      isMet: acts === 0,
    });
  }
  if (acts !== null && acts > 0) return { verdict: 'fail', sentence: `The app was sent ${what}, and acted on it.`, evidence };
  evidence.push(await exam.deliver(order, await pay(), 'the genuine event after'));
  const refused = sent.filter(({ isTaken }) => !isTaken);
  const [first] = refused;
  if (first) {
    const why = (first.status ?? 0) >= 500 || first.status === null ? 'an error of the app' : 'a refusal';
    return {
      verdict: 'fail',
      sentence: `The app answered ${sayAnswer(first)} to ${what} (${first.name}): ${why} means that it is sent again until the schedule is used up.`,
      evidence,
    };
  }
  return acts === null
    ? {
        verdict: 'inconclusive',
        sentence: `The app accepted ${what}; whether it acted cannot be seen without --probe.`,
        evidence,
      }
    : { verdict: 'pass', sentence: `The app accepted ${what} and did not act.`, evidence };
}
