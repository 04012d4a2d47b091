import type { Exam } from '../exam/exam.js';
import type { Sent } from '../exam/sent.js';

/** Valid events to judge by. */
export const ENOUGH = 20;

/**
 * The valid events that the run has sent, at least 20 as far as the budget allows: what is missing is sent now, one after the other, and no
 * more than 20. @param isUsable others do not count, and more are sent for them.
 */
export async function sendGenuine(exam: Exam, isUsable: (sent: Sent) => boolean = () => true): Promise<Sent[]> {
  const listGenuine = () => exam.sent.filter(({ isGenuine }) => isGenuine);
  for (let more = 0; more < ENOUGH; more++) {
    if (listGenuine().filter(isUsable).length >= ENOUGH || exam.budget.left === 0) break;
    const order = await exam.order();
    await order.send(await order.pay(), 'a valid event');
  }
  return listGenuine();
}
