import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Account } from '../domain/account.js';
import { HarnessError } from '../domain/errors.js';
import { nearestName } from '../domain/nearest.js';
import { toSentence } from '../domain/sentence.js';
import type { JsonObject } from '../protocol/records.js';
import type { IdSource, Provider } from '../providers/provider.js';

/** Where accounts live between runs. Writes resolve when they are on disk. */
export interface AccountStorage {
  list(): readonly Account[];
  save(account: Account): Promise<void>;
}

/** What configuration says about an account for this run only; keys given here never reach the disk. */
export interface AccountOverride {
  settings?: JsonObject;
  keys?: Record<string, string>;
}

export interface AccountsOptions {
  storage: AccountStorage;
  providers: ReadonlyMap<string, Provider>;
  ids: IdSource;
  overrides?: Readonly<Record<string, AccountOverride>>;
  /** Target used while none was ever given, as an absolute URL. */
  defaultTarget(provider: string): string;
}

/** The merchants of every provider: stored keys and settings, with this run's configuration on top. */
export class Accounts {
  readonly #options: AccountsOptions;
  readonly #overrides: Map<string, AccountOverride>;
  #effective: Account[] | null = null;

  constructor(options: AccountsOptions) {
    this.#options = options;
    this.#overrides = new Map(
      Object.entries(options.overrides ?? {}).map(([name, { settings, keys }]) => {
        const normalised = settings && (options.providers.get(name)?.normaliseSettings?.(settings) ?? { ...settings });
        return [name, { ...(normalised && { settings: normalised }), ...(keys && { keys: { ...keys } }) }];
      }),
    );
  }

  /** Makes sure that a lane has one account at every provider. */
  async ensureLane(lane: string): Promise<void> {
    for (const provider of this.#options.providers.values()) {
      const stored = this.#options.storage.list().find((account) => account.provider === provider.name && account.lane === lane);
      const keys = { ...stored?.keys };
      for (const key of provider.keys) keys[key.name] ??= key.generate(this.#options.ids);
      if (stored && Object.keys(keys).length === Object.keys(stored.keys).length) continue;
      const id = stored?.id ?? `${provider.name}-${lane}`;
      await this.#options.storage.save({ id, provider: provider.name, lane, keys, settings: stored?.settings ?? {} });
    }
    this.#effective = null;
  }

  /** Every account as the providers see it: complete settings, effective keys. */
  list(): readonly Account[] {
    this.#effective ??= this.#options.storage.list().flatMap((stored) => {
      const provider = this.#options.providers.get(stored.provider);
      return provider ? [this.#complete(stored, provider)] : [];
    });
    return this.#effective;
  }

  /** Makes the next look see changed defaults, such as the address of the built-in receiver once the port is known. */
  refresh(): void {
    this.#effective = null;
  }

  of(provider: string): readonly Account[] {
    return this.list().filter((account) => account.provider === provider);
  }

  get(id: string): Account | undefined {
    return this.list().find((account) => account.id === id);
  }

  /** The provider's account in a lane. @throws HarnessError `unknown_account` (404). */
  inLane(provider: string, lane: string): Account {
    const account = this.list().find((candidate) => candidate.provider === provider && candidate.lane === lane);
    if (account) return account;
    const known = [...this.#options.providers.keys()];
    throw new HarnessError('unknown_account', `There is no provider "${provider}".`, {
      status: 404,
      hint: hintNames(provider, known),
    });
  }

  byKey(provider: string, keyName: string, value: string): Account | undefined {
    return this.of(provider).find((account) => isSameSecret(account.keys[keyName] ?? '', value));
  }

  /**
   * Changes settings, for this run and later ones.
   * @returns the changed settings with their new values.
   * @throws HarnessError `invalid_setting` naming the field, what was expected and the nearest known name.
   */
  async patchSettings(account: Account, patch: JsonObject): Promise<JsonObject> {
    const provider = this.#provider(account);
    const normalised = provider.normaliseSettings?.(patch) ?? patch;
    const parsed = parseSettings(provider, { ...account.settings, ...normalised }, Object.keys(normalised));
    const changed = Object.fromEntries(Object.keys(normalised).map((name) => [name, parsed[name] ?? null]));
    const stored = this.#stored(account);
    await this.#options.storage.save({ ...stored, settings: { ...stored.settings, ...changed } });
    const override = this.#overrides.get(account.provider);
    for (const name of Object.keys(changed)) delete override?.settings?.[name];
    this.#effective = null;
    return changed;
  }

  /** Replaces a key at once, as both providers do it. @throws HarnessError `unknown_key` (404), `invalid_key` for a value that cannot be one. */
  async rotateKey(account: Account, keyName: string, value?: string): Promise<string> {
    const provider = this.#provider(account);
    const key = provider.keys.find((candidate) => candidate.name === keyName);
    if (!key) {
      const known = provider.keys.map(({ name }) => name);
      throw new HarnessError('unknown_key', `${provider.title} has no key "${keyName}".`, {
        status: 404,
        hint: hintNames(keyName, known),
      });
    }
    const fault = value === undefined ? null : (key.check?.(value) ?? null);
    if (fault !== null) throw new HarnessError('invalid_key', `${provider.title} ${key.title}: ${toSentence(fault)}`);
    const next = value ?? key.generate(this.#options.ids);
    const stored = this.#stored(account);
    await this.#options.storage.save({ ...stored, keys: { ...stored.keys, [keyName]: next } });
    delete this.#overrides.get(account.provider)?.keys?.[keyName];
    this.#effective = null;
    return next;
  }

  /** Values that must never be seen in log, page or terminal. */
  *secretValues(): Iterable<string> {
    for (const account of this.list()) {
      for (const key of this.#provider(account).keys) {
        const value = account.keys[key.name];
        if (key.isSecret && value) yield value;
      }
    }
  }

  #complete(stored: Account, provider: Provider): Account {
    const override = stored.lane === 'default' ? this.#overrides.get(provider.name) : undefined;
    const known = Object.keys(provider.settings.shape);
    // A setting that this version no longer knows is left in the file and otherwise ignored.
    const kept = Object.entries(stored.settings).filter(([name]) => known.includes(name));
    const given: JsonObject = { ...Object.fromEntries(kept), ...override?.settings };
    for (const target of provider.targets) {
      if (target.receivesEvents && given[target.setting] === undefined)
        given[target.setting] = [this.#options.defaultTarget(provider.name)];
    }
    return {
      ...stored,
      keys: { ...stored.keys, ...override?.keys },
      settings: parseSettings(provider, given, Object.keys(given)),
    };
  }

  #stored(account: Account): Account {
    return this.#options.storage.list().find(({ id }) => id === account.id) ?? account;
  }

  #provider(account: Account): Provider {
    const provider = this.#options.providers.get(account.provider);
    if (!provider) throw new Error(`No provider is registered for account ${account.id}`);
    return provider;
  }
}

/** @throws HarnessError `invalid_setting` for unknown names and wrong values. */
export function parseSettings(provider: Provider, settings: JsonObject, given: readonly string[]): JsonObject {
  const known = Object.keys(provider.settings.shape);
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new HarnessError('invalid_setting', `${provider.title} has no setting "${unknown}".`, {
      hint: hintNames(unknown, known),
    });
  }
  const result = provider.settings.safeParse(settings);
  if (result.success) return result.data as JsonObject;
  const [issue] = result.error.issues;
  const at = issue?.path.join('.') ?? '';
  throw new HarnessError(
    'invalid_setting',
    toSentence(`${provider.title} setting "${at}": ${issue?.message ?? z.prettifyError(result.error)}`),
    {
      hint: `GET /_paystage/api/accounts/${provider.name} shows every setting with its present value.`,
    },
  );
}

function hintNames(wrong: string, known: readonly string[]): string {
  const near = nearestName(wrong, known);
  return near ? `Did you mean "${near}"?` : `Known names: ${known.join(', ')}.`;
}

/** Compares without telling by its duration how much of the value was right. */
export function isSameSecret(expected: string, given: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(given);
  if (left.length === 0) return false;
  // Of two lengths the expected value is compared with itself, so that the time taken is the same.
  return timingSafeEqual(left, left.length === right.length ? right : left) && left.length === right.length;
}
