import { basename, relative, sep } from 'node:path';
import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import { packageFile } from '../../package-files.js';
import { readScenarioFiles } from '../../scenarios/format/read-scenario-files.js';
import type { Scenario } from '../../scenarios/format/scenario.js';
import { toTerminalText } from '../terminal-text.js';
import { type Choice, loadScenarios } from './load-scenarios.js';

const READY_FOLDER = packageFile('fixtures/scenarios');

/** A scenario that comes with the package, ready to be played and to be copied. */
export interface ReadyScenario {
  /** The file's name; unique among those of its provider. */
  name: string;
  provider: string;
  scenario: Scenario;
}

/** By provider, then by name. */
export async function listReady(choice: Choice = {}): Promise<ReadyScenario[]> {
  return (await loadScenarios([READY_FOLDER], choice)).map((scenario) => ({ ...nameFile(scenario.file), scenario }));
}

/**
 * The one of this name, with or without its provider in front: `<provider>/<name>`.
 * @throws HarnessError `unknown_scenario` with the nearest name, or with all that there are of this name.
 */
export async function loadReady(wanted: string): Promise<Scenario[]> {
  const files = (await readScenarioFiles([READY_FOLDER])).map(({ file }) => ({ file, ...nameFile(file) }));
  const found = files.filter(({ name, provider }) => [name, `${provider}/${name}`].includes(wanted));
  const [first] = found;
  if (first && found.length === 1) return loadScenarios([relative('.', first.file)], {});
  const listed = found.map(({ name, provider }) => `${provider}/${name}`);
  const near = nearestName(wanted, [
    ...files.map(({ name }) => name),
    ...files.map(({ name, provider }) => `${provider}/${name}`),
  ]);
  const shown = toTerminalText(wanted, 80);
  if (first) {
    throw new HarnessError('unknown_scenario', `${found.length} ready scenarios are called "${shown}".`, {
      hint: `Say which: ${listed.join(', ')}.`,
    });
  }
  throw new HarnessError('unknown_scenario', `There is no ready scenario "${shown}".`, {
    hint: `${near === undefined ? '' : `Did you mean "${near}"? `}"paystage scenarios" lists them.`,
  });
}

function nameFile(file: string): { name: string; provider: string } {
  const [provider = ''] = relative(READY_FOLDER, file).split(sep);
  return { name: basename(file).replace(/\.[^.]*$/, ''), provider };
}
