import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './test/support/patience.js';
import { LongestFirst, OWN_PROCESS, THOROUGH_ONLY } from './test/support/run-order.js';

const ALL = ['test/**/*.test.ts'];

export default defineConfig(({ mode }) => {
  // This is read once more for each project, which is not told the mode; the processes of the tests inherit it.
  process.env.TEST_DEPTH ??= mode;
  const leftOut = process.env.TEST_DEPTH === 'thorough' ? [] : THOROUGH_ONLY;
  return {
    test: {
      // For a busy machine: what hangs fails later, what is slow does not fail.
      testTimeout: 300_000,
      hookTimeout: 300_000,
      expect: { poll: { timeout: PATIENCE_MS } },
      pool: 'forks',
      // More than the two cores it is meant for: many files wait for retries, frames and other programs most of the time.
      maxWorkers: 6,
      maxConcurrency: 3,
      sequence: { sequencer: LongestFirst },
      projects: [
        { extends: true, test: { name: 'own process', include: OWN_PROCESS, exclude: leftOut } },
        // The server and what it needs are loaded once for each worker, not once for each of three hundred files.
        {
          extends: true,
          test: { name: 'one process', include: ALL, exclude: [...OWN_PROCESS, ...leftOut], isolate: false },
        },
      ],
    },
  };
});
