import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { expect } from 'vitest';
import { type Desk, makeLink, type OrderState, waitForOrder } from './exam-desk.js';

/** Shows by one request, or one and its control, what a broken receiver does wrong. */
export type Defect = (desk: Desk) => Promise<void>;

export const ENCRYPTION_KEY = 'k'.repeat(32);

export const isPaid = (order: OrderState | null) => order?.paid === true;
export const hasActedTwice = (order: OrderState | null) => (order?.count ?? 0) > 1;

/** A link that was paid while the receiver heard nothing. */
export async function payLink(desk: Desk, action = {}): Promise<string> {
  const payId = await makeLink(desk);
  await desk.lane.customer(payId).pay(action, { closeTab: true });
  return payId;
}

export async function expectPaid(desk: Desk, key: string, reply: Response): Promise<void> {
  expect(reply.status).toBe(204);
  expect(await waitForOrder(desk, key, isPaid)).toMatchObject({ paid: true });
}

/** Ten copies that come at once count once, or a few times where the machine was held up between them; one that comes later counts again. */
export async function expectOneMore(desk: Desk, key: string, sendLater: () => Promise<unknown>): Promise<void> {
  const count = (await waitForOrder(desk, key, isPaid))?.count ?? 0;
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(10);
  await sendLater();
  const isMore = (order: OrderState | null) => (order?.count ?? 0) > count;
  expect(await waitForOrder(desk, key, isMore)).toMatchObject({ count: count + 1 });
}

/** Sends the beginning of a request and ends the connection. Resolves when the receiver has noticed. */
export async function cutInHalf({ receiver }: Desk, path: string, body: string): Promise<void> {
  const socket = connectSocket(Number(new URL(receiver.url).port), '127.0.0.1');
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  socket.on('error', () => {});
  socket.resume();
  // The receiver closes its side when it has noticed that the rest will not come.
  socket.end(head + body.slice(0, body.length / 2));
  await once(socket, 'close');
}

/** The longest that the receiver took to answer, in ms. */
export async function measure(times: number, send: (nth: number) => Promise<Response>): Promise<number> {
  let longest = 0;
  for (let nth = 0; nth < times; nth++) {
    const startMs = performance.now();
    await send(nth);
    longest = Math.max(longest, performance.now() - startMs);
  }
  return longest;
}
