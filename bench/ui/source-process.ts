import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SourceMessage, SourceOrder } from './source-messages.js';

/** The process that writes records, from the bench's side. */
export interface Source {
  url: string;
  fill(count: number): Promise<{ newestSeq: number; meanBytes: number }>;
  stream(perSecond: number, seconds: number): Promise<[seq: number, atMs: number][]>;
  stop(): Promise<void>;
}

/** Starts it. @throws Error when it ends before it is ready. */
export async function startSource(): Promise<Source> {
  const child = fork(fileURLToPath(new URL('./source.js', import.meta.url)), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ready = await receive(child, 'ready');
  const ask = (order: SourceOrder) => child.send(order);
  return {
    url: ready.url,
    fill(count) {
      ask({ kind: 'fill', count });
      return receive(child, 'filled');
    },
    async stream(perSecond, seconds) {
      ask({ kind: 'stream', perSecond, seconds });
      return (await receive(child, 'streamed')).written;
    },
    stop() {
      ask({ kind: 'stop' });
      return new Promise((resolve) => child.once('exit', () => resolve()));
    },
  };
}

function receive<K extends SourceMessage['kind']>(child: ChildProcess, kind: K): Promise<Extract<SourceMessage, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error('The process that writes records ended early.'));
    child.once('exit', end);
    const take = (message: SourceMessage) => {
      if (message.kind !== kind) return;
      child.off('message', take);
      child.off('exit', end);
      resolve(message as Extract<SourceMessage, { kind: K }>);
    };
    child.on('message', take);
  });
}
