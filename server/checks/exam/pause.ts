import { setTimeout as sleep } from 'node:timers/promises';
import { InconclusiveError } from './inconclusive-error.js';

/** Waits so many ms. @throws InconclusiveError at once when the run is stopped. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch {
    throw new InconclusiveError('the run was stopped');
  }
}
