import { HarnessError } from '../../domain/errors.js';
import type { JsonObject } from '../../protocol/records.js';
import { providers } from '../../providers/index.js';
import { faultCatalogue } from '../../scenarios/format/fault-catalogue.js';
import { parseScenario } from '../../scenarios/format/parse-scenario.js';
import { ScenarioFileError } from '../../scenarios/format/problem.js';
import { readScenarioFiles } from '../../scenarios/format/read-scenario-files.js';
import type { Scenario } from '../../scenarios/format/scenario.js';
import type { Output } from '../output.js';
import { formatError } from '../report-error.js';
import { toTerminalJson, toTerminalText } from '../terminal-text.js';

export interface Choice {
  grep?: string | undefined;
  tags?: readonly string[] | undefined;
}

/** What is wrong with the files, all of them, so that one look finds everything. */
export class InvalidFiles extends Error {
  constructor(readonly files: readonly ScenarioFileError[]) {
    super(files.map(({ message }) => message).join('\n'));
  }
}

/** Reads scenario files and takes those that are wanted. @throws as `readScenarios` and `chooseScenarios`. */
export async function loadScenarios(paths: readonly string[], choice: Choice): Promise<Scenario[]> {
  return chooseScenarios(await readScenarios(paths), choice);
}

/** Reads and checks scenario files. @throws InvalidFiles; HarnessError `unreadable_scenario`, `no_scenarios`. */
export async function readScenarios(paths: readonly string[]): Promise<Scenario[]> {
  const invalid: ScenarioFileError[] = [];
  const scenarios: Scenario[] = [];
  const environment = listEnvironment();
  for (const { file, text } of await readScenarioFiles(paths, (error) => invalid.push(error))) {
    try {
      scenarios.push(parseScenario(text, { file, providers, faults: faultCatalogue, environment }));
    } catch (error) {
      if (!(error instanceof ScenarioFileError)) throw error;
      invalid.push(error);
    }
  }
  if (invalid.length > 0) throw new InvalidFiles(invalid);
  return scenarios;
}

/** @throws HarnessError `no_scenarios` when none is left. */
export function chooseScenarios(scenarios: readonly Scenario[], { grep, tags }: Choice): Scenario[] {
  const chosen = scenarios.filter((scenario) => isWanted(scenario, { grep, tags }));
  if (chosen.length > 0) return chosen;
  throw new HarnessError('no_scenarios', `None of ${scenarios.length} scenarios is left to play.`, {
    hint: `--grep and --tag leave out those that do not fit; there are ${listTags(scenarios)}.`,
  });
}

/** What `paystage env` prints, by name, and what this process has. */
function listEnvironment(): ReadonlySet<string> {
  const ofProviders = providers.flatMap((provider) => {
    const account = { id: '', provider: provider.name, lane: '', keys: {}, settings: provider.settings.parse({}) as JsonObject };
    return Object.keys(provider.buildEnv(account, ''));
  });
  return new Set(['PAYSTAGE_URL', ...ofProviders, ...Object.keys(process.env)]);
}

function isWanted({ name, description, file, tags }: Scenario, choice: Choice): boolean {
  const wanted = choice.grep?.toLowerCase();
  if (wanted !== undefined && ![name, description, file].some((text) => text.toLowerCase().includes(wanted))) return false;
  return choice.tags === undefined || choice.tags.some((tag) => tags.includes(tag));
}

function listTags(scenarios: readonly Scenario[]): string {
  const tags = [...new Set(scenarios.flatMap((scenario) => scenario.tags))].sort();
  return tags.length === 0 ? 'no tags' : `the tags ${tags.join(', ')}`;
}

/** Every problem with its line and a caret under the place; @returns the exit code. */
export function reportInvalidFiles({ files }: InvalidFiles, output: Output, isJson: boolean): number {
  const { paint } = output;
  const [first] = files;
  const problems = files.flatMap((file) => file.problems);
  const message = `${files.length === 1 ? 'A scenario file is' : `${files.length} scenario files are`} not right; nothing was played.`;
  if (isJson) {
    const hint = first?.hint;
    output.note(toTerminalJson(JSON.stringify({ error: { code: 'invalid_scenario', message, hint, problems } })));
    return 2;
  }
  for (const problem of problems) {
    output.note(paint('strong', toTerminalText(problem.message)));
    // The caret stands under its place when each tab is as wide as the blank that stands for it.
    for (const line of problem.excerpt.replaceAll('\t', ' ').split('\n')) output.note(toTerminalText(line));
    output.note('');
  }
  output.note(
    formatError(new HarnessError('invalid_scenario', message, first?.hint === undefined ? {} : { hint: first.hint }), false, {}),
  );
  return 2;
}
