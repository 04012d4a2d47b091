import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that change or measure what all files of a process share: its environment, folder, clock, memory or listeners. Each gets a process
 * of its own; all others follow each other in one of a few.
 */
export const OWN_PROCESS = [
  'test/checks/catalogue/ack-3.test.ts',
  'test/cli/lab-verbs.test.ts',
  'test/cli/run-misuse.test.ts',
  'test/diagnosis/snippets.test.ts',
  'test/engine/clock.test.ts',
  'test/engine/faults/duplicate.test.ts',
  'test/engine/wall-clock.test.ts',
  'test/http/fuzz.test.ts',
  'test/http/stalled-page.test.ts',
  'test/http/stream-alive.test.ts',
  'test/log/**/*.test.ts',
  'test/regular-expressions.test.ts',
  'test/scenarios/record/record-secrets.test.ts',
  'test/security/sec-14-terminal-text.test.ts',
  // Which undici is behind fetch depends on who loaded one first.
  'test/support-tests/receiver.test.ts',
  'test/transport/transport-bounds.test.ts',
  'test/transport/transport-reach.test.ts',
  'test/ui/reading-place.test.ts',
  'test/ui/stream-parts.test.ts',
];

/** Files that are long by themselves and show what seldom breaks: only `npm run test:thorough` runs them. */
export const THOROUGH_ONLY = [
  // The bench, shortened, and a package that is installed as its readers do.
  'test/bench/bench.test.ts',
  'test/package/package.test.ts',
  // Builds the whole site; test/docs/links.test.ts follows the links of the pages.
  'test/docs/site.test.ts',
  // Puts every pattern of the sources to long texts.
  'test/regular-expressions.test.ts',
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
  'test/diagnosis/diagnose.test.ts',
  'test/checks/lateness.test.ts',
  'test/examples/testing.test.ts',
  'test/engine/volume.test.ts',
  'test/checks/catalogue/ack-3.test.ts',
  'test/checks/catalogue/late-effects.test.ts',
  'test/checks/report/reproduce.test.ts',
  'test/receivers/broken.test.ts',
  'test/scenarios/without-app.test.ts',
];

/**
 * Runs `LONGEST` first, then what needs a process of its own, so that no process ends minutes after the others; the rest in the order of
 * vitest, which would leave those for the end.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId, project }: TestSpecification) => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(`/${file}`));
      if (at !== -1) return at;
      return LONGEST.length + (project.config.isolate ? 0 : 1);
    };
    return (await super.sort(files)).sort((one, other) => rankOf(one) - rankOf(other));
  }
}
