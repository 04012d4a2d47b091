export interface StoreLimits {
  maxPayments: number;
  /** Size of the two journal files together at which the older one is dropped. Default 256 MiB. */
  maxJournalBytes?: number;
  /** How many of the newest records stay in memory. Default 20,000; with a disk, which holds the older ones, 5,000. */
  memoryTailRecords?: number;
  /** How much text they may have together, in UTF-16 units. Default 32 Mi. */
  memoryTailLength?: number;
}

export type CompleteLimits = Required<StoreLimits>;

/** @param hasDisk what falls out of memory can still be read. */
export function completeLimits(limits: StoreLimits, hasDisk: boolean): CompleteLimits {
  return {
    maxPayments: limits.maxPayments,
    maxJournalBytes: limits.maxJournalBytes ?? 268_435_456,
    memoryTailRecords: limits.memoryTailRecords ?? (hasDisk ? 5_000 : 20_000),
    memoryTailLength: limits.memoryTailLength ?? 33_554_432,
  };
}
