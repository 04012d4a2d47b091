import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDecimals, compareDecimals, readDecimal, takePercent, toMinor } from '../../../server/providers/secpaid/decimal.js';
import { computePspFee, computeServiceFee } from '../../../server/providers/secpaid/fees.js';
import { settings } from '../../../server/providers/secpaid/settings.js';
import { divideAmount } from '../../../server/providers/secpaid/splits.js';
import { dataOf, itemsOf } from './replies.js';
import { createStage } from './stage.js';

const defaults = settings.parse({});

describe('fees', () => {
  test.each([
    [4250, 64, 89],
    [100, 2, 27],
    [8819, 133, 158],
    [1, 1, 26],
  ])('of %i cents are %i and %i cents', (amountMinor, service, psp) => {
    expect([computeServiceFee(amountMinor, defaults), computePspFee(amountMinor, defaults)]).toEqual([service, psp]);
  });

  test('may be negative, as in one sample', () => {
    expect(computeServiceFee(100, { serviceFeePercent: -10 })).toBe(-10);
  });

  test('never lose a cent: net, fees and amount agree in the list, whatever was paid', () => {
    const cents = (text: unknown) => Math.round(Number(text) * 100);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), (amountMinor) => {
        const stage = createStage();
        stage.act(stage.create({ amount: amountMinor / 100 }), { action: 'pay' });
        const [item] = itemsOf(stage.call('getPayInTransactions'));
        expect(cents(item?.amount)).toBe(amountMinor);
        expect(cents(item?.net_amount) + cents(item?.service_fee) + cents(item?.service_fee_psp)).toBe(amountMinor);
        expect(item?.net_amount).toMatch(/^-?\d+\.\d\d$/);
      }),
      { numRuns: 40 },
    );
  });
});

describe('decimals', () => {
  test('round half a cent up, away from zero', () => {
    expect(
      ['1.005', '1.004', '-1.005', '2.675', '0.1'].map((text) => toMinor(readDecimal(text) ?? { units: 0n, scale: 0 })),
    ).toEqual([101, 100, -101, 268, 10]);
  });

  test('add, compare and take percentages exactly', () => {
    const tenth = readDecimal('0.1') ?? { units: 0n, scale: 0 };
    const fifth = readDecimal('0.20') ?? { units: 0n, scale: 0 };
    expect(compareDecimals(addDecimals(tenth, fifth), readDecimal('0.3') ?? tenth)).toBe(0);
    expect(compareDecimals(tenth, fifth)).toBe(-1);
    expect([takePercent(101, { units: 50n, scale: 0 }, 'down'), takePercent(101, { units: 50n, scale: 0 }, 'up')]).toEqual([
      50, 51,
    ]);
    expect([takePercent(101, { units: -50n, scale: 0 }, 'down'), takePercent(101, { units: -50n, scale: 0 }, 'up')]).toEqual([
      -51, -50,
    ]);
  });
});

describe('createSplitLink', () => {
  const create = (recipients: unknown, extra: object = {}) =>
    createStage().call('createSplitLink', { amount: 100, recipients, ...extra } as never);

  test('answers as createLink with recipients as JSON text', () => {
    expect(dataOf(create([{ token: 'shop-b', share: 10 }]))).toMatchObject({
      is_split_link: 'true',
      recipients: '[{"token":"shop-b","share":10}]',
      split_type: 'normal',
    });
    expect(dataOf(create([{ token: 'shop-b', share: '10.5', more: 1 }], { split_type: 'ABSOLUTE' }))).toMatchObject({
      recipients: '[{"token":"shop-b","share":10.5}]',
      split_type: 'absolute',
    });
  });

  test('takes every parameter of createLink', () => {
    const extra = {
      recipient_note: 'n',
      cancellable: false,
      bank_transfer: 'false',
      is_qr_link: true,
      callback_url: 'http://a/',
      payment_endpoint: 'http://b/',
    };
    expect(dataOf(create([{ token: 'shop-c', share: 0 }], extra))).toMatchObject({
      recipient_note: 'n',
      is_cancellation: 'No',
      callback_url: 'http://a/',
    });
  });

  test.each([
    [undefined, {}, 'Recipients are required'],
    [[], {}, 'Recipients are required'],
    ['', {}, 'Recipients are required'],
    ['not json', {}, 'Invalid recipients'],
    ['{"token":"shop-b"}', {}, 'Invalid recipients'],
    [5, {}, 'Invalid recipients'],
    [{}, {}, 'Invalid recipients'],
    [[{ token: 'nobody', share: 1 }], {}, 'Invalid recipient token at index 0'],
    [
      [
        { token: 'shop-b', share: 1 },
        { token: 'x', share: 1 },
      ],
      {},
      'Invalid recipient token at index 1',
    ],
    [[{ share: 1 }], {}, 'Invalid recipient token at index 0'],
    [['shop-b'], {}, 'Invalid recipient token at index 0'],
    [[null], {}, 'Invalid recipient token at index 0'],
    [[{ token: 5, share: 1 }], {}, 'Invalid recipient token at index 0'],
    [[{ token: 'shop-b' }], {}, 'Invalid share at index 0'],
    [[{ token: 'shop-b', share: -1 }], {}, 'Invalid share at index 0'],
    [[{ token: 'shop-b', share: 'many' }], {}, 'Invalid share at index 0'],
    [
      [
        { token: 'shop-b', share: 60 },
        { token: 'shop-c', share: 40.01 },
      ],
      {},
      'Sum of shares exceeds amount',
    ],
    [[{ token: 'shop-b', share: 100.01 }], { split_type: 'absolute' }, 'Sum of shares exceeds amount'],
    [[{ token: 'shop-b', share: 1 }], { split_type: 'relative' }, 'Invalid split_type'],
    [[{ token: 'shop-b', share: 1 }], { amount: '' }, 'Amount is required'],
    [Array.from({ length: 101 }, () => ({ token: 'shop-b', share: 0 })), {}, 'Too many recipients'],
  ])('refuses recipients %j with %j: %s', (recipients, extra, message) => {
    const answer = create(recipients, extra);
    expect([answer.status, answer.body.ResponseMsg]).toEqual([400, message]);
  });

  test('allows shares up to the whole amount', () => {
    expect(
      create([
        { token: 'shop-b', share: 33.4 },
        { token: 'shop-c', share: 66.6 },
      ]).status,
    ).toBe(200);
    expect(create([{ token: 'shop-b', share: 100 }], { split_type: 'absolute' }).status).toBe(200);
  });

  test('knows the tokens of its settings, and refuses those of other lanes and one’s own', () => {
    const stage = createStage();
    const other = stage.addAccount();
    const share = (token: string | undefined) =>
      stage.call('createSplitLink', { amount: 1, recipients: [{ token: token ?? '', share: 1 }] });
    expect(share(other.keys.recipientToken).status).toBe(400);
    stage.change({ recipientTokens: [other.keys.recipientToken ?? ''] });
    expect(share(other.keys.recipientToken).status).toBe(200);
    expect(share(stage.account.keys.recipientToken).body.ResponseMsg).toBe('Invalid recipient token at index 0');
    stage.change({ recipientTokens: [stage.account.keys.recipientToken ?? ''] });
    expect(share(stage.account.keys.recipientToken).status).toBe(400);
  });
});

describe('a divided amount', () => {
  const recipients = (...shares: number[]) => shares.map((share) => ({ token: 'shop-b', share }));

  test('leaves the rest to the owner', () => {
    expect(divideAmount(4250, { type: 'normal', recipients: recipients(10) })).toEqual({
      ownerMinor: 3825,
      recipientMinors: [425],
    });
    expect(divideAmount(10000, { type: 'absolute', recipients: recipients(36, 24) })).toEqual({
      ownerMinor: 4000,
      recipientMinors: [3600, 2400],
    });
    expect(divideAmount(1, { type: 'normal', recipients: recipients(50, 50) })).toEqual({
      ownerMinor: 1,
      recipientMinors: [0, 0],
    });
    expect(divideAmount(500, null)).toEqual({ ownerMinor: 500, recipientMinors: [] });
  });

  test('adds up to the amount and never goes below zero', () => {
    const percent = fc.integer({ min: 0, max: 5000 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), percent, percent, (amountMinor, first, second) => {
        const { ownerMinor, recipientMinors } = divideAmount(amountMinor, {
          type: 'normal',
          recipients: recipients(first, second),
        });
        expect(recipientMinors.reduce((sum, part) => sum + part, ownerMinor)).toBe(amountMinor);
        expect(Math.min(ownerMinor, ...recipientMinors)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('costs every receiver its own fee', () => {
    const stage = createStage();
    const payment = stage.create(
      {
        amount: 10,
        recipients: [
          { token: 'shop-b', share: 33 },
          { token: 'shop-c', share: 33 },
        ],
      },
      'createSplitLink',
    );
    stage.act(payment, { action: 'pay' });
    // 3.40, 3.30 and 3.30: 6, 5 and 5 cents, where the whole would cost 15.
    expect(itemsOf(stage.call('getPayInTransactions'))[0]).toMatchObject({
      amount: '10.00',
      service_fee: '0.16',
      transaction_type: 'Split',
      is_split_link: 'true',
    });
  });
});
