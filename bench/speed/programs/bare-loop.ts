/**
 * The bound: what Node, undici and an HMAC cost, and nothing else. It answers the same calls as the product and sends the same six signed
 * webhooks of a payment in order, and forgets everything. A call to /all makes a payment in one call.
 */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { CONNECTIONS, STATUSES } from '../workload.js';
import './report-usage.js';

const [target = '', secretKey = ''] = process.argv.slice(2);
const { origin, pathname } = new URL(target);
const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });

interface Payment {
  id: string;
  uuid: string;
  externalid: string;
  amount: number;
  sent: number;
  sending: Promise<void>;
}

const payments = new Map<string, Payment>();

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    const given = JSON.parse(Buffer.concat(pieces).toString()) as { id: string; externalid: string; amount: number };
    if (request.url === '/create' || request.url === '/all') {
      const { externalid, amount } = given;
      const id = randomBytes(12).toString('hex');
      const payment: Payment = { id, uuid: randomUUID(), externalid, amount, sent: 0, sending: Promise.resolve() };
      reply(response, { id, amount, currency: 'USD', status: 'requires_payment' });
      if (request.url === '/create') payments.set(id, payment);
      else void send(payment, STATUSES);
      return;
    }
    const payment = payments.get(given.id);
    if (payment === undefined) return void response.writeHead(404).end();
    const isLast = request.url === '/answer';
    reply(response, { id: payment.id, status: isLast ? 'succeeded' : 'processing' });
    const statuses = isLast ? STATUSES.slice(3) : STATUSES.slice(0, 3);
    payment.sending = payment.sending.then(() => send(payment, statuses));
    if (isLast) payments.delete(payment.id);
  });
});
server.keepAliveTimeout = 60_000;

function reply(response: ServerResponse, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}

async function send(payment: Payment, statuses: readonly string[]): Promise<void> {
  for (const status of statuses) {
    const nowS = Math.floor(Date.now() / 1000);
    const body = JSON.stringify({
      created: nowS,
      uuid: payment.uuid,
      id: payment.id,
      famt: payment.amount,
      currency: 'USD',
      externalid: payment.externalid,
      customerid: '',
      status,
      statustext: 'The payment went one step on',
    });
    const timestamp = String(nowS);
    const signature = createHmac('sha256', secretKey).update(timestamp).update(body).digest('hex');
    const headers = [
      'Content-Type',
      'application/json',
      'User-Agent',
      'bare-loop/1',
      'X-Timestamp',
      timestamp,
      'X-Signature',
      signature,
    ];
    const answer = await pool.request({ method: 'POST', path: pathname, headers, body });
    await answer.body.dump();
  }
}

server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  console.log(`ready at ${url}`);
});
