import { expect } from 'vitest';
import {
  cutInHalf,
  type Defect,
  ENCRYPTION_KEY,
  expectOneMore,
  expectPaid,
  hasActedTwice,
  isPaid,
  measure,
  payLink,
} from './defect.js';
import { comeBack, createOrder, encryptNotice, makeLink, postNotice, readOrder, waitForOrder, writeNotice } from './exam-desk.js';

/** By file: how it shows with SecPaid. */
export const secPaidDefects: Readonly<Record<string, Defect>> = {
  'CTL-1-redirects-to-the-login': async (desk) => expect((await postNotice(desk, writeNotice('50001'))).status).toBe(302),
  'SRC-1-believes-the-webhook': async (desk) => {
    const payId = await makeLink(desk);
    await expectPaid(desk, payId, await postNotice(desk, writeNotice(payId)));
  },
  'RDR-1-believes-the-redirect': async (desk) => {
    const payId = await makeLink(desk);
    expect((await comeBack(desk, payId)).status).toBe(200);
    expect(await waitForOrder(desk, payId, isPaid)).toMatchObject({ paid: true });
  },
  'AMT-1-compares-no-amount': async (desk) => {
    await createOrder(desk, 'secpaid', 'a dear order', 500_000);
    const { data } = await desk.lane.api.secpaid.createLink({ amount: 0.01, recipient_note: 'a dear order' });
    const payId = String(data.id ?? data.linktopay_id);
    await desk.lane.customer(payId).pay({}, { closeTab: true });
    await expectPaid(desk, 'a dear order', await postNotice(desk, writeNotice(payId, { amount: 0.01 })));
  },
  'IDM-1-counts-every-copy': async (desk) => {
    const body = writeNotice(await payLink(desk));
    const payId = /"pay_id":(\d+)/.exec(body)?.[1] ?? '';
    await Promise.all(Array.from({ length: 10 }, () => postNotice(desk, body)));
    await expectOneMore(desk, payId, () => postNotice(desk, body));
  },
  'IDM-2-looks-then-writes': async (desk) => {
    const [payId, other] = [await payLink(desk), await payLink(desk)];
    for (let copy = 0; copy < 3; copy++) await postNotice(desk, writeNotice(other));
    expect(await waitForOrder(desk, other, isPaid)).toMatchObject({ count: 1 });
    await Promise.all(Array.from({ length: 10 }, () => postNotice(desk, writeNotice(payId))));
    expect((await waitForOrder(desk, payId, hasActedTwice))?.count).toBeGreaterThan(1);
  },
  'STA-1-takes-pending-for-paid': async (desk) => {
    const payId = await payLink(desk, { method: 'bank-transfer' });
    await comeBack(desk, payId);
    expect(await waitForOrder(desk, payId, isPaid)).toMatchObject({ paid: true });
  },
  'ORD-1-follows-the-last-news': async (desk) => {
    const payId = await payLink(desk);
    await expectPaid(desk, payId, await postNotice(desk, writeNotice(payId)));
    await comeBack(desk, payId);
    expect(await waitForOrder(desk, payId, (order) => !isPaid(order))).toMatchObject({ paid: false, count: 0 });
  },
  'CAN-1-undoes-paid-orders': async (desk) => {
    const payId = await payLink(desk);
    await expectPaid(desk, payId, await postNotice(desk, writeNotice(payId)));
    await comeBack(desk, payId, 'cancel');
    const order = await waitForOrder(desk, payId, (order) => !isPaid(order));
    expect(order).toMatchObject({ paid: false, count: 0, status: 'cancelled' });
  },
  'ACK-2-works-before-it-answers': async (desk) =>
    expect(await measure(1, () => postNotice(desk, writeNotice('50001')))).toBeGreaterThan(1_000),
  'ACK-2-stalls-now-and-then': async (desk) =>
    expect(await measure(4, (nth) => postNotice(desk, writeNotice(`7000${nth}`)))).toBeGreaterThan(5_000),
  'ACK-3-asks-before-it-answers': async (desk) => {
    const payId = await makeLink(desk);
    await desk.lane.faults.set({ fault: 'api-timeout', afterMs: 2_000, when: { route: 'getPayInTransactions' } });
    expect(await measure(1, () => postNotice(desk, writeNotice(payId)))).toBeGreaterThan(1_500);
  },
  'UNK-1-fails-on-new-words': async (desk) =>
    expect((await postNotice(desk, writeNotice('50001', { status: 'Settled' }))).status).toBe(500),
  'CUT-1-keeps-the-first-half': async (desk) => {
    const payId = await makeLink(desk);
    await cutInHalf(desk, '/webhooks/secpaid', writeNotice(payId));
    expect(await waitForOrder(desk, payId, isPaid)).toMatchObject({ paid: true });
  },
  'MIS-1-never-asks': async (desk) => {
    const payId = await createOrder(desk, 'secpaid', 'order');
    await desk.lane.customer(payId).pay({}, { closeTab: true });
    // Nothing happens, and only time shows that: a receiver that asks has done so after 150 ms here.
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await readOrder(desk, payId)).toMatchObject({ paid: false });
    await expectPaid(desk, payId, await postNotice(desk, writeNotice(payId)));
  },
  'EXT-1-reads-strictly': async (desk) => {
    const form = 'ResponseCode=1&data%5Bpay_id%5D=50001&data%5Bstatus%5D=Success';
    expect((await postNotice(desk, form, 'application/x-www-form-urlencoded')).status).toBe(415);
  },
  'LEAK-1-tells-too-much': async (desk) =>
    expect(await (await postNotice(desk, '{')).text()).toMatch(/\n {4}at .*read-json\.mjs/),
  'ROB-1-falls-over-garbage': async (desk) => expect((await postNotice(desk, '{')).status).toBe(500),
  'UNO-1-falls-over-unknown-payments': async (desk) => {
    await createOrder(desk, 'secpaid', 'order');
    expect((await postNotice(desk, writeNotice('123456789'))).status).toBe(500);
  },
  'ENC-1-cannot-decrypt': async (desk) => {
    expect((await postNotice(desk, encryptNotice(writeNotice('50001'), ENCRYPTION_KEY))).status).toBe(400);
  },
  'ENC-1-tells-bad-padding': async (desk) => {
    const reply = await postNotice(desk, JSON.stringify({ data: Buffer.from('x'.repeat(32)).toString('base64') }));
    expect([reply.status, await reply.text()]).toEqual([500, expect.stringContaining('bad decrypt')]);
  },
  'HDR-1-compares-the-content-type': async (desk) => {
    expect((await postNotice(desk, writeNotice('50001'), 'application/json; charset=utf-8')).status).toBe(415);
  },
};
