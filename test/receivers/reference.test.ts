import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { isThorough } from '../support/is-thorough.js';
import {
  comeBack,
  connect,
  createOrder,
  type Desk,
  encryptNotice,
  makeLink,
  openDesk,
  postEvent,
  postNotice,
  readOrder,
  waitForOrder,
  writeEvent,
  writeNotice,
} from './exam-desk.js';

const KEY = 'k'.repeat(32);
const isPaid = (order: { paid: boolean } | null) => order?.paid === true;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const files = ['http', 'express', 'fastify', 'koa', 'next/serve'].map((name) => [name, `reference/${name}.mjs`] as const);

// Two that read the body by other means; each app also meets every check (test/checks/reference.test.ts).
describe.each(isThorough ? files : files.slice(0, 2))('the reference receiver %s', (_name, file) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk(harness, file, { RECONCILE_MS: '400', SECPAID_ENCRYPTION_KEY: KEY });
  });
  afterEach(() => desk.close());

  test('sells through SecurePayAPI: each event acknowledged at once with 204, the order paid once', async () => {
    await connect(desk);
    const id = await createOrder(desk, 'securepayapi', 'order 1 & more');
    expect(await readOrder(desk, 'order 1 & more')).toMatchObject({ paid: false, count: 0, status: 'open' });
    await desk.lane.customer(id).pay();
    await desk.lane.waitFor.event(id, 'SUCCEEDED');
    await desk.lane.idle();
    for (const event of ['INIT', 'PAYING', 'SUCCEEDED']) await desk.lane.expect(id).acknowledged({ event, attempts: 1 });
    expect(await waitForOrder(desk, 'order 1 & more', isPaid)).toMatchObject({
      paid: true,
      count: 1,
      status: 'paid',
      problem: null,
    });
    expect((await fetch(`${desk.receiver.url}/orders/%E0%A4%A`)).status).toBeGreaterThanOrEqual(400);
    expect(await readOrder(desk, id)).toEqual(await readOrder(desk, 'order 1 & more'));
    expect(desk.receiver.errors).toBe('');
  });

  test('sells through SecPaid, and believes neither a notice nor a customer who comes back', async () => {
    await connect(desk);
    const payId = await createOrder(desk, 'secpaid', 'order-2');
    expect((await postNotice(desk, writeNotice(payId))).status).toBe(204);
    expect(await (await comeBack(desk, payId, 'Success')).text()).toContain('waiting for your payment');
    expect(await readOrder(desk, payId)).toMatchObject({ paid: false, count: 0 });
    const { visit } = await desk.lane.customer(payId).pay();
    expect(visit.page).toMatchObject({ status: 200 });
    await desk.lane.waitFor.acknowledged(payId);
    expect(await waitForOrder(desk, 'order-2', isPaid)).toMatchObject({ paid: true, count: 1, status: 'paid' });
    expect(await (await comeBack(desk, payId)).text()).toContain('your order is paid');
    await comeBack(desk, payId, 'cancel');
    expect(await readOrder(desk, payId)).toMatchObject({ paid: true, count: 1, status: 'paid' });
    expect(desk.receiver.errors).toBe('');
  });

  test('asks getPayInTransactions once for a notice and once for a customer who comes back', async () => {
    await using patient = await openDesk(harness, file, { RECONCILE_MS: '3600000', SECPAID_ENCRYPTION_KEY: KEY });
    const countLookups = async () => {
      const calls = await patient.lane.records({ types: ['api.called'] });
      return calls.filter((record) => record.type === 'api.called' && record.route === 'getPayInTransactions').length;
    };
    const payId = await createOrder(patient, 'secpaid', 'order-3');
    await postNotice(patient, writeNotice(payId));
    await expect.poll(countLookups).toBe(1);
    await comeBack(patient, payId, 'Success');
    await expect.poll(countLookups).toBe(2);
    expect(await readOrder(patient, 'order-3')).toMatchObject({ paid: false, count: 0 });
  });

  test('makes an order of a valid event as long as it has created none itself', async () => {
    await connect(desk);
    const intent = await desk.lane.api.securepayapi.createPaymentIntent({ amount: 700, externalid: 'unheard-of' });
    await desk.lane.customer(intent.id).pay();
    expect(await waitForOrder(desk, 'unheard-of', isPaid)).toMatchObject({ paid: true, count: 1, amountMinor: 700 });
    const payId = await makeLink(desk);
    await desk.lane.customer(payId).pay({}, { closeTab: true });
    expect(await waitForOrder(desk, payId, isPaid)).toMatchObject({ paid: true, count: 1, amountMinor: 2_000 });

    await createOrder(desk, 'securepayapi', 'its-own');
    expect((await postEvent(desk, { body: writeEvent('f'.repeat(24)) })).status).toBe(204);
    expect((await postNotice(desk, writeNotice('123456789'))).status).toBe(204);
    expect(await readOrder(desk, 'f'.repeat(24))).toBeNull();
    expect(await readOrder(desk, '123456789')).toBeNull();
  });

  test('refuses what is not signed, what is no event and what is too large, in few words and without an effect', async () => {
    const id = 'a'.repeat(24);
    const body = writeEvent(id);
    const old = String(Math.floor(Date.now() / 1_000) - 600);
    const refusals = {
      tampered: await postEvent(desk, { body: body.replace('2000', '2001'), signed: body }),
      'a blank behind it': await postEvent(desk, { body: `${body} `, signed: body }),
      'another key': await postEvent(desk, { body, key: `${desk.secret}x` }),
      'an empty key': await postEvent(desk, { body, key: '' }),
      'no signature': await postEvent(desk, { body, key: null }),
      'a short signature': await postEvent(desk, { body, headers: { 'x-signature': 'a'.repeat(63) } }),
      'no time': await postEvent(desk, { body, headers: { 'x-timestamp': '' } }),
      'ten minutes old': await postEvent(desk, { body, timestamp: old }),
      'an empty body': await postEvent(desk, { body: '' }),
      'no JSON': await postEvent(desk, { body: body.slice(0, -1) }),
      'an array': await postEvent(desk, { body: `[${body}]` }),
      'deep nesting': await postEvent(desk, { body: `${'['.repeat(10_000)}${']'.repeat(10_000)}` }),
      'another prototype': await postEvent(desk, { body: body.replace('{', '{"__proto__":{"paid":true},') }),
      'a number as id': await postEvent(desk, { body: writeEvent(id, { id: 7 }) }),
      'an amount as text': await postEvent(desk, { body: writeEvent(id, { famt: '2000' }) }),
      'no UTF-8': await postEvent(desk, { body: new Uint8Array(Buffer.from(body.replace('Paid', 'Pa\xffd'), 'latin1')) }),
      'a megabyte': await postEvent(desk, { body: writeEvent(id, { statustext: 'x'.repeat(1_000_000) }) }),
      XML: await postEvent(desk, { body, headers: { 'content-type': 'text/xml' } }),
      'no notice': await postNotice(desk, '{"data":{}}'),
      'text as notice': await postNotice(desk, 'pay_id'),
      'nothing as notice': await postNotice(desk, ''),
      'bad ciphertext': await postNotice(desk, '{"data":"bm90aGluZw=="}'),
    };
    const statuses = Object.fromEntries(Object.entries(refusals).map(([name, { status }]) => [name, status]));
    expect(statuses).toEqual({
      ...Object.fromEntries(Object.keys(refusals).map((name) => [name, 400])),
      ...Object.fromEntries(
        Object.keys(refusals)
          .slice(0, 9)
          .map((name) => [name, 401]),
      ),
      'a megabyte': 413,
      XML: 415,
    });
    for (const reply of Object.values(refusals)) expect((await reply.text()).length).toBeLessThan(40);
    for (const method of ['GET', 'PUT', 'HEAD', 'DELETE']) {
      const reply = await fetch(`${desk.receiver.url}/webhooks/securepayapi`, { method });
      expect([404, 405], method).toContain(reply.status);
    }
    expect(await readOrder(desk, id)).toBeNull();
    expect((await postEvent(desk, { body, headers: { 'content-type': 'application/json; charset=utf-8' } })).status).toBe(204);
    expect(await waitForOrder(desk, id, isPaid)).toMatchObject({ paid: true, count: 1 });
    expect(desk.receiver.errors).toBe('');
  });

  test('acts once for any number of copies, in any order, and not at all for another amount', async () => {
    const id = await createOrder(desk, 'securepayapi', 'order-3');
    const send = async (changes: Record<string, unknown>) => (await postEvent(desk, { body: writeEvent(id, changes) })).status;
    expect(await send({ famt: 1 })).toBe(204);
    expect(await send({ currency: 'EUR' })).toBe(204);
    expect(await send({ status: 'PARTIALLY_REFUNDED' })).toBe(204);
    expect(await send({ status: 'FAILED' })).toBe(204);
    expect(await waitForOrder(desk, id, (order) => order?.status === 'failed')).toMatchObject({ paid: false, count: 0 });
    await Promise.all(Array.from({ length: 10 }, () => send({ uuid: 'try-2' })));
    for (const status of ['INIT', 'PAYING', 'FAILED', 'EXPIRED', 'SUCCEEDED']) expect(await send({ status })).toBe(204);
    expect(await waitForOrder(desk, id, isPaid)).toMatchObject({ paid: true, count: 1, status: 'paid' });
  });

  test('finds a payment that nobody told it of', async () => {
    const payId = await createOrder(desk, 'secpaid', 'order-4');
    await desk.lane.customer(payId).pay({}, { closeTab: true });
    expect(await waitForOrder(desk, payId, isPaid)).toMatchObject({ paid: true, count: 1 });
  });

  test('reads SecPaid in every shape, encrypted too, and waits for a bank transfer', async () => {
    const flat = (payId: string) => `{"ResponseCode":1,"data[pay_id]":${payId},"data[amount]":20,"data[status]":"success"}`;
    const form = (payId: string) => `ResponseCode=1&data%5Bpay_id%5D=${payId}&data%5Bamount%5D=20&data%5Bstatus%5D=Success`;
    const shapes: [body: (payId: string) => string, type?: string][] = [
      [writeNotice],
      [flat],
      [form, 'application/x-www-form-urlencoded'],
      [(payId) => encryptNotice(writeNotice(payId), KEY)],
    ];
    for (const [write, type] of shapes) {
      const payId = await makeLink(desk);
      await desk.lane.customer(payId).pay({ method: 'bank-transfer' }, { closeTab: true });
      expect((await postNotice(desk, write(payId), type)).status).toBe(204);
      expect(await waitForOrder(desk, payId, (order) => order?.status === 'pending')).toMatchObject({ paid: false, count: 0 });
      await desk.lane.control.post(`/payments/${payId}/customer`, { action: 'settle' });
      expect((await postNotice(desk, write(payId), type)).status).toBe(204);
      expect(await waitForOrder(desk, payId, isPaid)).toMatchObject({ paid: true, count: 1 });
    }
  });
});

test('the reference receiver refuses what comes in the clear where encryption is required', async () => {
  const env = { SECPAID_ENCRYPTION_KEY: KEY, SECPAID_ENCRYPTION: 'required' };
  await using desk = await openDesk(harness, 'reference/http.mjs', env);
  const payId = await makeLink(desk);
  expect((await postNotice(desk, writeNotice(payId))).status).toBe(400);
  expect((await postNotice(desk, encryptNotice(writeNotice(payId), KEY))).status).toBe(204);
});

test('the reference receiver keeps news of a payment whose order is still being made', async () => {
  await using desk = await openDesk(harness, 'reference/http.mjs', { UNKNOWN_ORDERS: 'ignore' });
  const payId = await makeLink(desk);
  await desk.lane.customer(payId).pay({}, { closeTab: true });
  expect((await postNotice(desk, writeNotice(payId))).status).toBe(204);
  expect(await readOrder(desk, payId)).toBeNull();
});
