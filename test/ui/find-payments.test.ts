import { expect, test } from 'vitest';
import { emptyLogState } from '../../ui/src/state/log-state.js';
import { reduce } from '../../ui/src/state/reduce.js';
import { findPayments } from '../../ui/src/views/palette/find-payments.js';
import { makePaymentCreated, makeStatusChanged } from './make-record.js';

const { payments } = reduce(emptyLogState, [
  ...Array.from({ length: 20 }, (_, index) =>
    makePaymentCreated(index + 1, `p${index + 1}`, { reference: `Order ${index + 1}` }),
  ),
  makeStatusChanged(21, 'p3', 'paid'),
]);
const find = (typed: string) => {
  const opened: string[] = [];
  const found = findPayments(payments, typed, (paymentId) => opened.push(paymentId));
  found.forEach(({ run }) => {
    run();
  });
  return opened;
};

test('a payment is found by any of its words, the newest first, and no more than fit', () => {
  expect(find('open payment')).toEqual(['p20', 'p19', 'p18', 'p17', 'p16', 'p15', 'p14', 'p13']);
  expect(find('p3')).toEqual(['p3']);
  expect(find('ORDER 12')).toEqual(['p12']);
  expect(find('paid payment')).toEqual(['p3']);
  expect(find('')).toEqual([]);
  expect(find('no such thing')).toEqual([]);
});

test('a payment that is not held is asked for by its whole id', () => {
  expect(find('open payment 50001')).toEqual(['50001']);
  expect(find('Open payment  pay_X ')).toEqual(['pay_X']);
});

test('text from the wire is shown with what would be invisible', () => {
  const odd = reduce(emptyLogState, [makePaymentCreated(1, 'p1', { reference: 'a\u202eb' })]).payments;
  expect(findPayments(odd, 'p1', () => {})[0]?.title).not.toContain('\u202e');
});
