import { z } from 'zod';
import { HarnessError } from '../domain/errors.js';
import { nearestName } from '../domain/nearest.js';
import { describeGivenKey } from '../domain/secret-length.js';
import { hideCredentialsWithin } from '../domain/url-credentials.js';
import type { JsonObject } from '../protocol/records.js';
import { providers } from '../providers/index.js';
import type { KeySpec, Provider } from '../providers/provider.js';
import type { ConfigText } from './parse-config-text.js';
import type { Setting } from './setting.js';
import { connectionSettings, startSettings } from './settings.js';
import { targetSettings } from './target-settings.js';
import { showFound } from './values.js';
import type { AccountSections } from './verb.js';

/** A checked configuration file. */
export interface Config {
  /** By setting name. */
  values: Record<string, unknown>;
  accounts: AccountSections;
}

/** A key is printed into files and sent in headers, so a blank at either end is a copying mistake. */
function keyValue(key: KeySpec) {
  return z.string({ error: 'expected a text' }).superRefine((value, context) => {
    const isCopied = value.trim() !== value;
    const fault = isCopied ? 'expected a key without blanks or line breaks around it' : describeGivenKey(value, key);
    if (fault === null) return;
    const params = isCopied ? {} : { hint: 'Leave the key out to get one that fits; "paystage env" prints it for your app.' };
    context.addIssue({ code: 'custom', message: fault, params });
  });
}

/** @throws HarnessError `invalid_config` naming file, line and column, what was expected and found, and the nearest known name. */
export function checkConfig(text: ConfigText): Config {
  const data = text.data ?? {};
  const parsed = buildSchema().safeParse(data);
  if (parsed.success) {
    const { accounts = {}, ...values } = parsed.data as { accounts?: AccountSections } & Record<string, unknown>;
    return { values, accounts };
  }
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw parsed.error;
  if (issue.code === 'unrecognized_keys') throw refuseKey(text, issue.path, issue.keys[0] ?? '');
  const path = issue.path.length === 0 ? 'the file' : issue.path.join('.');
  const found = describeFound(readPath(data, issue.path), issue.path);
  const hint = issue.code === 'custom' && typeof issue.params?.hint === 'string' ? issue.params.hint : undefined;
  const message = issue.code === 'invalid_type' ? `expected ${nameType(issue.expected)}` : issue.message;
  throw new HarnessError('invalid_config', `${text.locate(issue.path)}: ${path}: ${message}${found}.`, {
    ...(hint === undefined ? {} : { hint }),
  });
}

function fileSettings(): Setting[] {
  const all = [...startSettings, ...connectionSettings, ...targetSettings].filter((setting) => setting.isInFile);
  return [...new Map(all.map((setting) => [setting.name, setting])).values()];
}

function buildSchema() {
  const values = Object.fromEntries(fileSettings().map((setting) => [setting.name, toSchema(setting).optional()]));
  const accounts = Object.fromEntries(providers.map((provider) => [provider.name, accountSchema(provider).optional()]));
  return z.strictObject({ ...values, accounts: z.strictObject(accounts).optional() });
}

function toSchema(setting: Setting) {
  return z.unknown().transform((given, context) => {
    const value = setting.check(given);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `expected ${setting.expected}`, params: { hint: setting.suggest(given) } });
    return z.NEVER;
  });
}

function accountSchema(provider: Provider) {
  const keys = z.strictObject(Object.fromEntries(provider.keys.map((key) => [key.name, keyValue(key).optional()])));
  return z.strictObject({ settings: settingsSchema(provider).optional(), keys: keys.optional() });
}

/** Keeps only what the file names: a default that the schema fills in must not override what the data folder holds. */
function settingsSchema(provider: Provider) {
  const schema = z.strictObject(provider.settings.shape);
  return z.unknown().transform((given, context) => {
    const named = isObject(given) ? (provider.normaliseSettings?.(given) ?? given) : given;
    const parsed = schema.safeParse(named);
    if (parsed.success)
      return Object.fromEntries(Object.entries(parsed.data).filter(([name]) => Object.hasOwn(named as object, name)));
    for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: given } as z.core.$ZodRawIssue);
    return z.NEVER;
  });
}

function refuseKey(text: ConfigText, path: readonly PropertyKey[], key: string): HarnessError {
  const where = path.length === 0 ? '' : ` in ${path.join('.')}`;
  const hint = hintKey(path, key);
  return new HarnessError('invalid_config', `${text.locate([...path, key], true)}: there is no key "${key}"${where}.`, { hint });
}

function hintKey(path: readonly PropertyKey[], key: string): string {
  const provider = providers.find(({ name }) => name === path[1]);
  if (path.length === 0) {
    const oneRun = startSettings.find((setting) => setting.name === key || setting.flag === key);
    if (oneRun && !oneRun.isInFile) return `It is about one run only: give it as --${oneRun.flag}.`;
    return suggest(key, [...fileSettings().map(({ name }) => name), 'accounts']);
  }
  if (!provider)
    return suggest(
      key,
      providers.map(({ name }) => name),
    );
  const settings = Object.keys(provider.settings.shape);
  const keys = provider.keys.map(({ name }) => name);
  if (path.length > 2) return suggest(key, path[2] === 'keys' ? keys : settings);
  if (settings.includes(key)) return `It is a setting: write it below "settings:".`;
  if (keys.includes(key)) return `It is a key: write it below "keys:".`;
  return suggest(key, ['settings', 'keys']);
}

function suggest(wrong: string, known: readonly string[]): string {
  const near = nearestName(wrong, known);
  return near === undefined ? `Known keys: ${known.join(', ')}.` : `Did you mean "${near}"?`;
}

/** Values below `keys` and the token are never shown. */
function describeFound(value: unknown, path: readonly PropertyKey[]): string {
  const setting = fileSettings().find(({ name }) => name === path[0]);
  if (path[2] === 'keys' || setting?.isSecret) return '';
  if (value === undefined) return ', found nothing';
  const shown = setting ? showFound(setting, value) : hideCredentialsWithin(JSON.stringify(value));
  return `, found ${shown.length > 100 ? `${shown.slice(0, 99)}…` : shown}`;
}

function readPath(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const part of path)
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined;
  return value;
}

function nameType(type: string): string {
  return type === 'object' || type === 'record'
    ? 'a map of keys and values'
    : type === 'array'
      ? 'a list'
      : type === 'string'
        ? 'a text'
        : `a ${type}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
