import { connect, type Socket } from 'node:net';
import type { Harness } from '../../server/index.js';
import { callControl } from '../support/harness.js';

/** An endpoint of a provider that takes a body, with the credentials it wants and its word for a body that it takes. */
export interface CreateCall {
  path: string;
  headers: Record<string, string>;
  valid: string;
}

/** How an app creates a payment at each provider. */
export function listCreateCalls({ env }: Harness): CreateCall[] {
  return [
    { path: '/secpaid/api/v2/createLink', headers: { token: env.SECPAID_TOKEN ?? '' }, valid: '{"amount":49.99}' },
    {
      path: '/securepayapi/api/v1/payment-intents',
      headers: { authorization: `Bearer ${env.SECUREPAYAPI_SECRET_KEY}` },
      valid: '{"amount":4599,"currency":"USD"}',
    },
  ];
}

export async function countPayments(harness: Harness): Promise<number> {
  return (await callControl<{ total: number }>(harness, 'GET', '/payments')).total;
}

export interface Wire {
  socket: Socket;
  /** Everything that came back so far. */
  text(): string;
  /** Resolves when what came back fits, or the connection ended. */
  until(pattern: RegExp): Promise<string>;
  closed: Promise<string>;
}

/** A bare connection to the harness. */
export function openWire({ address }: Harness): Wire {
  const socket = connect(address.port, '127.0.0.1');
  let text = '';
  let look = () => {};
  socket.setEncoding('latin1');
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    text += String(chunk);
    look();
  });
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  return {
    socket,
    text: () => text,
    closed,
    until: (pattern) =>
      Promise.race([
        closed,
        new Promise<string>((resolve) => {
          look = () => pattern.test(text) && resolve(text);
          look();
        }),
      ]),
  };
}

/** A request as bytes. */
export function writeRequest(
  harness: Harness,
  method: string,
  path: string,
  headers: string[],
  body: string | Buffer = '',
): Buffer {
  const head = [`${method} ${path} HTTP/1.1`, `Host: localhost:${harness.address.port}`, ...headers, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
}
