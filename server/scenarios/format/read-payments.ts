import { misspeltName } from '../../domain/nearest.js';
import { DEFAULT_WITHIN_MS } from './limits.js';
import { findEntry, type Part, type PartEntry, toPlainObject } from './part.js';
import { list, show } from './problem.js';
import { needFreeName, needProvider, readBeside, readValue, type StepPart } from './reading.js';
import type { AwaitPaymentStep, CreateStep } from './scenario.js';
import { besideSchemas, stepSchemas } from './step-schemas.js';
import type { ProviderWords } from './vocabulary.js';

export function readCreate(step: StepPart): CreateStep | undefined {
  const { entry, scope, reading, part } = step;
  scope.checkReferences(entry.value, reading.source, reading.problems);
  const fields = readValue(step, stepSchemas.create);
  const words = chooseProvider(step);
  const capture = readBeside(step, 'capture', besideSchemas.capture) ?? {};
  const refused = readBeside(step, 'refused', besideSchemas.refused);
  const name = findEntry(part, 'as');
  const isRefused = findEntry(part, 'refused') !== undefined;
  if (isRefused && name)
    reading.problems.add('unknown_key', name.keyStart, 'a call that must be refused makes no payment', {
      expected: 'no "as" beside "refused"',
    });
  const as = isRefused ? '' : namePayment(step, readBeside(step, 'as', besideSchemas.as), name, words);
  declareCaptures(step, findEntry(part, 'capture'));
  // What is to be refused may well be misspelt on purpose.
  if (!isRefused) checkParameters(step, entry.value, words);
  if (!fields || !words || entry.value.kind !== 'map') return undefined;
  return {
    type: 'create',
    provider: words.provider.name,
    fields: toPlainObject(entry.value),
    as,
    capture,
    refused: refused ? { status: refused.status ?? null } : null,
  };
}

export function readAwaitPayment(step: StepPart): AwaitPaymentStep | undefined {
  const { entry, scope, reading } = step;
  scope.checkReferences(entry.value, reading.source, reading.problems);
  const wish = readValue(step, stepSchemas['await payment']);
  const words = chooseProvider(step);
  const [inside, beside] = [findEntry(entry.value, 'as'), findEntry(step.part, 'as')];
  if (inside && beside)
    reading.problems.add('duplicate_key', beside.keyStart, '"as" stands both in and beside "await payment"', {
      expected: 'one of them',
    });
  const as = namePayment(step, wish?.as ?? readBeside(step, 'as', besideSchemas.as), inside ?? beside, words);
  const otherwise = findEntry(step.part, 'otherwise')?.value;
  if (otherwise) scope.checkReferences(otherwise, reading.source, reading.problems);
  readBeside(step, 'otherwise', besideSchemas.otherwise);
  if (otherwise) checkParameters(step, otherwise, words);
  if (wish === undefined || !words) return undefined;
  const { within = DEFAULT_WITHIN_MS, as: _as, ...match } = wish ?? {};
  return {
    type: 'await_payment',
    provider: words.provider.name,
    match,
    withinMs: within,
    as,
    otherwise: otherwise?.kind === 'map' ? toPlainObject(otherwise) : null,
  };
}

/** Providers take any parameter and ignore those that they do not know, so a typo would play another payment without a word. */
function checkParameters({ reading }: StepPart, value: Part, words: ProviderWords | null): void {
  if (!words || value.kind !== 'map') return;
  const { creation, title } = words.provider;
  const known = Object.keys(creation.fields.shape);
  for (const { key, keyStart } of value.entries) {
    const meant = misspeltName(key, known);
    if (meant === undefined) continue;
    reading.problems.add('unknown_key', keyStart, `${title} does not know the parameter ${show(key)}`, { meant });
  }
}

/** Variables that a reply gives: known from here on, whether their paths are right or not. */
export function declareCaptures(step: StepPart, capture: PartEntry | undefined): void {
  if (capture?.value.kind !== 'map') return;
  for (const { key, keyStart } of capture.value.entries) declareVariable(step, key, keyStart);
}

/** A variable may be set again; what something else is called is no name for it. */
export function declareVariable(step: StepPart, name: string, offset: number): void {
  if (step.scope.isVariable(name)) return;
  if (step.scope.isTaken(name)) needFreeName(step, name, offset);
  else step.scope.addVariable(name);
}

function chooseProvider(step: StepPart): ProviderWords | null {
  const { reading, entry } = step;
  const given = findEntry(step.part, 'provider');
  if (given) {
    const name = readBeside(step, 'provider', besideSchemas.provider);
    return name === undefined ? null : needProvider(reading, name, given.value.start);
  }
  // A wrong name at the top was told there.
  if (!reading.provider && !reading.isProviderNamed)
    reading.problems.add('missing_provider', entry.keyStart, `"${entry.key}" has no provider`, {
      expected: `"provider" at the top of the file or beside the step: ${list(reading.vocabulary.providers.map(({ provider }) => provider.name))}`,
    });
  return reading.provider;
}

function namePayment(
  step: StepPart,
  name: string | undefined,
  given: PartEntry | undefined,
  words: ProviderWords | null,
): string {
  const { reading, scope } = step;
  if (name !== undefined) needFreeName(step, name, given?.value.start ?? step.entry.keyStart);
  const chosen = name ?? `payment ${++reading.unnamedCount}`;
  scope.addPayment(chosen, words?.provider.name ?? null);
  return chosen;
}
