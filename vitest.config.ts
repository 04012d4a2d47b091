import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './test/support/patience.js';
import { LongestFirst, OWN_PROCESS, THOROUGH_ONLY } from './test/support/run-order.js';

const ALL = ['test/**/*.test.ts'];
const leftOut = (mode: string) => (mode === 'thorough' ? [] : THOROUGH_ONLY);

export default defineConfig(({ mode }) => ({
  test: {
    // For a busy machine: what hangs fails later, what is slow does not fail.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: PATIENCE_MS } },
    env: { TEST_DEPTH: mode },
    pool: 'forks',
    // More than the two cores it is meant for: many files wait for retries, frames and other programs most of the time.
    maxWorkers: 6,
    maxConcurrency: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'own process', include: OWN_PROCESS, exclude: leftOut(mode) } },
      // The server and what it needs are loaded once for each worker, not once for each of three hundred files.
      {
        extends: true,
        test: { name: 'one process', include: ALL, exclude: [...OWN_PROCESS, ...leftOut(mode)], isolate: false },
      },
    ],
  },
}));
