/** How every command ends, for its help and the reference. */
export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'fine; also when Ctrl-C ends start, tail or demo'],
  [1, 'a verdict failed, or something unexpected happened'],
  [2, 'misuse, invalid configuration, or no stage reachable'],
  [3, 'another process uses the data folder'],
  [4, 'the data is damaged, or was written by a newer version'],
  [130, 'stopped with Ctrl-C before the verdict (143: with SIGTERM)'],
];
