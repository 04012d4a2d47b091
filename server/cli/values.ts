import { HarnessError } from '../domain/errors.js';
import { hideCredentialsWithin } from '../domain/url-credentials.js';
import type { Setting } from './setting.js';
import { toTerminalText } from './terminal-text.js';

/** Where a value came from; a later one wins over an earlier one. */
export type Source = 'default' | 'file' | 'variable' | 'flag';

const RANKS: readonly Source[] = ['default', 'file', 'variable', 'flag'];

/** What a verb was given: flag before variable before configuration file. Defaults are the verb's own business. */
export class Values {
  readonly #given: ReadonlyMap<string, { value: unknown; source: Source }>;

  constructor(given: ReadonlyMap<string, { value: unknown; source: Source }>) {
    this.#given = given;
  }

  get<T>(setting: Setting<T>): T | undefined {
    return this.#given.get(setting.name)?.value as T | undefined;
  }

  isFlag(setting: Setting): boolean {
    return this.#given.get(setting.name)?.source === 'flag';
  }

  /** 0 when nothing was given, then file, variable, flag. */
  rankOf(setting: Setting): number {
    return RANKS.indexOf(this.#given.get(setting.name)?.source ?? 'default');
  }
}

/** Texts of the flags that were given, by setting name; true for a switch. */
export type FlagTexts = Readonly<Record<string, string | true | readonly string[] | undefined>>;

/**
 * Joins the three sources. `file` holds checked values.
 * @throws HarnessError `invalid_option` naming the flag or variable, what was expected and what was found.
 */
export function resolveValues(
  settings: readonly Setting[],
  flags: FlagTexts,
  env: NodeJS.ProcessEnv,
  file: Readonly<Record<string, unknown>>,
): Values {
  const given = new Map<string, { value: unknown; source: Source }>();
  for (const setting of settings) {
    const flag = flags[setting.name];
    const variable = toVariable(setting.flag);
    const text = env[variable];
    if (flag !== undefined) given.set(setting.name, { value: readFlag(setting, flag), source: 'flag' });
    else if (text !== undefined && text !== '')
      given.set(setting.name, { value: readText(setting, text, variable), source: 'variable' });
    else if (setting.isInFile && file[setting.name] !== undefined)
      given.set(setting.name, { value: file[setting.name], source: 'file' });
  }
  return new Values(given);
}

/** `allow-host` as `PAYSTAGE_ALLOW_HOST`. */
export function toVariable(flag: string): string {
  return `PAYSTAGE_${flag.toUpperCase().replaceAll('-', '_')}`;
}

/** A value in an error message: shortened, quoted, and never a secret. */
export function showFound(setting: Setting, value: unknown): string {
  if (setting.isSecret) return 'something else';
  return toTerminalText(hideCredentialsWithin(JSON.stringify(value) ?? String(value)), 100);
}

function readFlag(setting: Setting, flag: string | true | readonly string[]): unknown {
  if (flag === true) return true;
  if (typeof flag === 'string') return readText(setting, flag, `--${setting.flag}`);
  return flag.flatMap((text) => readText(setting, text, `--${setting.flag}`));
}

function readText(setting: Setting, text: string, where: string): unknown {
  const raw = setting.readText(text);
  const value = setting.check(raw);
  if (value !== undefined) return value;
  const hint = setting.suggest(raw);
  throw new HarnessError('invalid_option', `${where}: expected ${setting.expected}, found ${showFound(setting, text)}.`, {
    ...(hint === undefined ? {} : { hint }),
  });
}
