import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../../server/domain/errors.js';
import type { JsonObject } from '../../../server/protocol/records.js';
import { secpaid } from '../../../server/providers/secpaid/index.js';
import { callback, createStage, endpoint, type Stage } from './stage.js';

const targets = { callbackUrls: [callback], paymentEndpoints: [endpoint] };
const key = 'mockSecPaidKey-0123456789-ABCDEF';

function problemOf(run: () => unknown): HarnessError {
  try {
    run();
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const locationOf = (stage: Stage, id: string, status: string) =>
  `${callback}?pay_id=${id}&user_id=${stage.account.keys.userId}&status=${status}`;

describe('paying by card', () => {
  test('uses the link, announces it and sends the browser back', () => {
    const stage = createStage(targets);
    const payment = stage.create({ recipient_note: 'Order 7731' });
    const changes = stage.act(payment, { action: 'pay' });
    expect(changes.map((change) => change.type)).toEqual(['act', 'change_status', 'redirect']);
    expect(payment).toMatchObject({ status: 'Used', outcome: 'succeeded' });
    const [event, ...more] = stage.eventsOf(payment);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ status: 'Success', contentType: 'application/json', deliveryIds: [expect.any(String)] });
    expect(JSON.parse(event?.body ?? '')).toEqual({
      ResponseCode: 1,
      data: { pay_id: 50001, note: 'Order 7731', amount: 42.5, user_id: stage.account.keys.userId, status: 'Success' },
    });
    expect(stage.happened.redirects).toEqual([{ location: locationOf(stage, '50001', 'success'), others: [] }]);
    expect(stage.happened.acts).toEqual([
      { actor: 'customer', source: 'control', action: { action: 'pay', method: 'card', card: 'success' } },
    ]);
  });

  test.each(['success', 'frictionless', 'challenge'])('succeeds with card %s', (card) => {
    const stage = createStage(targets);
    const payment = stage.create();
    stage.act(payment, { action: 'pay', card });
    expect(payment.status).toBe('Used');
  });

  test('notes a declined card and leaves everything else as it is, as often as that happens', () => {
    const stage = createStage(targets);
    const payment = stage.create();
    for (let count = 0; count < 3; count++) {
      expect(stage.act(payment, { action: 'pay', card: 'decline' }).map((change) => change.type)).toEqual([
        'act',
        'amend_payment',
      ]);
    }
    expect([payment.status, stage.eventsOf(payment), stage.happened.redirects]).toEqual(['Unused', [], []]);
    stage.act(payment, { action: 'pay' });
    expect(payment.status).toBe('Used');
  });
});

describe('cancelling', () => {
  test('announces it and sends the browser back with cancel', () => {
    const stage = createStage(targets);
    const payment = stage.create();
    stage.act(payment, { action: 'cancel' });
    expect(payment).toMatchObject({ status: 'Cancelled', outcome: 'cancelled' });
    expect(JSON.parse(stage.eventsOf(payment)[0]?.body ?? '').data.status).toBe('cancel');
    expect(stage.happened.redirects[0]?.location).toBe(locationOf(stage, '50001', 'cancel'));
  });

  test('is silent toward the endpoint without cancelWebhook, but still redirects', () => {
    const stage = createStage({ ...targets, cancelWebhook: false });
    const payment = stage.create();
    stage.act(payment, { action: 'cancel' });
    expect(stage.eventsOf(payment)).toEqual([]);
    expect(stage.happened.redirects).toHaveLength(1);
  });

  test('is refused on links that are not cancellable', () => {
    const stage = createStage(targets);
    const payment = stage.create({ cancellable: false });
    const problem = problemOf(() => stage.act(payment, { action: 'cancel' }));
    expect(problem).toMatchObject({ code: 'action_not_possible', status: 409 });
    expect(problem.message).toBe('Payment 50001 is Unused: its customer cannot cancel it.');
    expect(payment.status).toBe('Unused');
  });
});

describe('a bank transfer', () => {
  test('redirects at once, and announces only when the money arrives', () => {
    const stage = createStage(targets);
    const payment = stage.create();
    stage.act(payment, { action: 'pay', method: 'bank-transfer' });
    expect([payment.status, stage.eventsOf(payment)]).toEqual(['Used', []]);
    expect(stage.happened.redirects[0]?.location).toContain('status=success');
    stage.advance(5 * 86_400_000);
    stage.act(payment, { action: 'settle' });
    expect(stage.eventsOf(payment).map((event) => event.status)).toEqual(['Success']);
    expect(stage.happened.redirects).toHaveLength(1);
    expect(stage.happened.acts.at(-1)).toMatchObject({ actor: 'provider', action: { action: 'settle', result: 'success' } });
    expect(problemOf(() => stage.act(payment, { action: 'settle' })).message).toBe(
      'Payment 50001 is Used: no bank transfer is under way.',
    );
  });

  test('that fails is announced as Failed where the format knows the word', () => {
    for (const [webhookFormat, statuses] of [
      ['nested-json', ['Failed']],
      ['form', ['Failed']],
      ['flat-json', []],
    ] as const) {
      const stage = createStage({ ...targets, webhookFormat });
      const payment = stage.create();
      stage.act(payment, { action: 'pay', method: 'bank-transfer' });
      stage.actAsStaff(payment, { action: 'settle', result: 'failed' });
      expect(stage.eventsOf(payment).map((event) => event.status)).toEqual(statuses);
    }
  });

  test('is refused where the link does not offer it', () => {
    const stage = createStage(targets);
    const payment = stage.create({ bank_transfer: 'false' });
    expect(problemOf(() => stage.act(payment, { action: 'pay', method: 'bank-transfer' })).message).toContain(
      'does not offer bank transfer',
    );
  });
});

describe('a second action', () => {
  const pairs = [
    ['pay', 'pay'],
    ['pay', 'cancel'],
    ['cancel', 'pay'],
    ['cancel', 'cancel'],
  ] as const;
  test.each(pairs)('%s, then %s, is refused and changes nothing', (first, second) => {
    const stage = createStage(targets);
    const payment = stage.create();
    stage.act(payment, { action: first });
    const before = stage.dump();
    const problem = problemOf(() => stage.act(payment, { action: second }));
    expect(problem).toMatchObject({ code: 'action_not_possible', status: 409 });
    expect(problem.message).toContain(`is ${first === 'pay' ? 'Used' : 'Cancelled'}`);
    expect(problem.hint).toBeTruthy();
    expect(stage.dump()).toBe(before);
  });

  test('is refused on deleted links, and settling on anything but a pending transfer', () => {
    const stage = createStage(targets);
    const payment = stage.create();
    expect(problemOf(() => stage.act(payment, { action: 'settle' })).status).toBe(409);
    stage.call('deleteLink', { link_id: payment.id });
    expect(problemOf(() => stage.act(payment, { action: 'pay' })).message).toContain('is Deleted');
  });
});

describe('actions', () => {
  test.each([
    {},
    { action: 'fly' },
    { action: 'pay', method: 'cheque' },
    { action: 'pay', card: 'gold' },
    { action: 'settle', result: 'maybe' },
  ] as JsonObject[])('%j is none', (action) => expect(secpaid.customerActions.schema.safeParse(action).success).toBe(false));

  const cards = 'success, frictionless, challenge, decline';
  test.each([
    [{ action: 'pay', method: 'cheque' }, 'SecPaid has no method "cheque"; possible: card, bank-transfer'],
    [
      { action: 'pay', method: 'bank_transfer' },
      'SecPaid has no method "bank_transfer"; possible: card, bank-transfer; did you mean "bank-transfer"?',
    ],
    [{ action: 'pay', method: null }, 'SecPaid has no method null; possible: card, bank-transfer'],
    [{ action: 'pay', card: 'declin' }, `SecPaid has no card "declin"; possible: ${cards}; did you mean "decline"?`],
    [{ action: 'pay', card: 'gold' }, `SecPaid has no card "gold"; possible: ${cards}`],
    [{ action: 'settle', result: 'maybe' }, 'SecPaid has no result "maybe"; possible: success, failed'],
    [{ action: 'fly' }, 'SecPaid has no action "fly"; possible: pay, cancel, settle'],
    [{}, 'action is missing; possible: pay, cancel, settle'],
  ] as [JsonObject, string][])('%j is refused with what is possible', (action, message) => {
    expect(secpaid.customerActions.schema.safeParse(action).error?.issues[0]?.message).toBe(message);
  });

  test.each([
    [{ action: 'aprove-refund' }, '; did you mean "approve-refund"?'],
    [{ action: 'close-dispute', result: 'win' }, 'SecPaid has no result "win"; possible: won, lost; did you mean "won"?'],
    [{ action: 'close-dispute' }, 'result is missing; possible: won, lost'],
  ] as [JsonObject, string][])('%j of the staff is refused with what is possible', (action, message) => {
    expect(secpaid.staffActions?.schema.safeParse(action).error?.issues[0]?.message).toContain(message);
  });
});

describe('several URLs', () => {
  const urls = ['http://a/1', 'http://b/2?x=1', 'http://c/3'];

  test('the browser follows the first callback, the others are called with the same query', () => {
    const stage = createStage({ callbackUrls: urls });
    stage.act(stage.create(), { action: 'pay' });
    const query = `pay_id=50001&user_id=${stage.account.keys.userId}&status=success`;
    expect(stage.happened.redirects).toEqual([
      { location: `http://a/1?${query}`, others: [`http://b/2?x=1&${query}`, `http://c/3?${query}`] },
    ]);
  });

  test('the others are left alone under extraCallbacks ignore', () => {
    const stage = createStage({ callbackUrls: urls, extraCallbacks: 'ignore' });
    stage.act(stage.create(), { action: 'pay' });
    expect(stage.happened.redirects[0]?.others).toEqual([]);
  });

  test('every endpoint gets its own delivery of one event', () => {
    const stage = createStage({ paymentEndpoints: urls });
    const payment = stage.create();
    stage.act(payment, { action: 'pay' });
    const [event] = stage.eventsOf(payment);
    expect(event && stage.view.deliveriesOf(event).map((delivery) => delivery.endpoint)).toEqual(urls);
  });

  test('without any, nobody is told and nothing redirects', () => {
    const stage = createStage();
    const payment = stage.create();
    stage.act(payment, { action: 'pay' });
    expect(stage.happened.redirects).toEqual([]);
    expect(stage.eventsOf(payment).flatMap((event) => event.deliveryIds)).toEqual([]);
  });
});

test('secrets of the account stand neither in the payment nor in what is shown of it', () => {
  const stage = createStage({ ...targets, paymentEndpoints: ['http://user:pw@localhost/hook'] });
  const payment = stage.create({ is_encryption: true, encryption_key: key });
  stage.act(payment, { action: 'pay' });
  const shown = JSON.stringify(secpaid.presentPayment(payment, stage.account));
  for (const secret of [key, stage.account.keys.token ?? '', stage.account.keys.encryptionKey ?? '']) {
    expect(shown + stage.dump()).not.toContain(secret);
  }
  expect(shown).toContain('http://***@localhost/hook');
  expect(shown).not.toContain('pw@');
});

test('what is shown of a payment tells its pay-in, split, refunds and dispute', () => {
  const stage = createStage({ autoApproveRefunds: true });
  const payment = stage.create({ recipients: [{ token: 'shop-b', share: 10 }] }, 'createSplitLink');
  expect(secpaid.presentPayment(payment, stage.account)).toMatchObject({
    type: 'Split',
    split: { owner: '38.25', recipients: [{ token: 'shop-b', amount: '4.25' }] },
  });
  stage.act(payment, { action: 'pay' });
  stage.call('refundPayment', { pay_id: payment.id, refund_amount: 1 });
  stage.actAsStaff(payment, { action: 'open-dispute' });
  expect(secpaid.presentPayment(payment, stage.account)).toMatchObject({
    payIn: { status: 'Success', method: 'card', paidOn: '2026-03-04 10:11:12' },
    refunds: [{ amount: '1.00', status: 'Approved' }],
    dispute: 'open',
  });
});
