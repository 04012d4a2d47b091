import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that change or measure what all files of a process share: its environment, folder, clock, memory or listeners. */
export const OWN_PROCESS = [
  'test/checks/catalogue/ack-3.test.ts',
  'test/cli/lab-verbs.test.ts',
  'test/cli/run-misuse.test.ts',
  'test/diagnosis/snippets.test.ts',
  'test/engine/clock.test.ts',
  'test/engine/wall-clock.test.ts',
  'test/http/fuzz.test.ts',
  'test/http/stalled-page.test.ts',
  'test/http/stream-alive.test.ts',
  'test/log/**/*.test.ts',
  'test/regular-expressions.test.ts',
  'test/scenarios/record/record-secrets.test.ts',
  'test/transport/transport-reach.test.ts',
  'test/ui/reading-place.test.ts',
  'test/ui/stream-parts.test.ts',
];

/** The longest first, so that no worker ends long after the other one. */
const LONGEST: readonly string[] = [];

/** Runs `LONGEST` before everything else; the rest as vitest has it. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
