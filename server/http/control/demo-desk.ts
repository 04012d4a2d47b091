import type { DemoShopView } from './demo-replies.js';

/** Runs the sample shop. Handed in by whoever puts the stage together: http/ starts no processes. */
export interface DemoDesk {
  /** The shop that runs, or null. */
  readonly shop: DemoShopView | null;
  /** Starts it, or gives the one that runs: there is one at a time. @throws HarnessError `demo_not_possible` (409). */
  start(): Promise<DemoShopView>;
  /** Ends it, and sends events where they went before. */
  stop(): Promise<void>;
}
