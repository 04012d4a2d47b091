import type { Exam } from '../exam/exam.js';
import type { Sent } from '../exam/sent.js';

/** Valid events to judge by. */
export const ENOUGH = 20;

/** The valid events that the run has sent, at least 20 as far as the budget allows: what is missing is sent now. */
export async function sendGenuine(exam: Exam): Promise<Sent[]> {
  const listGenuine = () => exam.sent.filter(({ isGenuine }) => isGenuine);
  await sendFresh(exam, ENOUGH - listGenuine().length);
  return listGenuine();
}

/** So many valid events as far as the budget allows, one after the other. */
export async function sendFresh(exam: Exam, count: number): Promise<Sent[]> {
  const sent: Sent[] = [];
  while (sent.length < count && exam.budget.left > 0) {
    const order = await exam.order();
    sent.push(await order.send(await order.pay(), 'a valid event'));
  }
  return sent;
}
