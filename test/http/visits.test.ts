import { describe, expect, test } from 'vitest';
import type { VisitReply } from '../../server/http/control/visit-replies.js';
import { callControl, connectShop, postJson } from '../support/harness.js';
import { prepareVisitStage } from './visit-stage.js';

const stage = prepareVisitStage();
const { visit, createLink, createIntent, createHosted, readRecords } = stage;

const listWay = ({ visit: { hops } }: VisitReply) => hops.map(({ method, status }) => `${method} ${status}`);

describe('a customer of a pay page', () => {
  test('pays, is sent back to the shop and ends on its confirmation', async () => {
    await connectShop(stage.harness, stage.shop);
    const { orderId, payId } = await postJson<{ orderId: string; payId: string }>(`${stage.shop.url}/buy/secpaid`, {
      amount: 20,
    });
    const reply = await visit(payId, { action: 'pay' });
    expect(listWay(reply)).toEqual(['GET 200', 'POST 302', 'GET 302', 'GET 200']);
    expect(reply.payment).toMatchObject({ status: 'Used', outcome: 'succeeded' });
    expect(reply.visit).toMatchObject({
      action: { action: 'pay', method: 'card', card: 'success' },
      page: {
        url: `${stage.shop.url}/order/confirmation?order=${orderId}`,
        status: 200,
        body: `Thank you. Order ${orderId} is paid.`,
      },
    });
    expect(reply.visit.hops[1]?.location).toContain(`${stage.shop.url}/checkout/callback?pay_id=${payId}`);
    expect(stage.shop.orders.find(orderId)?.fulfilledCount).toBe(1);
  });

  test('cancels and ends in the cart', async () => {
    await connectShop(stage.harness, stage.shop);
    const { payId } = await postJson<{ payId: string }>(`${stage.shop.url}/buy/secpaid`, { amount: 20 });
    const reply = await visit(payId, { action: 'cancel' });
    expect(reply.payment.outcome).toBe('cancelled');
    expect(reply.visit.page).toMatchObject({ url: `${stage.shop.url}/cart`, body: 'Your cart is as you left it.' });
  });

  test('leaves the traces that any browser leaves', async () => {
    const id = await createLink();
    await visit(id, { action: 'pay' });
    const types = (await readRecords()).flatMap((record) => ('paymentId' in record && record.paymentId === id ? [record] : []));
    const pages = types.filter(({ type }) => type === 'page.served');
    expect(pages).toMatchObject([{ route: 'pay page' }, { route: 'pay page form' }]);
    expect(types).toContainEqual(expect.objectContaining({ type: 'payment.acted', source: 'page' }));
    expect(types).toContainEqual(expect.objectContaining({ type: 'customer.visited' }));
  });

  test('is told on the page when the card was declined, and pays with another one', async () => {
    const id = await createLink();
    const declined = await visit(id, { action: 'pay', card: 'decline' });
    expect(declined.visit.page).toMatchObject({ status: 200, body: expect.stringContaining('The card was declined') });
    expect(declined.payment.outcome).toBe('open');
    expect((await visit(id, { action: 'pay' })).payment.outcome).toBe('succeeded');
  });

  test('cannot pay twice: the page says so, and nothing more happens', async () => {
    const id = await createLink();
    await visit(id, { action: 'pay' });
    const again = await visit(id, { action: 'pay' });
    expect(listWay(again)).toEqual(['GET 410']);
    expect(again.visit).toMatchObject({
      page: { status: 410, title: 'Payment already completed - SecPaid (Paystage)' },
      stoppedBy: 'the checkout answered 410 “Payment already completed - SecPaid (Paystage)”, so nothing was done there.',
    });
    expect(again.payment.events.length).toBe(1);
  });

  test.each([
    [{ action: 'settle' }, 'action_not_possible', 409, /paystage settle/],
    [{ action: 'cancel' }, 'action_not_possible', 409, /cancellable/],
    [{ action: 'pay', method: 'bank-transfer' }, 'action_not_possible', 409, /bank_transfer/],
    [{ action: 'refund' }, 'invalid_action', 400, /openapi/],
    [{ action: 'pay', card: 'chalenge' }, 'invalid_action', 400, /challenge/],
  ])('%j is refused when no browser can do it, and nothing is opened', async (action, code, status, words) => {
    const id = await createLink({ cancellable: false, bank_transfer: 'false' });
    const refused = visit(id, action);
    await expect(refused).rejects.toThrow(new RegExp(`: ${status} .*"${code}"`));
    await expect(refused).rejects.toThrow(words);
    expect((await readRecords()).filter(({ type }) => type === 'page.served')).toEqual([]);
  });
});

describe('a customer of a widget', () => {
  test('opens it, hands over the secret and pays', async () => {
    const { id } = await createIntent();
    const reply = await visit(id, { action: 'pay' });
    expect(reply.visit.hops.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'GET /securepayapi/embed',
      'POST /securepayapi/embed/session',
      'POST /securepayapi/embed/pay',
    ]);
    expect(JSON.parse(reply.visit.page?.body ?? '')).toMatchObject({ id, status: 'succeeded' });
    expect(reply.payment.outcome).toBe('succeeded');
  });

  test.each([
    ['pass', 'succeeded', 'none'],
    ['fail', 'failed', 'none'],
    ['abandon', 'open', 'left'],
  ])('answers the bank: %s', async (result, outcome, challenge) => {
    const { id } = await createIntent();
    const asked = await visit(id, { action: 'pay', card: 'challenge' });
    expect(JSON.parse(asked.visit.page?.body ?? '')).toMatchObject({ status: 'processing', challenge: 'open' });
    const answered = await visit(id, { action: 'challenge', result });
    expect(JSON.parse(answered.visit.page?.body ?? '')).toMatchObject({ challenge });
    expect(answered.payment.outcome).toBe(outcome);
  });

  test.each([
    [{ action: 'cancel' }, /SecurePayAPI has no cancellation/],
    [{ action: 'challenge', result: 'pass' }, /no open 3-D Secure challenge/],
  ])('%j is refused where the widget shows nothing to do it with', async (action, words) => {
    const { id } = await createIntent();
    await expect(visit(id, action)).rejects.toThrow(words);
  });

  test('leaves no secret in any record of the visit', async () => {
    const { id, secret } = await createIntent();
    await visit(id);
    await visit(id, { action: 'pay', card: 'challenge' });
    const hosted = await createHosted('challenge');
    await visit(hosted, { action: 'challenge', result: 'fail' });
    await visit(await createLink());
    const records = (await readRecords()).filter(({ type }) => type === 'customer.visited' || type === 'page.served');
    const text = JSON.stringify(records);
    expect(records.length).toBeGreaterThan(8);
    expect(text).toContain('client_secret');
    expect(text).not.toContain(secret);
    expect(text).toContain('form_token');
    expect(text).not.toMatch(/form_token(=|[^>]*value=\\*")[\w-]{20}/);
  });
});

describe('a customer of a hosted page', () => {
  test.each([
    ['pass', 'succeeded', 'Payment completed'],
    ['fail', 'failed', 'You can try again'],
    ['abandon', 'open', 'The challenge was left without an answer'],
  ])('answers the bank: %s', async (result, outcome, words) => {
    const id = await createHosted('challenge');
    const reply = await visit(id, { action: 'challenge', result });
    expect(listWay(reply)).toEqual(['GET 200', 'POST 303', 'GET 200']);
    expect(reply.visit.page).toMatchObject({ title: 'Seat', body: expect.stringContaining(words) });
    expect(reply.payment.outcome).toBe(outcome);
  });

  test('tries another card after the first one failed', async () => {
    const id = await createHosted('decline');
    const reply = await visit(id, { action: 'pay' });
    expect(reply.payment.outcome).toBe('succeeded');
    await expect(visit(id, { action: 'pay' })).rejects.toThrow(/paid already/);
    expect((await visit(id)).visit.page?.body).toContain('Payment completed');
  });
});

test('a visit below another lane finds no payment; an unknown one is nowhere; strange bodies are refused', async () => {
  const id = await createLink();
  const { name } = await callControl<{ name: string }>(stage.harness, 'POST', '/lanes', {});
  await expect(callControl(stage.harness, 'POST', `/lanes/${name}/payments/${id}/visits`, {})).rejects.toThrow(/404/);
  await expect(visit('nobody')).rejects.toThrow(/404 .*unknown_payment/);
  await expect(visit(id, undefined, { closeTabs: true })).rejects.toThrow(/400/);
  await expect(visit(id, undefined, { action: 'pay' })).rejects.toThrow(/400/);
  const reply = await fetch(`${stage.harness.url}/_paystage/api/payments/${id}/visits`, { method: 'POST' });
  expect(((await reply.json()) as VisitReply).visit).toMatchObject({ action: null, page: { status: 200 } });
});
