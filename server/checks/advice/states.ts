import type { Advice } from '../check.js';
import { writeHandlers } from './write-handlers.js';

export const finalOnlyAdvice: Advice = {
  must: 'Acknowledges every status, and fulfils by the one final status that means success, and by no other.',
  costs:
    'Goods leave while the card is still being charged or the transfer is on its way, and a good part of that money never comes.',
  fixes: writeHandlers([
    'if (event.status === SUCCESS) await orders.markPaid(event.externalid); // exactly this word, not "anything but failed"',
    'else await orders.note(event.externalid, event.status);',
  ]),
};

export const anyOrderAdvice: Advice = {
  must: 'Lets the state of an order move forward only: once it is paid, an earlier status that comes late changes nothing.',
  costs: 'A late message turns a paid order back into an open one: the goods stay, or are paid for and shipped again.',
  fixes: writeHandlers([
    '// by what the status means, never by which message came last',
    "if (event.status === SUCCESS) await db.query(`UPDATE orders SET status = 'paid' WHERE id = $1`, [orderId]);",
    "else await db.query(`UPDATE orders SET status = $2 WHERE id = $1 AND status <> 'paid'`, [orderId, event.status]);",
  ]),
};

export const cancelAdvice: Advice = {
  must: 'Leaves an order unpaid when its payment failed, expired or was cancelled, takes a later success of the same payment, and never undoes a paid order by an event or a redirect.',
  costs:
    'Goods leave for a cancelled payment; or anybody who opens the cancel address takes a paid order away from its customer.',
  fixes: writeHandlers([
    'const isSuccess = event.status === SUCCESS;',
    "if (isSuccess) await db.query(`UPDATE orders SET status = 'paid' WHERE id = $1`, [orderId]);",
    "else await db.query(`UPDATE orders SET status = 'unpaid' WHERE id = $1 AND status <> 'paid'`, [orderId]);",
  ]),
};
