import { createInterface } from 'node:readline/promises';
import type { Output } from '../output.js';

/** Prints what is to be done and waits for the return key. */
export function createOperator(output: Output): (request: string) => Promise<void> {
  return async (request) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      output.note('');
      await lines.question(`${request}\nPress Enter when that is done. `);
    } finally {
      lines.close();
    }
  };
}
