import type { ZodType } from 'zod';
import { checkShape } from './check-shape.js';
import { findEntry, type MapPart, type PartEntry } from './part.js';
import { list, type Problems, show } from './problem.js';
import type { Place, StepHead } from './scenario.js';
import type { Scope } from './scope.js';
import type { SourceText } from './source-text.js';
import type { ProviderWords, Vocabulary } from './vocabulary.js';

/** What every part of the reader needs while it goes through a file. */
export interface Reading {
  source: SourceText;
  problems: Problems;
  vocabulary: Vocabulary;
  /** The file's default, or the only provider there is. */
  provider: ProviderWords | null;
  /** Settings that the file gives to accounts, by provider. */
  accounts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** True when the top of the file named a provider, right or wrong. */
  isProviderNamed: boolean;
  /** Providers that stand anywhere in the file. */
  named: ReadonlySet<string>;
  hasProbe: boolean;
  /** True when something in the file is an expectation, right or wrong. */
  isChecking: boolean;
  /** Payments that nobody named. */
  unnamedCount: number;
}

/** One step as it stands in the file. */
export interface StepPart {
  reading: Reading;
  scope: Scope;
  part: MapPart;
  /** The key that says what it does, and its value. */
  entry: PartEntry;
  head: StepHead;
}

export function findProvider(reading: Reading, name: string): ProviderWords | undefined {
  return reading.vocabulary.providers.find(({ provider }) => provider.name === name);
}

/** The provider, or a problem with the name. */
export function needProvider(reading: Reading, name: string, offset: number): ProviderWords | null {
  const found = findProvider(reading, name);
  if (found) return found;
  const known = reading.vocabulary.providers.map(({ provider }) => provider.name);
  reading.problems.add('unknown_provider', offset, `unknown provider ${show(name)}`, {
    expected: list(known),
    near: [name, known],
  });
  return null;
}

export function placeOf(reading: Reading, offset: number): Place {
  return reading.source.placeOf(offset);
}

/** What stands beside a step under a key, as its schema reads it; undefined when there is nothing, or something wrong. */
export function readBeside<Schema extends ZodType>(step: StepPart, key: string, schema: Schema) {
  const entry = findEntry(step.part, key);
  if (!entry) return undefined;
  return checkShape(schema, entry.value, { label: key, keyStart: entry.keyStart, problems: step.reading.problems });
}

/** The step's own value as its schema reads it. */
export function readValue<Schema extends ZodType>({ entry, reading }: StepPart, schema: Schema) {
  return checkShape(schema, entry.value, { label: entry.key, keyStart: entry.keyStart, problems: reading.problems });
}

/** The payment that is named beside the step; null when none is. Undefined: a wrong one is. */
export function readNamedPayment(step: StepPart): string | null | undefined {
  const entry = findEntry(step.part, 'payment');
  if (!entry) return null;
  const { kind } = entry.value;
  if (kind === 'scalar' && typeof entry.value.value === 'string') return needPayment(step, entry.value.value, entry.value.start);
  step.reading.problems.add('wrong_type', entry.value.start, 'payment is no name', { expected: 'the name of a payment' });
  return undefined;
}

export function needPayment({ scope, reading }: StepPart, name: string, offset: number): string | undefined {
  if (scope.hasPayment(name)) return name;
  const known = scope.paymentNames;
  reading.problems.add('unknown_payment', offset, `no earlier step names a payment ${show(name)}`, {
    expected: known.length === 0 ? '"as" beside an earlier "create" or "await payment"' : list(known),
    near: [name, known],
  });
  return undefined;
}

/** The payment that the step is about: the named one, else the last. Undefined: there is none, and a problem says so. */
export function readPayment(step: StepPart): string | undefined {
  const named = readNamedPayment(step);
  if (named !== null) return named;
  if (step.scope.last !== null) return step.scope.last;
  step.reading.problems.add('no_payment', step.entry.keyStart, `"${step.entry.key}" is about a payment, and there is none yet`, {
    expected: '"create" or "await payment" in an earlier step',
  });
  return undefined;
}

/** A limit where nothing takes time, or where the time is what the step names anyway. */
export function refuseWithin({ entry, reading }: StepPart, beside: string): void {
  const within = findEntry(entry.value, 'within');
  if (within)
    reading.problems.add('unknown_key', within.keyStart, `"within" has no effect beside "${beside}" in ${entry.key}`, {
      expected: 'no "within" there',
    });
}

/** A name for a payment or a variable is still free, else there is a problem. */
export function needFreeName(step: StepPart, name: string, offset: number): void {
  if (!step.scope.isTaken(name)) return;
  step.reading.problems.add('name_taken', offset, `the name "${name}" is taken`, { expected: 'another name' });
}
