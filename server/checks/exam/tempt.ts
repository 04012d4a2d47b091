import type { Exam } from './exam.js';
import type { Genuine, Order } from './order.js';

/** An order whose money the app must not take for paid, unless it believes what it should not. */
export interface Temptation {
  order: Order;
  /** An event that says paid, to be bent before it is sent. */
  event: Genuine;
  /** Pays the order where that is still to be done, and gives its genuine event. */
  pay(): Promise<Genuine>;
}

/**
 * An order for events that must have no effect. Where an app can ask the provider, nothing was paid yet: an app that asks by itself at that
 * moment, which is right, would otherwise act for a good reason. The event is then that of another order, readdressed.
 */
export async function tempt(exam: Exam, known: { order: Order; paid: Genuine }): Promise<Temptation> {
  const order = await exam.order(known.order.payment.amountMinor);
  if (!exam.profile.lookup) {
    const genuine = await order.pay();
    return { order, event: genuine, pay: async () => genuine };
  }
  const body = exam.profile.bodies.retargeted(known.paid.body, known.order.payment, order.payment);
  const { plainBody, ...rest } = known.paid.event;
  const event = plainBody === undefined ? { ...rest, body } : { ...rest, body: exam.encrypt(body), plainBody: body };
  return { order, event: { ...known.paid, body, event }, pay: () => order.pay() };
}
