/** Records of the life of a lane: a stage of its own for one test, with accounts, clock and payments that nobody else sees. */

export interface LaneCreated {
  type: 'lane.created';
  /** What its ids are drawn from; null: from the operating system's random source. */
  seed: string | null;
  /** The same answers of the app give the same records again, byte by byte, as long as the clock is only moved by hand. */
  isRepeatable: boolean;
}

/** Everything of the lane is forgotten: payments, deliveries, holds, accounts. */
export interface LaneDisposed {
  type: 'lane.disposed';
}
