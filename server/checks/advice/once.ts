import type { Advice } from '../check.js';
import { writeHandlers } from './write-handlers.js';

export const duplicateAdvice: Advice = {
  must: 'Notes durably which order it has fulfilled, acknowledges the same event again, and does nothing more.',
  costs: 'Providers send an event until it is acknowledged: every lost acknowledgement ships the goods once more.',
  fixes: writeHandlers([
    "const { rowCount } = await db.query(`UPDATE orders SET status = 'paid' WHERE id = $1 AND status <> 'paid'`, [orderId]);",
    'if (rowCount === 1) await jobs.add({ fulfil: orderId }); // only whoever changed the row',
  ]),
};

export const raceAdvice: Advice = {
  must: 'Decides in one step of the database who fulfils: a conditional update or a unique key, and not a look before a write.',
  costs: 'Two copies that arrive together both find the order unpaid, and both ship it.',
  fixes: writeHandlers([
    '// not: if (!order.paid) { await ship(order); order.paid = true; } - both copies come past the if',
    "const { rowCount } = await db.query(`UPDATE orders SET status = 'paid' WHERE id = $1 AND status <> 'paid'`, [orderId]);",
    'if (rowCount === 1) await jobs.add({ fulfil: orderId });',
  ]),
};
