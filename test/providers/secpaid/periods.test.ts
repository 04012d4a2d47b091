import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../server/protocol/records.js';
import { itemsOf } from './replies.js';
import { createStage, type Stage } from './stage.js';

const DAY_MS = 86_400_000;

function pay(stage: Stage, params: JsonObject = {}, action: JsonObject = {}): string {
  const payment = stage.create(params);
  stage.act(payment, { action: 'pay', ...action });
  return payment.id;
}

describe('getPayOutTransactions', () => {
  test('sums up each past day the night after', () => {
    const stage = createStage();
    pay(stage);
    pay(stage, { amount: 1 });
    pay(stage, {}, { method: 'bank-transfer' });
    expect(itemsOf(stage.call('getPayOutTransactions'))).toEqual([]);
    stage.setNow('2026-03-05T00:59:59Z');
    expect(itemsOf(stage.call('getPayOutTransactions'))).toEqual([]);
    stage.setNow('2026-03-05T01:00:00Z');
    const [record] = itemsOf(stage.call('getPayOutTransactions'));
    expect(JSON.stringify(record)).toBe(
      JSON.stringify({
        payout_id: '20517',
        user_id: stage.account.keys.userId,
        transaction_id: record?.transaction_id,
        payout_amount: '43.50',
        service_fee: 1.82,
        net_amount: 41.68,
        payout_status: 'InProgress',
        request_date: '2026-03-05',
        created_at: '2026-03-05 02:00:00',
        is_split_link: 'false',
        is_dispute: 'false',
        is_refund: 'false',
        transaction_type: 'Basic',
      }),
    );
    expect(record?.transaction_id).toMatch(/^20260304-po-[A-Z0-9]{10}$/);
    stage.advance(DAY_MS);
    expect(itemsOf(stage.call('getPayOutTransactions'))[0]).toEqual({ ...record, payout_status: 'Approved' });
  });

  test('pays a bank transfer out after the day on which it arrived', () => {
    const stage = createStage();
    const payment = stage.create();
    stage.act(payment, { action: 'pay', method: 'bank-transfer' });
    stage.advance(5 * DAY_MS);
    expect(itemsOf(stage.call('getPayOutTransactions'))).toEqual([]);
    stage.act(payment, { action: 'settle' });
    stage.advance(DAY_MS);
    expect(itemsOf(stage.call('getPayOutTransactions')).map((item) => item.request_date)).toEqual(['2026-03-10']);
  });

  test('takes split parts and refunds out, and says so', () => {
    const stage = createStage({ autoApproveRefunds: true });
    const payment = stage.create({ amount: 100, recipients: [{ token: 'shop-b', share: 40 }] }, 'createSplitLink');
    stage.act(payment, { action: 'pay' });
    stage.call('refundPayment', { pay_id: payment.id, refund_amount: 10 });
    stage.advance(DAY_MS);
    expect(itemsOf(stage.call('getPayOutTransactions'))[0]).toMatchObject({
      payout_amount: '50.00',
      is_split_link: 'true',
      is_refund: 'true',
      transaction_type: 'Split',
    });
  });

  test('charges the owner of a split link for its own part, and for the payment processor', () => {
    const stage = createStage();
    const payment = stage.create({ amount: 100, recipients: [{ token: 'shop-b', share: 90 }] }, 'createSplitLink');
    stage.act(payment, { action: 'pay' });
    // Fees are those of the day of the payment.
    stage.change({ serviceFeePercent: 20 });
    stage.advance(DAY_MS);
    expect(itemsOf(stage.call('getPayOutTransactions'))[0]).toMatchObject({
      payout_amount: '10.00',
      service_fee: 1.9,
      net_amount: 8.1,
    });
    stage.setNow('2026-04-01T08:00:00Z');
    expect(itemsOf(stage.call('getTaxInvoiceList'))[0]).toMatchObject({
      total_secpaid_fee: 0.15,
      total_psp_fee: 1.75,
      vat: 0.03,
    });
    expect(itemsOf(stage.call('getPayInTransactions'))[0]).toMatchObject({ service_fee: '1.50', service_fee_psp: '1.75' });
  });

  test('pages and filters by days and transaction id', () => {
    const stage = createStage();
    for (let count = 0; count < 3; count++) {
      pay(stage);
      stage.advance(DAY_MS);
    }
    const days = (params: JsonObject) => itemsOf(stage.call('getPayOutTransactions', params)).map((item) => item.request_date);
    expect(days({})).toEqual(['2026-03-07', '2026-03-06', '2026-03-05']);
    expect(days({ limit: 1, page: 2 })).toEqual(['2026-03-06']);
    expect(days({ start_date: '2026-03-06' })).toEqual(['2026-03-07', '2026-03-06']);
    expect(days({ start_date: '2026-03-06', end_date: '2026-03-06' })).toEqual(['2026-03-06']);
    expect(days({ search: '20260304-po' })).toEqual(['2026-03-05']);
    expect(stage.call('getPayOutTransactions', { start_date: 'x' }).body.ResponseMsg).toBe('Invalid start_date');
    expect(stage.call('getPayOutTransactions', { end_date: '2026-02-31' }).body.ResponseMsg).toBe('Invalid end_date');
  });
});

describe('getTaxInvoiceList', () => {
  test('is empty within the first month, then has one invoice per month', () => {
    const stage = createStage();
    pay(stage);
    const empty = stage.call('getTaxInvoiceList');
    expect([empty.body.data, empty.body.totalRecords]).toEqual([[], 0]);
    stage.setNow('2026-04-01T08:00:00Z');
    const answer = stage.call('getTaxInvoiceList');
    expect(Object.keys(answer.body)).toEqual(['data', 'totalRecords', 'ResponseCode', 'ResponseMsg', 'Result', 'ServerTime']);
    expect(answer.body.totalRecords).toBe(1);
    expect(itemsOf(answer)[0]).toMatchObject({
      sf_id: expect.any(String),
      user_id: stage.account.keys.userId,
      company: expect.any(String),
      zipcode: expect.any(String),
      invoice_id: expect.stringMatching(/^202603-sf-[A-Z0-9]{10}$/),
      invoice_date: '2026-04-01',
      service_month: 'March 2026',
      total_secpaid_fee: 0.64,
      total_psp_fee: 0.89,
      vat: 0.12,
      created_at: '2026-04-01 02:00:00',
    });
  });

  test('filters by month and search, and refuses what is no month', () => {
    const stage = createStage();
    pay(stage);
    stage.setNow('2026-05-01T08:00:00Z');
    const count = (params: JsonObject) => itemsOf(stage.call('getTaxInvoiceList', params)).length;
    expect([
      count({ date: '2026-03' }),
      count({ date: '2026-04' }),
      count({ search: 'march' }),
      count({ search: 'x9' }),
      count({ page: 2 }),
    ]).toEqual([1, 0, 1, 0, 0]);
    for (const date of ['2026', '2026-13', '03-2026', '2026-03-04']) {
      expect(stage.call('getTaxInvoiceList', { date }).body.ResponseMsg, date).toBe('Invalid date');
    }
  });
});
