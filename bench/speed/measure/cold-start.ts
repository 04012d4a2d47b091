import { spawn } from 'node:child_process';
import { programPath } from '../child.js';
import type { Deadline } from '../deadline.js';
import type { Plan } from '../plan.js';
import { productPath } from '../systems.js';

type Started = 'node' | 'bare' | 'product';

export interface ColdStarts {
  /** Ms to the end of `node -e 0`, and to the first line of the others, which they print when they listen. */
  timesMs: Record<Started, number[]>;
}

/** Starts of fresh processes in turns, one of each at least. */
export async function measureColdStarts({ coldStarts, lastColdStartAtS }: Plan, deadline: Deadline): Promise<ColdStarts> {
  const timesMs: ColdStarts['timesMs'] = { node: [], bare: [], product: [] };
  for (let round = 0; round < coldStarts && (round === 0 || !deadline.hasPassed(lastColdStartAtS)); round++) {
    timesMs.node.push(await timeStart('node'));
    timesMs.bare.push(await timeStart('bare'));
    timesMs.product.push(await timeStart('product', ['--memory']));
  }
  return { timesMs };
}

/** Ms from the spawn to the moment at which it is ready. */
export function timeStart(what: Started, args: readonly string[] = []): Promise<number> {
  const command = {
    node: ['-e', '0'],
    bare: [programPath('bare-loop'), 'http://127.0.0.1:9/', 'key'],
    product: [productPath, 'start', '--port', '0', ...args],
  }[what];
  const startMs = performance.now();
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let readyMs: number | null = null;
    child.stdout.on('data', (text: Buffer) => {
      if (readyMs !== null || !text.includes('ready at')) return;
      readyMs = performance.now() - startMs;
      child.kill('SIGTERM');
    });
    child.once('exit', (code) => {
      const ms = what === 'node' ? performance.now() - startMs : readyMs;
      if (ms === null) reject(new Error(`A start ended early, with ${code}.`));
      else resolve(ms);
    });
  });
}
