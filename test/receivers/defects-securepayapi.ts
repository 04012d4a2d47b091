import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { cutInHalf, type Defect, expectOneMore, expectPaid, hasActedTwice, isPaid, measure } from './defect.js';
import { createOrder, postEvent, readOrder, waitForOrder, writeEvent } from './exam-desk.js';

/** Of a payment that the receiver never heard of; it learns it from the first valid event. */
const ID = 'a'.repeat(24);
const BODY = writeEvent(ID);

/** By file: how it shows with SecurePayAPI. */
export const securePayApiDefects: Readonly<Record<string, Defect>> = {
  'CTL-1-redirects-to-the-login': async (desk) => expect((await postEvent(desk, { body: BODY })).status).toBe(302),
  'SIG-1-skips-verification': async (desk) =>
    expectPaid(desk, ID, await postEvent(desk, { body: BODY, signed: 'something else' })),
  'SIG-1-corrects-the-amount': async (desk) => {
    const id = await createOrder(desk, 'securepayapi', 'order');
    const body = writeEvent(id);
    expect((await postEvent(desk, { body, key: 'another' })).status).toBe(401);
    await expectPaid(desk, id, await postEvent(desk, { body: body.replace('2000', '9000'), signed: body }));
  },
  'SIG-1-trims-the-body': async (desk) => expectPaid(desk, ID, await postEvent(desk, { body: `${BODY} `, signed: BODY })),
  'SIG-2-accepts-other-secrets': async (desk) => {
    expect((await postEvent(desk, { body: BODY, key: 'another' })).status).toBe(401);
    expect((await postEvent(desk, { body: BODY, key: desk.secret.replace('sp_secret_', '') })).status).toBe(204);
    await expectPaid(desk, ID, await postEvent(desk, { body: BODY, key: '' }));
  },
  'SIG-3-takes-the-unsigned': async (desk) => expectPaid(desk, ID, await postEvent(desk, { body: BODY, key: null })),
  'RDR-1-believes-the-page': async (desk) => {
    const id = await createOrder(desk, 'securepayapi', 'order');
    expect((await fetch(`${desk.receiver.url}/return?payment=${id}`)).status).toBe(200);
    expect(await readOrder(desk, id)).toMatchObject({ paid: true });
  },
  'AMT-1-compares-no-amount': async (desk) => {
    const id = await createOrder(desk, 'securepayapi', 'order');
    await expectPaid(desk, id, await postEvent(desk, { body: writeEvent(id, { famt: 1 }) }));
  },
  'IDM-1-counts-every-copy': async (desk) => {
    const send = () => postEvent(desk, { body: BODY });
    await Promise.all(Array.from({ length: 10 }, send));
    await expectOneMore(desk, ID, send);
  },
  'IDM-2-looks-then-writes': async (desk) => {
    const other = 'b'.repeat(24);
    for (let copy = 0; copy < 3; copy++) await postEvent(desk, { body: writeEvent(other) });
    expect(await waitForOrder(desk, other, isPaid)).toMatchObject({ paid: true, count: 1 });
    await Promise.all(Array.from({ length: 10 }, () => postEvent(desk, { body: BODY })));
    expect((await waitForOrder(desk, ID, hasActedTwice))?.count).toBeGreaterThan(1);
  },
  'STA-1-takes-pending-for-paid': async (desk) =>
    expectPaid(desk, ID, await postEvent(desk, { body: writeEvent(ID, { status: 'PAYING' }) })),
  'ORD-1-follows-the-last-news': async (desk) => {
    await expectPaid(desk, ID, await postEvent(desk, { body: BODY }));
    await postEvent(desk, { body: writeEvent(ID, { status: 'INIT' }) });
    expect(await waitForOrder(desk, ID, (order) => !isPaid(order))).toMatchObject({ paid: false, count: 0 });
  },
  'CAN-1-undoes-paid-orders': async (desk) =>
    expectPaid(desk, ID, await postEvent(desk, { body: writeEvent(ID, { status: 'FAILED' }) })),
  'ACK-1-answers-200': async (desk) => expect((await postEvent(desk, { body: BODY })).status).toBe(200),
  'ACK-2-works-before-it-answers': async (desk) =>
    expect(await measure(1, () => postEvent(desk, { body: BODY }))).toBeGreaterThan(1_000),
  'ACK-2-stalls-now-and-then': async (desk) =>
    expect(await measure(4, (nth) => postEvent(desk, { body: writeEvent(`${ID}${nth}`) }))).toBeGreaterThan(5_000),
  'UNK-1-fails-on-new-words': async (desk) =>
    expect((await postEvent(desk, { body: writeEvent(ID, { status: 'SETTLED' }) })).status).toBe(500),
  'RAW-1-reads-latin1': async (desk) =>
    expect((await postEvent(desk, { body: writeEvent(ID, { statustext: 'prüft' }) })).status).toBe(401),
  'RAW-2-reserialises-the-body': async (desk) =>
    expect((await postEvent(desk, { body: BODY.replace('2000', '2000.0') })).status).toBe(401),
  'CUT-1-keeps-the-first-half': async (desk) => {
    await cutInHalf(desk, '/webhooks/securepayapi', BODY);
    expect((await postEvent(desk, { body: BODY })).status).toBe(401);
  },
  'EXT-1-reads-strictly': async (desk) =>
    expect((await postEvent(desk, { body: writeEvent(ID, { customerid: null }) })).status).toBe(400),
  'REP-1-ignores-the-time': async (desk) => {
    const timestamp = String(Math.floor(Date.now() / 1_000) - 86_400);
    await expectPaid(desk, ID, await postEvent(desk, { body: BODY }));
    expect((await postEvent(desk, { body: BODY })).status).toBe(204);
    expect(await readOrder(desk, ID)).toMatchObject({ count: 1 });
    expect((await postEvent(desk, { body: BODY, timestamp })).status).toBe(204);
    expect(await waitForOrder(desk, ID, hasActedTwice)).toMatchObject({ count: 2 });
  },
  'LEAK-1-tells-too-much': async (desk) => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const reply = await postEvent(desk, { body: BODY, key: 'another', timestamp });
    const expected = createHmac('sha256', desk.secret).update(timestamp).update(BODY).digest('hex');
    expect([reply.status, await reply.text()]).toEqual([401, `wrong signature, expected ${expected}`]);
  },
  'ROB-1-falls-over-garbage': async (desk) => expect((await postEvent(desk, { body: '{' })).status).toBe(500),
  'UNO-1-falls-over-unknown-payments': async (desk) => {
    await createOrder(desk, 'securepayapi', 'order');
    expect((await postEvent(desk, { body: BODY })).status).toBe(500);
  },
  'HDR-1-compares-the-content-type': async (desk) => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect((await postEvent(desk, { body: BODY, headers })).status).toBe(415);
  },
};
