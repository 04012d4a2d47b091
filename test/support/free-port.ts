import { createServer } from 'node:http';
import { listenOnLoopback } from './listen-on-loopback.js';

const FIRST = 20_000;
const COUNT = 9_000;
let next = (process.pid * 37) % COUNT;

/**
 * A port that nobody uses, another one at each call. It lies below those that systems hand out by themselves, so that it is still free when
 * it is used again.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  try {
    await (await listenOnLoopback(createServer(), port)).close();
    return true;
  } catch {
    return false;
  }
}
