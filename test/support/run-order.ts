import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that change or measure what all files of a process share: its environment, folder, clock, memory or listeners. Each gets a process
 * of its own; all others follow each other in one of five.
 */
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
  // Which undici is behind fetch depends on who loaded one first.
  'test/support-tests/receiver.test.ts',
  'test/transport/transport-bounds.test.ts',
  'test/transport/transport-reach.test.ts',
  'test/ui/reading-place.test.ts',
  'test/ui/stream-parts.test.ts',
];

/**
 * Files of half a minute and more. Those that run every check of a catalogue watch how quickly an app answers: the second and the third of
 * them begin when the first one has about ended.
 */
const LONGEST = [
  'test/checks/mutants.test.ts',
  'test/security/sec-08-hostile-fields.test.ts',
  'test/security/sec-08-hostile-saved-log.test.ts',
  'test/browser/button-contrast.test.ts',
  'test/browser/live-page.test.ts',
  'test/scenarios/securepayapi.test.ts',
  'test/cli/init.test.ts',
  'test/docs/site.test.ts',
  'test/browser/accounts-view.test.ts',
  'test/browser/accessibility.test.ts',
  'test/scenarios/secpaid.test.ts',
  'test/browser/exchange-view.test.ts',
  'test/main-job/kill.test.ts',
  'test/docs/commands.test.ts',
  'test/checks/reference.test.ts',
  'test/examples/broken-shop.test.ts',
];

/** Runs `LONGEST` first, so that no process ends minutes after the others; the rest in the order of vitest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(`/${file}`));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rankOf(one) - rankOf(other));
  }
}
