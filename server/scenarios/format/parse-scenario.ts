import type { Provider } from '../../providers/provider.js';
import { checkShape } from './check-shape.js';
import { fileSchema, SCENARIO_VERSION } from './file-schema.js';
import { limits } from './limits.js';
import { findEntry, type MapPart, type Part, toPlain } from './part.js';
import { Problems, show } from './problem.js';
import { checkApp, checkProbe, readAccounts, readTarget, readVariables } from './read-head.js';
import { readJson } from './read-json.js';
import { readSteps } from './read-steps.js';
import { readTree } from './read-tree.js';
import { needProvider, type Reading } from './reading.js';
import type { Scenario, ScenarioProbe } from './scenario.js';
import { Scope } from './scope.js';
import { SourceText } from './source-text.js';
import { buildVocabulary, type FaultCatalogue } from './vocabulary.js';

export interface ParseOptions {
  /** Name of the file for messages; one that ends in `.json` has to be strict JSON. */
  file: string;
  providers: readonly Provider[];
  faults: FaultCatalogue;
  /** Names that ${env...} may be; left out: any. */
  environment?: ReadonlySet<string>;
  /** The caller brings a probe of its own. */
  hasProbe?: boolean;
}

/**
 * Reads and checks the text of a scenario file, without doing anything else. The time it takes is bounded by the limits in limits.ts.
 * @throws ScenarioFileError with everything that is wrong.
 */
export function parseScenario(text: string, { file, providers, faults, environment, hasProbe = false }: ParseOptions): Scenario {
  const source = new SourceText(file, text.replace(/^\ufeff/, ''));
  const problems = new Problems(source);
  checkSize(source.text, problems);
  problems.throwIfAny();
  const root = file.toLowerCase().endsWith('.json') ? readJson(source, problems) : readTree(source, problems);
  problems.throwIfAny();
  if (root?.kind !== 'map') {
    const found = root ? toPlain(root) : null;
    problems.add('wrong_type', root?.start ?? 0, found === null ? 'the file is empty' : `the file is ${show(found)}`, {
      expected: 'a map with version, name and steps',
    });
    throw problems.toError();
  }
  checkVersion(root, problems);
  problems.throwIfAny();

  const vocabulary = buildVocabulary(providers, faults);
  const reading: Reading = {
    source,
    problems,
    vocabulary,
    provider: vocabulary.providers.length === 1 ? (vocabulary.providers[0] ?? null) : null,
    isProviderNamed: false,
    named: new Set(eachNamed(root)),
    accounts: {},
    hasProbe: hasProbe || findEntry(root, 'probe') !== undefined,
    isChecking: false,
    unnamedCount: 0,
  };
  return readRoot(root, reading, environment);
}

function readRoot(root: MapPart, reading: Reading, environment: ReadonlySet<string> | undefined): Scenario {
  const { problems, vocabulary, source } = reading;
  const head = checkShape(fileSchema, root, { label: '', keyStart: root.start, problems });
  const provider = findEntry(root, 'provider')?.value;
  if (provider?.kind === 'scalar' && typeof provider.value === 'string') {
    reading.isProviderNamed = true;
    reading.provider = needProvider(reading, provider.value, provider.start);
  }
  const scope = new Scope(
    vocabulary.providers.map(({ provider: { name } }) => name),
    environment,
  );
  const variables = readVariables(reading, scope, findEntry(root, 'variables')?.value);
  checkApp(reading, scope, findEntry(root, 'app')?.value);
  const accounts = readAccounts(reading, scope, findEntry(root, 'accounts')?.value);
  reading.accounts = accounts;
  const target = readTarget(reading, scope, findEntry(root, 'target')?.value);
  const probe = findEntry(root, 'probe');
  checkProbe(reading, probe);

  const steps = findEntry(root, 'steps');
  const isList = steps?.value.kind === 'list';
  const place = { label: 'steps', path: 'steps', keyStart: steps?.keyStart ?? 0, depth: 0, within: '' };
  const read = steps && isList ? readSteps(reading, scope, steps.value, place) : { steps: [], count: 0 };
  if (read.count > limits.steps)
    problems.add('too_many_steps', place.keyStart, `a run takes ${read.count} steps`, {
      expected: `at most ${limits.steps}, repeats counted out`,
    });
  // It is asked when steps have run, so it may use whatever any of them defines.
  if (probe) scope.checkReferences(probe.value, source, problems);
  if (!reading.isChecking && steps && read.count > 0)
    problems.add('nothing_checked', steps.keyStart, 'the scenario checks nothing', {
      expected: 'an "expect" step, or "expect" in a "call"',
    });
  problems.throwIfAny();
  if (!head) throw new Error('A file with a wrong shape and no problem');
  return {
    file: source.file,
    name: head.name,
    description: head.description ?? '',
    tags: head.tags ?? [],
    accounts,
    target,
    variables,
    app: head.app ?? null,
    notAsked: [],
    withoutTarget: [],
    // Checked for one of url and command above.
    probe: (head.probe as ScenarioProbe | undefined) ?? null,
    steps: read.steps,
    stepCount: read.count,
  };
}

/** Every text behind a key `provider`, wherever that stands. */
function* eachNamed(part: Part): Generator<string> {
  if (part.kind === 'list') for (const item of part.items) yield* eachNamed(item);
  if (part.kind !== 'map') return;
  for (const { key, value } of part.entries) {
    if (key === 'provider' && value.kind === 'scalar') yield String(value.value);
    yield* eachNamed(value);
  }
}

function checkSize(text: string, problems: Problems): void {
  // A character has one byte at least, so that most of what is too large need not be counted.
  const bytes = text.length > limits.bytes ? text.length : Buffer.byteLength(text);
  if (bytes > limits.bytes)
    problems.add('too_large', 0, `the file has more than ${limits.bytes} bytes`, { expected: 'at most 1 MiB' });
}

/** First of all, because nothing else can be said about a file of another version. */
function checkVersion(root: MapPart, problems: Problems): void {
  const version = findEntry(root, 'version');
  if (!version) {
    problems.add('missing_version', root.start, '"version" is missing', { expected: `version: ${SCENARIO_VERSION}` });
    return;
  }
  const value = toPlain(version.value);
  if (value === SCENARIO_VERSION) return;
  const isNewer = typeof value === 'number' && value > SCENARIO_VERSION;
  problems.add(
    'unsupported_version',
    version.value.start,
    `version ${show(value)} is ${isNewer ? 'newer than this Paystage' : 'not supported'}`,
    { expected: isNewer ? `${SCENARIO_VERSION}, or a newer Paystage` : String(SCENARIO_VERSION) },
  );
}
