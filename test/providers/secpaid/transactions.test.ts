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

describe('getPayInTransactions', () => {
  test('shows a card payment as the documented item', () => {
    const stage = createStage();
    const payment = stage.create({ recipient_note: 'Order 7731' });
    stage.advance(88_000);
    stage.act(payment, { action: 'pay' });
    const answer = stage.call('getPayInTransactions', { pay_id: '50001' });
    expect(answer.body).toMatchObject({
      ResponseCode: 1,
      ResponseMsg: 'List retrived successfully',
      Result: 'True',
      ServerTime: 'CEST',
    });
    expect(Object.keys(answer.body)).toEqual(['data', 'ResponseCode', 'ResponseMsg', 'Result', 'ServerTime']);
    expect(JSON.stringify(itemsOf(answer))).toBe(
      JSON.stringify([
        {
          pay_id: '50001',
          creator_id: stage.account.keys.userId,
          user_id: stage.account.keys.userId,
          transaction_id: itemsOf(answer)[0]?.transaction_id,
          amount: '42.50',
          net_amount: '40.97',
          service_fee: '0.64',
          service_fee_psp: '0.89',
          status: 'Success',
          recipient_note: 'Order 7731',
          payout_status: 'Pending',
          created_at: '2026-03-04 10:12:40',
          is_split_link: 'false',
          is_dispute: 'false',
          is_refund: 'false',
          payment_method: 'card',
          transaction_type: 'Basic',
        },
      ]),
    );
    expect(itemsOf(answer)[0]?.transaction_id).toMatch(/^20260304-pi-[A-Za-z0-9]{10}$/);
  });

  test('is empty before anybody paid, for cancelled links, and for ids that are none', () => {
    const stage = createStage();
    const cancelled = stage.create();
    stage.act(cancelled, { action: 'cancel' });
    for (const pay_id of [cancelled.id, '1', 'abc', '-1', 1.5]) {
      const answer = stage.call('getPayInTransactions', { pay_id });
      expect([answer.status, answer.body.ResponseCode, answer.body.data]).toEqual([200, 1, []]);
    }
  });

  test('takes pay_id as number and text, and an empty one as none', () => {
    const stage = createStage();
    pay(stage);
    pay(stage);
    for (const pay_id of [50001, '50001', ' 50001 '])
      expect(itemsOf(stage.call('getPayInTransactions', { pay_id }))).toHaveLength(1);
    expect(itemsOf(stage.call('getPayInTransactions', { pay_id: '' }))).toHaveLength(2);
  });

  test('looks at one payment only when one is asked for', () => {
    const stage = createStage();
    const id = pay(stage);
    pay(stage);
    stage.view.paymentsOf = () => {
      throw new Error('all payments were asked for');
    };
    expect(itemsOf(stage.call('getPayInTransactions', { pay_id: id })).map((item) => item.pay_id)).toEqual([id]);
    expect(itemsOf(stage.call('getPayInTransactions', { pay_id: 'none of ours' }))).toEqual([]);
  });

  test('pages newest first, and answers beyond the end with nothing', () => {
    const stage = createStage();
    for (let count = 0; count < 5; count++) {
      pay(stage);
      stage.advance(1_000);
    }
    const ids = (params: JsonObject) => itemsOf(stage.call('getPayInTransactions', params)).map((item) => item.pay_id);
    expect(ids({})).toEqual(['50005', '50004', '50003', '50002', '50001']);
    expect(ids({ limit: 2 })).toEqual(['50005', '50004']);
    expect(ids({ limit: '2', page: '3' })).toEqual(['50001']);
    expect(ids({ limit: 2, page: 4 })).toEqual([]);
    expect(ids({ limit: 10_000, page: 0 })).toHaveLength(5);
  });

  test('orders by the time of payment, not of creation', () => {
    const stage = createStage();
    const early = stage.create();
    pay(stage);
    stage.advance(1_000);
    stage.act(early, { action: 'pay' });
    expect(itemsOf(stage.call('getPayInTransactions')).map((item) => item.pay_id)).toEqual(['50001', '50002']);
  });

  test('searches note, amount, transaction id and method', () => {
    const stage = createStage();
    pay(stage, { recipient_note: 'Blue socks', amount: 12.34 });
    pay(stage, { recipient_note: 'Hat' }, { method: 'bank-transfer' });
    const transactionId = String(itemsOf(stage.call('getPayInTransactions', { pay_id: 50001 }))[0]?.transaction_id);
    const ids = (search: string | number) => itemsOf(stage.call('getPayInTransactions', { search })).map((item) => item.pay_id);
    expect(ids('blue')).toEqual(['50001']);
    expect(ids(12.34)).toEqual(['50001']);
    expect(ids(transactionId)).toEqual(['50001']);
    expect(ids('bank')).toEqual(['50002']);
    expect(ids('zzz')).toEqual([]);
  });

  test('filters by the Berlin day, and by the last days', () => {
    const stage = createStage();
    stage.setNow('2026-03-04T23:30:00Z');
    pay(stage);
    stage.advance(3 * DAY_MS);
    pay(stage);
    const ids = (params: JsonObject) => itemsOf(stage.call('getPayInTransactions', params)).map((item) => item.pay_id);
    expect(ids({ date: '2026-03-05' })).toEqual(['50001']);
    expect(ids({ date: '2026-03-04' })).toEqual([]);
    expect(ids({ since: 2 })).toEqual(['50002']);
    expect(ids({ since: '3' })).toEqual(['50002', '50001']);
    expect(ids({ since: 0 })).toHaveLength(2);
    for (const date of ['04.03.2026', '2026-13-01', '2026-02-30', 'x', '2026-3-4']) {
      expect(stage.call('getPayInTransactions', { date }).body.ResponseMsg, date).toBe('Invalid date');
    }
  });

  test('shows a bank transfer as Pending, then as Success or Failed', () => {
    const stage = createStage();
    const [good, bad] = [stage.create(), stage.create()];
    for (const payment of [good, bad]) stage.act(payment, { action: 'pay', method: 'bank-transfer' });
    const read = (pay_id: string) => itemsOf(stage.call('getPayInTransactions', { pay_id }))[0];
    expect(read(good.id)).toMatchObject({ status: 'Pending', payment_method: 'Bank Transfer' });
    stage.act(good, { action: 'settle' });
    stage.act(bad, { action: 'settle', result: 'failed' });
    expect([read(good.id)?.status, read(bad.id)?.status]).toEqual(['Success', 'Failed']);
  });

  test('adds totals in the older shape only', () => {
    const stage = createStage({ legacyTotals: true });
    pay(stage);
    pay(stage);
    pay(stage, {}, { method: 'bank-transfer' });
    const { body } = stage.call('getPayInTransactions', { limit: 1 });
    expect(body).toMatchObject({ totalRecords: 3, expected_payout: '81.94' });
    expect(Object.keys(body)).toEqual([
      'data',
      'totalRecords',
      'expected_payout',
      'ResponseCode',
      'ResponseMsg',
      'Result',
      'ServerTime',
    ]);
  });
});
