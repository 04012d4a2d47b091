import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../../server/domain/errors.js';
import type { Payment } from '../../../server/domain/payment.js';
import type { JsonObject, JsonValue } from '../../../server/protocol/records.js';
import { itemsOf } from './replies.js';
import { createStage, type Stage } from './stage.js';

function payOne(stage: Stage): Payment {
  const payment = stage.create();
  stage.act(payment, { action: 'pay' });
  return payment;
}

function refund(stage: Stage, params: JsonObject): [number, JsonValue | undefined] {
  const { status, body } = stage.call('refundPayment', params);
  return [status, body.ResponseMsg];
}

const sent = 'Refund request has been sent successfully, You will get update within 5-10 days';

describe('refundPayment', () => {
  test('is a request: nothing but a note until SecPaid decides, and never a webhook', () => {
    const stage = createStage({ paymentEndpoints: ['http://localhost/hook'] });
    const payment = payOne(stage);
    const answer = stage.call('refundPayment', { pay_id: 50001, refund_amount: 10, isFullRefund: false });
    expect(answer.body).toEqual({ ResponseCode: 1, ResponseMsg: sent, Result: 'True', ServerTime: 'CEST' });
    expect(itemsOf(stage.call('getPayInTransactions'))).toHaveLength(1);
    stage.actAsStaff(payment, { action: 'approve-refund' });
    stage.actAsStaff(payment, { action: 'complete-refund' });
    expect(stage.eventsOf(payment)).toHaveLength(1);
    expect(payment.status).toBe('Used');
  });

  test('appears as a negative pay-in once approved', () => {
    const stage = createStage();
    const payment = payOne(stage);
    stage.call('refundPayment', { pay_id: payment.id, refund_amount: '10.00' });
    stage.advance(60_000);
    stage.actAsStaff(payment, { action: 'approve-refund' });
    const items = itemsOf(stage.call('getPayInTransactions', { pay_id: payment.id }));
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      pay_id: payment.id,
      amount: '-10.00',
      net_amount: '-10.00',
      service_fee: '0.00',
      service_fee_psp: '0.00',
      status: 'Success',
      is_refund: 'true',
      transaction_type: 'Refund',
      created_at: '2026-03-04 10:12:12',
    });
    expect(items[1]).toMatchObject({ amount: '42.50', is_refund: 'false' });
    expect(items[0]?.transaction_id).not.toBe(items[1]?.transaction_id);
  });

  test.each([
    [{}, 400, 'Please enter pay_id'],
    [{ pay_id: '', refund_amount: 1 }, 400, 'Please enter pay_id'],
    [{ pay_id: 50001 }, 400, 'Please enter refund_amount'],
    [{ pay_id: 50001, refund_amount: '' }, 400, 'Please enter refund_amount'],
    [{ pay_id: 1, refund_amount: 1 }, 404, 'Invalid link ID'],
    [{ pay_id: 'x', refund_amount: 1 }, 404, 'Invalid link ID'],
    [{ pay_id: {}, refund_amount: 1 }, 404, 'Invalid link ID'],
    [{ pay_id: 50001, refund_amount: 0 }, 400, 'Invalid refund amount'],
    [{ pay_id: 50001, refund_amount: -1 }, 400, 'Invalid refund amount'],
    [{ pay_id: 50001, refund_amount: 'ten' }, 400, 'Invalid refund amount'],
    [{ pay_id: 50001, refund_amount: 42.51 }, 400, 'Invalid refund amount'],
    [{ pay_id: 50001, refund_amount: [1] }, 400, 'Invalid refund amount'],
    [{ pay_id: 50001, refund_amount: 1, isFullRefund: 'perhaps' }, 400, 'Invalid isFullRefund'],
  ] as [JsonObject, number, string][])('refuses %j with %i %s', (params, status, message) => {
    const stage = createStage();
    payOne(stage);
    const before = stage.dump();
    expect(refund(stage, params)).toEqual([status, message]);
    expect(stage.dump()).toBe(before);
  });

  test('takes the whole amount, ids and flags in either type', () => {
    for (const params of [
      { pay_id: '50001', refund_amount: '42.50', isFullRefund: 'true' },
      { pay_id: 50001, refund_amount: 42.5, isFullRefund: true },
    ]) {
      const stage = createStage();
      payOne(stage);
      expect(refund(stage, params)).toEqual([200, sent]);
    }
  });

  test('refuses links that are unpaid, cancelled, deleted, or waiting for a bank transfer', () => {
    const stage = createStage();
    const [unused, cancelled, deleted, waiting, failed] = [1, 2, 3, 4, 5].map(() => stage.create()) as [
      Payment,
      Payment,
      Payment,
      Payment,
      Payment,
    ];
    stage.act(cancelled, { action: 'cancel' });
    stage.call('deleteLink', { link_id: deleted.id });
    stage.act(waiting, { action: 'pay', method: 'bank-transfer' });
    stage.act(failed, { action: 'pay', method: 'bank-transfer' });
    stage.act(failed, { action: 'settle', result: 'failed' });
    const ask = (payment: Payment) => refund(stage, { pay_id: payment.id, refund_amount: 1 });
    expect(ask(unused)).toEqual([400, 'Invalid link ID']);
    expect(ask(cancelled)).toEqual([400, 'Link is cancelled']);
    expect(ask(deleted)).toEqual([404, 'Invalid link ID']);
    expect(ask(waiting)).toEqual([400, 'Invalid link ID']);
    expect(ask(failed)).toEqual([400, 'Invalid link ID']);
    stage.act(waiting, { action: 'settle' });
    expect(ask(waiting)).toEqual([200, sent]);
  });

  test('is asked once per payment, also after a rejection', () => {
    const stage = createStage();
    const payment = payOne(stage);
    refund(stage, { pay_id: payment.id, refund_amount: 1 });
    expect(refund(stage, { pay_id: payment.id, refund_amount: 1 })).toEqual([400, 'Refund already requested']);
    stage.actAsStaff(payment, { action: 'reject-refund', reason: 'no proof' });
    expect(refund(stage, { pay_id: payment.id, refund_amount: 1 })).toEqual([400, 'Refund already requested']);
    expect(itemsOf(stage.call('getPayInTransactions'))).toHaveLength(1);
  });

  test('may be asked again once none is pending, up to what is left, under secondRefund', () => {
    const stage = createStage({ secondRefund: 'unless-pending' });
    const payment = payOne(stage);
    refund(stage, { pay_id: payment.id, refund_amount: 40 });
    expect(refund(stage, { pay_id: payment.id, refund_amount: 1 })).toEqual([400, 'Refund already requested']);
    stage.actAsStaff(payment, { action: 'approve-refund' });
    expect(refund(stage, { pay_id: payment.id, refund_amount: 2.51 })).toEqual([400, 'Invalid refund amount']);
    expect(refund(stage, { pay_id: payment.id, refund_amount: 2.5 })).toEqual([200, sent]);
    stage.actAsStaff(payment, { action: 'approve-refund' });
    expect(itemsOf(stage.call('getPayInTransactions', { pay_id: payment.id })).map((item) => item.amount)).toEqual([
      '-2.50',
      '-40.00',
      '42.50',
    ]);
  });

  test('is refused for invoices', () => {
    const stage = createStage();
    const payment = payOne(stage);
    stage.actAsStaff(payment, { action: 'mark-as-invoice' });
    expect(refund(stage, { pay_id: payment.id, refund_amount: 1 })).toEqual([400, 'Cannot refund invoice-type links']);
  });

  test('is approved at once under autoApproveRefunds', () => {
    const stage = createStage({ autoApproveRefunds: true });
    const payment = payOne(stage);
    refund(stage, { pay_id: payment.id, refund_amount: 42.5, isFullRefund: true });
    expect(itemsOf(stage.call('getPayInTransactions')).map((item) => item.amount)).toContain('-42.50');
  });

  test('speaks the other pages’ words when told so', () => {
    const stage = createStage({ errorTexts: 'overview-pages', refundMessage: 'Refund request submitted successfully' });
    payOne(stage);
    expect(refund(stage, { pay_id: 50001 })).toEqual([400, 'Refund amount is required']);
    expect(refund(stage, { pay_id: 50001, refund_amount: 0 })).toEqual([400, 'Refund amount is required']);
    expect(refund(stage, { pay_id: 50001, refund_amount: 99 })).toEqual([400, 'Invalid refund amount']);
    expect(refund(stage, { pay_id: 1, refund_amount: 1 })).toEqual([404, 'Link not found']);
    expect(refund(stage, { pay_id: 50001, refund_amount: 1 })).toEqual([200, 'Refund request submitted successfully']);
  });
});

describe('disputes', () => {
  test('block refunds while open and when the payer won, and move the money', () => {
    const stage = createStage();
    const payment = payOne(stage);
    stage.advance(1_000);
    stage.actAsStaff(payment, { action: 'open-dispute' });
    expect(refund(stage, { pay_id: payment.id, refund_amount: 1 })).toEqual([400, 'Refund blocked by dispute']);
    const open = itemsOf(stage.call('getPayInTransactions'));
    expect(open.map((item) => [item.transaction_type, item.amount, item.is_dispute])).toEqual([
      ['Dispute', '-42.50', 'true'],
      ['Basic', '42.50', 'true'],
    ]);
    stage.actAsStaff(payment, { action: 'close-dispute', result: 'won' });
    expect(refund(stage, { pay_id: payment.id, refund_amount: 1 })).toEqual([400, 'Refund blocked by dispute']);
    expect(itemsOf(stage.call('getPayInTransactions'))).toHaveLength(2);
  });

  test('give the money back when the payer lost', () => {
    const stage = createStage();
    const payment = payOne(stage);
    stage.actAsStaff(payment, { action: 'open-dispute' });
    stage.advance(1_000);
    stage.actAsStaff(payment, { action: 'close-dispute', result: 'lost' });
    const items = itemsOf(stage.call('getPayInTransactions'));
    expect(items.map((item) => [item.transaction_type, item.amount])).toEqual([
      ['Dispute Refund', '42.50'],
      ['Dispute', '-42.50'],
      ['Basic', '42.50'],
    ]);
    expect(items[2]?.is_dispute).toBe('false');
    expect(refund(stage, { pay_id: payment.id, refund_amount: 1 })).toEqual([200, sent]);
  });
});

describe('what staff cannot do', () => {
  test.each([
    [{ action: 'approve-refund' }, 'no refund was requested'],
    [{ action: 'reject-refund' }, 'no refund was requested'],
    [{ action: 'complete-refund' }, 'no refund was requested'],
    [{ action: 'close-dispute', result: 'won' }, 'no dispute about it is open'],
    [{ action: 'settle' }, 'no bank transfer is under way'],
  ] as [JsonObject, string][])('%j says why', (action, problem) => {
    const stage = createStage();
    const payment = payOne(stage);
    expect(() => stage.actAsStaff(payment, action)).toThrow(`Payment 50001 is Used: ${problem}.`);
  });

  test('refunds keep to their order, and disputes to money that arrived', () => {
    const stage = createStage();
    const payment = payOne(stage);
    refund(stage, { pay_id: payment.id, refund_amount: 1 });
    expect(() => stage.actAsStaff(payment, { action: 'complete-refund' })).toThrow('its refund is Pending, not Approved');
    stage.actAsStaff(payment, { action: 'approve-refund' });
    expect(() => stage.actAsStaff(payment, { action: 'approve-refund' })).toThrow('its refund is Approved, not Pending');
    stage.actAsStaff(payment, { action: 'open-dispute' });
    expect(() => stage.actAsStaff(payment, { action: 'open-dispute' })).toThrow('a dispute about it is open');
    try {
      stage.actAsStaff(stage.create(), { action: 'open-dispute' });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(HarnessError);
      expect(error).toMatchObject({ code: 'action_not_possible', status: 409, hint: 'Pay it first.' });
    }
  });
});
