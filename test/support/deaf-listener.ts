import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

const LISTEN_AND_SLEEP = `
  const { createServer } = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  const server = createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    // The event loop of this thread stops here, so nobody accepts and the queue of the kernel fills up.
    setImmediate(() => Atomics.wait(workerData, 0, 0));
  });
`;

/** A port that answers no connection request any more, as behind a firewall that drops packets. */
export interface DeafListener {
  port: number;
  close(): Promise<void>;
}

/** Starts one: a listener whose queue of unaccepted connections is full. */
export async function startDeafListener(): Promise<DeafListener> {
  const lock = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(LISTEN_AND_SLEEP, { eval: true, workerData: lock });
  const port = await new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject));
  const fillers: Socket[] = [];
  // The queue holds a few more than the backlog says, depending on the kernel. It is full when one stays unconnected.
  for (let isFull = false; !isFull && fillers.length < 100; ) {
    const filler = connect({ port, host: '127.0.0.1' }).on('error', () => {});
    fillers.push(filler);
    isFull = await new Promise<boolean>((resolve) => {
      // The event of a connection that was made meanwhile comes first.
      const timer = setTimeout(() => setImmediate(() => resolve(filler.connecting)), 300);
      filler.once('connect', () => {
        clearTimeout(timer);
        resolve(false);
      });
    });
  }
  return {
    port,
    async close() {
      for (const filler of fillers) filler.destroy();
      Atomics.store(lock, 0, 1);
      Atomics.notify(lock, 0);
      await worker.terminate();
    },
  };
}
