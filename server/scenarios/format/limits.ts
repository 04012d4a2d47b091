/** What a scenario file may be. Whatever goes beyond is refused before it can take time. */
export const limits = {
  /** Of the file. */
  bytes: 1_048_576,
  /**
   * Words and marks as the YAML lexer counts them, without blanks and line ends: about 600 lines of ordinary steps. Reading takes some
   * microseconds for each, ten times as many in the first file of a process, so this and not the size is what bounds the time.
   */
  parts: 4_000,
  lines: 10_000,
  /** Maps and lists within each other. */
  depth: 64,
  /** Characters of one text. */
  textChars: 65_536,
  /** Characters of all texts together. */
  allTextChars: 393_216,
  /** Characters of a text that a provider or a fault reads: its messages repeat and compare it. */
  wordChars: 10_000,
  /** Problems that are told; the rest are counted. */
  problems: 50,
  /** Steps of a run, repeats counted out. */
  steps: 2_000,
  /** `repeat` and `parallel` within each other. */
  blocks: 5,
  /** Longest duration: a year. */
  durationMs: 31_536_000_000,
  /** Longest duration in real time: an hour, which is what the stage takes for one call. */
  realMs: 3_600_000,
} as const;

/** Real time that a wait or an expectation has, unless it says otherwise. */
export const DEFAULT_WITHIN_MS = 5_000;
/** Real time that an expectation has by itself where an acknowledgement may take long: longer times are for the clock of the lane. */
export const MAX_JUDGED_MS = 60_000;
/** Real time for which what an app must not do too often is watched after it was met, unless the step says otherwise. */
export const DEFAULT_SETTLE_MS = 500;
/** Real time that a move of the clock has, unless it says otherwise. */
export const DEFAULT_CLOCK_MS = 30_000;
/** Real time that a call has, unless it says otherwise. */
export const DEFAULT_CALL_MS = 10_000;
