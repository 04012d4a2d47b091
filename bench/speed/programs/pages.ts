/** Pages that follow the stream, as far as a socket shows them, in a process of their own: what they read is no work of whoever drives the stage. */
import WebSocket from 'ws';
import { streamFromNow } from '../watchers.js';

const [url = '', count = '1'] = process.argv.slice(2);

async function open(): Promise<void> {
  const socket = new WebSocket(await streamFromNow(url), { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', () => resolve());
  });
}

await Promise.all(Array.from({ length: Number(count) }, open));
process.send?.({ ready: true });
// The bench is gone, however that came about.
process.once('disconnect', () => process.exit());
