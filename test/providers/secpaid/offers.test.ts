import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../../server/domain/errors.js';
import type { Payment } from '../../../server/domain/payment.js';
import { secpaid } from '../../../server/providers/secpaid/index.js';
import { createStage, type Stage } from './stage.js';

function offersOf(stage: Stage, payment: Payment) {
  return secpaid.offerActions(payment, stage.view);
}

/** Labels, with `-` before those that have an obstacle. */
function labelsOf(stage: Stage, payment: Payment): string[] {
  return offersOf(stage, payment).map(({ label, obstacle }) => (obstacle ? `- ${label}` : label));
}

describe('what is offered for a link', () => {
  test('unused: every way to pay, and cancelling', () => {
    const stage = createStage();
    const payment = stage.create();
    expect(labelsOf(stage, payment)).toEqual([
      'Pay by card',
      'Pay by card, declined',
      'Order a bank transfer',
      'Cancel',
      'Mark as invoice',
    ]);
    expect(offersOf(stage, payment).map(({ leadsTo }) => leadsTo)).toEqual([['Used'], [], ['Used'], ['Cancelled'], []]);
  });

  test('unused, without bank transfer and not cancellable: both with the reason', () => {
    const stage = createStage();
    const payment = stage.create({ bank_transfer: 'false', cancellable: false });
    expect(labelsOf(stage, payment)).toEqual([
      'Pay by card',
      'Pay by card, declined',
      '- Order a bank transfer',
      '- Cancel',
      'Mark as invoice',
    ]);
    const [, , transfer] = offersOf(stage, payment);
    expect(transfer?.obstacle).toEqual({
      message: `Payment ${payment.id} is Unused: it does not offer bank transfer.`,
      hint: 'Create the link with "bank_transfer": "true", or pay by card.',
    });
  });

  test('while a transfer is under way: what the bank can do', () => {
    const stage = createStage();
    const payment = stage.create();
    stage.act(payment, { action: 'pay', method: 'bank-transfer' });
    expect(labelsOf(stage, payment)).toEqual([
      '- Pay by card',
      '- Cancel',
      'Transfer arrives',
      'Transfer fails',
      '- Open a dispute',
      'Mark as invoice',
    ]);
  });

  test('paid: refunds as far as one was requested, and disputes', () => {
    const stage = createStage();
    const payment = stage.create();
    stage.act(payment, { action: 'pay' });
    const paid = ['- Pay by card', '- Cancel'];
    expect(labelsOf(stage, payment)).toEqual([...paid, '- Approve the refund', 'Open a dispute', 'Mark as invoice']);
    stage.call('refundPayment', { pay_id: payment.id, refund_amount: '10' });
    expect(labelsOf(stage, payment).slice(2, 4)).toEqual(['Approve the refund', 'Reject the refund']);
    stage.actAsStaff(payment, { action: 'approve-refund' });
    expect(labelsOf(stage, payment)[2]).toBe('Complete the refund');
    stage.actAsStaff(payment, { action: 'complete-refund' });
    stage.actAsStaff(payment, { action: 'open-dispute' });
    expect(labelsOf(stage, payment)).toEqual([...paid, 'Payer wins the dispute', 'Payer loses the dispute', 'Mark as invoice']);
    stage.actAsStaff(payment, { action: 'close-dispute', result: 'lost' });
    stage.actAsStaff(payment, { action: 'mark-as-invoice' });
    expect(labelsOf(stage, payment)).toEqual(paid);
  });

  test('cancelled: paying with the reason why not; deleted: nothing', () => {
    const stage = createStage();
    const payment = stage.create();
    stage.act(payment, { action: 'cancel' });
    expect(labelsOf(stage, payment)).toEqual(['- Pay by card']);
    const other = stage.create();
    stage.call('deleteLink', { link_id: other.id });
    expect(labelsOf(stage, other)).toEqual([]);
  });

  test('an encrypted link without a usable key: the reason is the same as that of the refusal', () => {
    const stage = createStage();
    const payment = stage.create({ is_encryption: 'Yes' });
    stage.account.keys.encryptionKey = 'short';
    const [first] = offersOf(stage, payment);
    expect(first?.obstacle?.message).toContain('cannot be encrypted');
    expect(() => stage.act(payment, first?.action ?? {})).toThrow(first?.obstacle?.message);
  });
});

test('whatever a link is like and whatever was done, an offer does what it says, and an obstacle is told in the same words', () => {
  const anyLink = fc.record({
    bank_transfer: fc.constantFrom('true', 'false'),
    cancellable: fc.boolean(),
    is_encryption: fc.constantFrom('Yes', 'No'),
  });
  fc.assert(
    fc.property(anyLink, fc.array(fc.nat(), { minLength: 1, maxLength: 10 }), (link, choices) => {
      const stage = createStage({ secondRefund: 'unless-pending' });
      const payment = stage.create(link);
      const act = (by: string, action: (typeof payment)['data']) =>
        by === 'customer' ? stage.act(payment, action) : stage.actAsStaff(payment, action);
      for (const choice of choices) {
        if (choice % 3 === 0) stage.call('refundPayment', { pay_id: payment.id, refund_amount: 1 });
        const offers = offersOf(stage, payment);
        const before = stage.dump();
        for (const { by, action, obstacle } of offers) {
          if (obstacle) expect(readRefusal(() => act(by, action))).toMatchObject({ code: 'action_not_possible', ...obstacle });
        }
        expect(stage.dump()).toBe(before);
        const possible = offers.filter(({ obstacle }) => obstacle === null);
        const chosen = possible[choice % Math.max(1, possible.length)];
        if (!chosen) return;
        const changes = act(chosen.by, chosen.action);
        const passed = changes.flatMap((change) => (change.type === 'change_status' ? [change.to] : []));
        expect(passed).toEqual(chosen.leadsTo);
        expect(payment.status).toBe(chosen.leadsTo.at(-1) ?? payment.status);
      }
    }),
    { numRuns: 200 },
  );
});

function readRefusal(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  return 'it was not refused';
}
