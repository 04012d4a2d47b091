import type { ServerResponse } from 'node:http';

/** What the receiver does with one request. Everything has a default; `{}` answers 204 at once. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Waits this long before anything is sent. */
  delayMs?: number;
  behaviour?: ReplyBehaviour;
}

export type ReplyBehaviour =
  | 'answer'
  /** Takes the request and never says anything. */
  | 'hang'
  /** Ends the connection with a TCP reset before the first byte of a reply. */
  | 'reset'
  /** Drops the connection without a reply, as an app that dies on the request. */
  | 'drop'
  /** Promises a body, sends half of it and ends the connection. */
  | 'cut'
  /** Sends the head of a reply whose body never ends. */
  | 'stall'
  /** Sends bytes that are not HTTP. */
  | 'garbage';

/** Carries out `reply`, starting now; a delay has already been waited for. */
export function performReply(response: ServerResponse, reply: Reply): void {
  const status = reply.status ?? 204;
  const body = Buffer.from(reply.body ?? '');
  const socket = response.socket;
  switch (reply.behaviour ?? 'answer') {
    case 'answer':
      response.writeHead(status, reply.headers);
      response.end(body);
      return;
    case 'hang':
      return;
    case 'reset':
      socket?.resetAndDestroy();
      return;
    case 'drop':
      socket?.destroy();
      return;
    case 'cut':
      response.writeHead(reply.status ?? 200, { ...reply.headers, 'content-length': String(Math.max(body.length, 2)) });
      response.write(body.length > 1 ? body.subarray(0, body.length / 2) : 'x', () => socket?.destroy());
      return;
    case 'stall':
      response.writeHead(reply.status ?? 200, reply.headers);
      response.write(body.length > 0 ? body : ' ');
      return;
    case 'garbage':
      socket?.end('this is not HTTP\r\n\r\n');
      return;
  }
}
