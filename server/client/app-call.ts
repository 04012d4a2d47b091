import type { LookupFunction } from 'node:net';

/** What goes with every call of an app. */
export interface AppCall {
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined;
  /** Where names lead, in place of the system's own answer. */
  lookup?: LookupFunction | undefined;
}
