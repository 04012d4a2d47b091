import type { Craft } from '../../client/craft.js';
import type { Finding } from '../check.js';
import type { Exam } from '../exam/exam.js';
import type { Genuine, Order } from '../exam/order.js';
import { type Sent, sayAnswer, tellSent } from '../exam/sent.js';
import { sendSameContent } from './send-same-content.js';

/** A genuine delivery with one thing wrong. */
export interface Forgery {
  name: string;
  craft: Craft;
  /** Only the bytes are wrong. Taken, it is no forgery that works but a matter of style: the provider's own sample may verify so. */
  isSameContent?: true | undefined;
}

/**
 * Sends forgeries of one order's event between two valid deliveries: one of another order before, the genuine one after. Only so it is known
 * that the app refuses them for what is wrong with them.
 * @param what the forgeries are together, for the sentence: `a tampered body`.
 * @throws InconclusiveError when a valid delivery is not accepted, before or after.
 */
export async function judgeForgeries(
  exam: Exam,
  what: string,
  forge: (genuine: Genuine, order: Order) => readonly Forgery[] | Promise<readonly Forgery[]>,
): Promise<Finding> {
  const before = await exam.control('before');
  const order = await exam.order();
  const genuine = await order.pay();
  const sent: Sent[] = [];
  const forgeries = await forge(genuine, order);
  for (const { name, craft, isSameContent } of forgeries) if (!isSameContent) sent.push(await order.send(genuine, name, craft));
  const same = forgeries.some(({ isSameContent }) => isSameContent) ? await sendSameContent(exam, forge) : null;
  if (exam.hasProbe) await order.settle();
  const sameTaken = same?.sent.filter(({ isTaken }) => isTaken) ?? [];
  // What came of a body that was taken is no news.
  const orders = same && sameTaken.length === 0 ? [order, same.order] : [order];
  const counts = await Promise.all(orders.map((one) => one.countActs()));
  const acts = counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count));
  const taken = sent.filter(({ isTaken }) => isTaken);
  const broken = [...sent, ...(same?.sent ?? [])].filter(({ isTaken, isRefused }) => !isTaken && !isRefused);
  const evidence = [
    before.evidence,
    ...sent.map((one) => tellSent(one, 'refused: 4xx', one.isRefused)),
    ...(same?.sent ?? []).map((one) => tellSent(one, 'refused: 4xx', one.isRefused)),
    ...(acts === null
      ? []
      : [
          {
            name: 'the order afterwards',
            seq: null,
            expected: 'the app did not act',
            seen: acts === 1 ? 'it acted once' : `it acted ${acts} times`,
            isMet: acts === 0,
          },
        ]),
  ];
  if (acts !== null && acts > 0) {
    const how = taken.length > 0 ? `accepted ${quoteNames(taken)} and acted on it` : 'acted although it refused every one';
    return { verdict: 'fail', sentence: `The app was sent ${what}; it ${how}.`, evidence };
  }
  evidence.push(await exam.deliver(order, genuine, 'the genuine event after'));
  if (taken.length > 0) {
    const accepted = `The app accepted ${quoteNames(taken)} (${taken.map(sayAnswer).join(', ')})`;
    return acts === null
      ? { verdict: 'inconclusive', sentence: `${accepted}; whether it acted cannot be seen without --probe.`, evidence }
      : { verdict: 'warn', sentence: `${accepted}, but did not act on it; it should refuse with 4xx.`, evidence };
  }
  if (broken.length > 0) {
    const answers = broken.map((one) => `${one.name}: ${sayAnswer(one)}`).join('; ');
    return {
      verdict: 'warn',
      sentence: `The app did not accept ${what}, but it did not refuse cleanly either (${answers}).`,
      evidence,
    };
  }
  const inOtherBytes = sameTaken.map((one) => `${one.name}: ${sayAnswer(one)}`).join('; ');
  const refused =
    sameTaken.length === 0
      ? `The app refused ${what}`
      : `The app refused what says something else, but took the same content in other bytes (${inOtherBytes})`;
  if (acts === null) {
    return {
      verdict: 'inconclusive',
      sentence: `${refused}; whether it acted all the same cannot be seen without --probe.`,
      evidence,
    };
  }
  if (sameTaken.length > 0) {
    return {
      verdict: 'warn',
      sentence: `${refused}; RAW-2 tells whether it verifies what a parser made of the body.`,
      evidence,
    };
  }
  return { verdict: 'pass', sentence: `${refused} and did not act.`, evidence };
}

function quoteNames(sent: readonly Sent[]): string {
  const names = sent.map(({ name }) => name);
  return names.length <= 3 ? names.join('; ') : `${names.slice(0, 3).join('; ')} and ${names.length - 3} more`;
}
