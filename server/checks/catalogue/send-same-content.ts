import type { Exam } from '../exam/exam.js';
import type { Genuine, Order } from '../exam/order.js';
import type { Sent } from '../exam/sent.js';
import type { Forgery } from './judge-forgeries.js';

export interface SameContent {
  order: Order;
  sent: readonly Sent[];
}

/**
 * Sends the forgeries that say what the provider said, in other bytes. They have an order of their own: whoever verifies what a parser made of
 * the body takes them and rightly acts, and on the order of the others acting is a failure.
 */
export async function sendSameContent(
  exam: Exam,
  forge: (genuine: Genuine, order: Order) => readonly Forgery[] | Promise<readonly Forgery[]>,
): Promise<SameContent> {
  const order = await exam.order();
  const genuine = await order.pay();
  const sent: Sent[] = [];
  for (const { name, craft, isSameContent } of await forge(genuine, order))
    if (isSameContent) sent.push(await order.send(genuine, name, craft));
  return { order, sent };
}
