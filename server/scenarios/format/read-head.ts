import type { JsonObject } from '../../protocol/records.js';
import { tellIssues } from './check-shape.js';
import { findEntry, type Part, type PartEntry, toPlain, toPlainObject } from './part.js';
import { list, type Problems, show } from './problem.js';
import { areWords } from './read-actions.js';
import { readDurations } from './read-durations.js';
import { isUrl } from './read-plain-steps.js';
import { needProvider, type Reading } from './reading.js';
import type { Scenario, Variable } from './scenario.js';
import { RESERVED_NAMES, type Scope } from './scope.js';
import type { ProviderWords } from './vocabulary.js';

/** Settings by provider, in the provider's own names and forms; only those that the file gives. */
export function readAccounts(reading: Reading, scope: Scope, part: Part | undefined): Record<string, JsonObject> {
  const accounts: Record<string, JsonObject> = {};
  if (part?.kind !== 'map') return accounts;
  for (const entry of part.entries) {
    const words = needProvider(reading, entry.key, entry.keyStart);
    const settings = words && readSettings(reading, scope, entry, words);
    if (settings) accounts[entry.key] = settings;
  }
  return accounts;
}

function readSettings(reading: Reading, scope: Scope, entry: PartEntry, words: ProviderWords): JsonObject | undefined {
  const { problems } = reading;
  const label = `accounts.${entry.key}`;
  const { value } = entry;
  if (value.kind !== 'map') {
    problems.add('wrong_type', value.start, `${label} is ${show(toPlain(value))}`, { expected: 'a map of settings' });
    return undefined;
  }
  scope.checkReferences(value, reading.source, problems);
  const { provider, settings: known } = words;
  for (const { key, keyStart } of value.entries)
    if (!known.includes(key))
      problems.add('unknown_setting', keyStart, `${provider.title} has no setting ${show(key)}`, {
        expected: list(known),
        near: [key, known],
      });
  if (value.entries.some(({ key }) => !known.includes(key)) || !areWords(value, problems)) return undefined;
  const given = readDurations(toPlainObject(value));
  const named = provider.normaliseSettings?.(given) ?? given;
  const before = problems.count;
  const parsed = provider.settings.safeParse(named);
  if (parsed.success)
    return Object.fromEntries(Object.entries(parsed.data).filter(([name]) => Object.hasOwn(named, name))) as JsonObject;
  const check = { label, keyStart: entry.keyStart, problems, schema: provider.settings, isOpen: true };
  tellIssues(parsed.error.issues, named, value, check);
  return problems.count > before ? undefined : named;
}

/** URLs by provider and setting. A plain URL is for the setting that receives events. */
export function readTarget(reading: Reading, scope: Scope, part: Part | undefined): Scenario['target'] {
  const targets: Record<string, Record<string, string[]>> = {};
  if (part?.kind !== 'map') return targets;
  scope.checkReferences(part, reading.source, reading.problems);
  for (const { key, keyStart, value } of part.entries) {
    const words = needProvider(reading, key, keyStart);
    if (!words) continue;
    const specs = words.provider.targets;
    const known = specs.map(({ setting }) => setting);
    const usual = specs.find(({ receivesEvents }) => receivesEvents)?.setting;
    const entries = value.kind === 'map' ? value.entries : usual === undefined ? [] : [{ key: usual, keyStart, value }];
    const found: Record<string, string[]> = {};
    for (const entry of entries) {
      if (known.includes(entry.key)) found[entry.key] = readUrls(reading.problems, `target.${key}`, entry.value);
      else
        reading.problems.add('unknown_setting', entry.keyStart, `${words.provider.title} sends nothing to ${show(entry.key)}`, {
          expected: list(known),
          near: [entry.key, known],
        });
    }
    targets[key] = found;
  }
  return targets;
}

function readUrls(problems: Problems, label: string, part: Part): string[] {
  const parts = part.kind === 'list' ? part.items : [part];
  return parts.flatMap((item) => {
    const url = item.kind === 'scalar' ? item.value : undefined;
    if (typeof url === 'string' && isUrl(url)) return [url];
    if (typeof url === 'string')
      problems.add('invalid_value', item.start, `${label} is ${show(url)}`, {
        expected: 'an absolute address that begins with http:// or https://',
      });
    return [];
  });
}

export function readVariables(reading: Reading, scope: Scope, part: Part | undefined): Variable[] {
  if (part?.kind !== 'map') return [];
  return part.entries.map(({ key, keyStart, value }) => {
    scope.checkReferences(value, reading.source, reading.problems);
    if (RESERVED_NAMES.includes(key))
      reading.problems.add('name_taken', keyStart, `the name "${key}" is taken`, { expected: 'another name' });
    else scope.addVariable(key);
    return { name: key, value: toPlain(value) };
  });
}

/** `app` is the name of one of the file's variables. */
export function checkApp({ problems }: Reading, scope: Scope, part: Part | undefined): void {
  if (part?.kind !== 'scalar' || typeof part.value !== 'string' || scope.isVariable(part.value)) return;
  const known = scope.variableNames;
  problems.add('unknown_variable', part.start, `the file has no variable ${show(part.value)}`, {
    expected: known.length === 0 ? 'one that stands under "variables"' : list(known),
    near: [part.value, known],
  });
}

/** One of `url` and `command`, and what belongs to it. */
export function checkProbe({ problems }: Reading, entry: PartEntry | undefined): void {
  if (entry?.value.kind !== 'map') return;
  const [url, command] = [findEntry(entry.value, 'url'), findEntry(entry.value, 'command')];
  if (url && command)
    problems.add('several_steps', command.keyStart, 'probe has both "url" and "command"', { expected: 'one of them' });
  if (!url && !command) problems.add('missing_key', entry.keyStart, '"url" is missing in probe', { expected: 'url or command' });
  const strangers = url ? ['cwd', 'env'] : command ? ['headers'] : [];
  for (const { key, keyStart } of entry.value.entries)
    if (strangers.includes(key))
      problems.add('unknown_key', keyStart, `unknown key "${key}" in a probe with ${url ? 'url' : 'command'}`, {
        expected: url ? 'url, headers, paid, count' : 'command, cwd, env, paid, count',
      });
  const address = url?.value;
  if (address?.kind === 'scalar' && typeof address.value === 'string' && address.value !== '' && !isUrl(address.value))
    problems.add('invalid_value', address.start, `probe.url is ${show(address.value)}`, {
      expected: 'an absolute address that begins with http:// or https://',
    });
}
