import { WebSocket } from 'ws';
import type { LogRecord } from '../../server/protocol/records.js';
import type { StreamHello, StreamMessage } from '../../server/protocol/stream.js';

/** A page that reads the live stream. */
export function openPage(url: string) {
  const socket = new WebSocket(url, ['paystage']);
  let wake = () => {};
  const page = {
    socket,
    hello: null as StreamHello | null,
    records: [] as LogRecord[],
    closed: new Promise<number>((resolve) => socket.on('close', resolve)),
    /** @throws Error when the socket has closed and it still is not so. */
    async until(condition: () => boolean) {
      while (!condition()) {
        if (socket.readyState === WebSocket.CLOSED) throw new Error('The page was closed before what it waits for came.');
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async close() {
      socket.close();
      await page.closed;
    },
  };
  socket.on('error', () => {});
  socket.on('close', () => wake());
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as StreamMessage;
    if (message.type === 'hello') page.hello = message;
    else if (message.type === 'records') page.records.push(...message.records);
    wake();
  });
  return page;
}
