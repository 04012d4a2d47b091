export interface StoreLimits {
  maxPayments: number;
  /** Size of the two journal files together at which the older one is dropped. Default 256 MiB. */
  maxJournalBytes?: number;
  /** How many of the newest records stay in memory. Default 20,000. */
  memoryTailRecords?: number;
  /** How much text they may have together, in UTF-16 units. Default 32 Mi. */
  memoryTailLength?: number;
}

export type CompleteLimits = Required<StoreLimits>;

export function completeLimits(limits: StoreLimits): CompleteLimits {
  return {
    maxPayments: limits.maxPayments,
    maxJournalBytes: limits.maxJournalBytes ?? 268_435_456,
    memoryTailRecords: limits.memoryTailRecords ?? 20_000,
    memoryTailLength: limits.memoryTailLength ?? 33_554_432,
  };
}
