import { InconclusiveError } from './inconclusive-error.js';

/** @throws InconclusiveError once the run is stopped: what is cut off by that says nothing about the app. */
export function refuseStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new InconclusiveError('the run was stopped');
}
