import type { Account } from '../../domain/account.js';
import { HarnessError } from '../../domain/errors.js';
import { DEFAULT_LANE } from '../../domain/lane.js';
import type { JsonObject } from '../../protocol/records.js';
import type { IdSource, KeySpec, Provider } from '../../providers/provider.js';
import type { AccountOverride } from './account-override.js';
import { checkKey, type WantedKey } from './check-key.js';
import { completeAccount } from './complete-account.js';
import { hintNames, parseSettings } from './parse-settings.js';
import { isSameSecret } from './same-secret.js';

/** Where accounts live between runs. Writes resolve when they are on disk. */
export interface AccountStorage {
  list(): readonly Account[];
  save(account: Account): Promise<void>;
}

export interface AccountsOptions {
  storage: AccountStorage;
  providers: ReadonlyMap<string, Provider>;
  /** Of the default lane. */
  ids: IdSource;
  /** For the default lane. */
  overrides?: Readonly<Record<string, AccountOverride>>;
  /** Target used while none was ever given, as an absolute URL. */
  defaultTarget(provider: string, lane: string): string;
  /** Secrets that belong to no account. */
  furtherSecrets?: readonly string[];
}

interface OpenLane {
  ids: IdSource;
  /** By provider. */
  accounts: Map<string, Account>;
}

/** Every one of them makes the look for secrets longer. */
const MAX_REPLACED = 8;

/**
 * The merchants of every provider, one in each lane. Those of the default lane are stored, with this run's configuration on top; those of
 * other lanes are kept in memory only and go with their lane.
 */
export class Accounts {
  readonly #options: AccountsOptions;
  readonly #overrides: Map<string, AccountOverride>;
  /** Those that are kept in memory. */
  readonly #lanes = new Map<string, OpenLane>();
  #effective: Account[] | null = null;
  /** Secret keys that were in force before, newest first: an app may still have one, and say so. */
  #replaced: string[] = [];
  #secrets: { of: readonly Account[]; values: readonly string[] } = { of: [], values: [] };
  /** Completed accounts by what they were made from: a change to one lane's must not cost all of them. */
  #completed = new WeakMap<Account, Account>();

  constructor(options: AccountsOptions) {
    this.#options = options;
    this.#overrides = new Map(
      Object.entries(options.overrides ?? {}).map(([name, { settings, keys }]) => {
        const normalised = settings && (options.providers.get(name)?.normaliseSettings?.(settings) ?? { ...settings });
        return [name, { ...(normalised && { settings: normalised }), ...(keys && { keys: { ...keys } }) }];
      }),
    );
  }

  /** Makes sure that the default lane has one account at every provider. */
  async ensureDefault(): Promise<void> {
    const lane = DEFAULT_LANE;
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

  /**
   * Gives a lane one account at every provider, with keys from `ids` where none are given. Nothing happens when it throws.
   * @throws HarnessError `unknown_provider`, `unknown_key`, `invalid_key`, `invalid_setting`; `key_in_use` (409): a key says whose call it is.
   */
  openLane(lane: string, ids: IdSource, given: Readonly<Record<string, AccountOverride>>): void {
    const { providers } = this.#options;
    const wrong = Object.keys(given).find((name) => !providers.has(name));
    if (wrong !== undefined) {
      throw new HarnessError('unknown_provider', `There is no provider "${wrong}".`, {
        hint: hintNames(wrong, [...providers.keys()]),
      });
    }
    const accounts = new Map<string, Account>();
    for (const provider of providers.values()) {
      const { settings = {}, keys: givenKeys = {} } = given[provider.name] ?? {};
      for (const [name, value] of Object.entries(givenKeys)) this.#checkKey(provider, { name, value });
      const normalised = provider.normaliseSettings?.(settings) ?? settings;
      parseSettings(provider, normalised, Object.keys(normalised));
      const keys = Object.fromEntries(provider.keys.map((key) => [key.name, givenKeys[key.name] ?? key.generate(ids)]));
      accounts.set(provider.name, { id: `${provider.name}-${lane}`, provider: provider.name, lane, keys, settings: normalised });
    }
    this.#lanes.set(lane, { ids, accounts });
    this.#effective = null;
  }

  /** Its keys stop working at once. */
  disposeLane(lane: string): void {
    this.#lanes.delete(lane);
    this.#effective = null;
  }

  /** Every account as the providers see it: complete settings, effective keys. */
  list(): readonly Account[] {
    this.#effective ??= this.#listStored().flatMap((stored) => {
      const provider = this.#options.providers.get(stored.provider);
      return provider ? [this.#completeOnce(stored, provider)] : [];
    });
    return this.#effective;
  }

  /** Makes the next look see changed defaults, such as the address of the built-in receiver once the port is known. */
  refresh(): void {
    this.#completed = new WeakMap();
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
    await this.#save({ ...stored, settings: { ...stored.settings, ...changed } });
    const override = account.lane === DEFAULT_LANE ? this.#overrides.get(account.provider) : undefined;
    for (const name of Object.keys(changed)) delete override?.settings?.[name];
    if (override) this.refresh();
    return changed;
  }

  /**
   * Replaces a key at once, as both providers do it.
   * @throws HarnessError `unknown_key` (404), `invalid_key` for a value that cannot be one, `key_in_use` (409).
   */
  async rotateKey(account: Account, keyName: string, value?: string): Promise<string> {
    const provider = this.#provider(account);
    const key = this.#checkKey(provider, { name: keyName, value, own: account });
    const next = value ?? key.generate(this.#lanes.get(account.lane)?.ids ?? this.#options.ids);
    const stored = this.#stored(account);
    const replaced = account.keys[keyName];
    if (key.isSecret && replaced) this.#replaced = [replaced, ...this.#replaced].slice(0, MAX_REPLACED);
    await this.#save({ ...stored, keys: { ...stored.keys, [keyName]: next } });
    if (account.lane === DEFAULT_LANE) {
      delete this.#overrides.get(account.provider)?.keys?.[keyName];
      // What it was completed with is no longer asked for.
      this.refresh();
    }
    return next;
  }

  /** Values that must never be seen in log, page or terminal; the same frozen list until an account changes. */
  secretValues(): readonly string[] {
    const accounts = this.list();
    if (this.#secrets.of !== accounts) this.#secrets = { of: accounts, values: Object.freeze(this.#listSecrets(accounts)) };
    return this.#secrets.values;
  }

  #listSecrets(accounts: readonly Account[]): string[] {
    const keys = accounts.flatMap((account) =>
      this.#provider(account).keys.flatMap(({ name, isSecret }) => (isSecret && account.keys[name]) || []),
    );
    return [...keys, ...this.#replaced, ...(this.#options.furtherSecrets ?? [])];
  }

  #checkKey(provider: Provider, wanted: WantedKey): KeySpec {
    return checkKey(provider, wanted, (value) => this.byKey(provider.name, wanted.name, value));
  }

  #listStored(): Account[] {
    return [...this.#options.storage.list(), ...[...this.#lanes.values()].flatMap(({ accounts }) => [...accounts.values()])];
  }

  async #save(account: Account): Promise<void> {
    if (account.lane === DEFAULT_LANE) await this.#options.storage.save(account);
    else this.#lanes.get(account.lane)?.accounts.set(account.provider, account);
    this.#effective = null;
  }

  #completeOnce(stored: Account, provider: Provider): Account {
    const known = this.#completed.get(stored);
    if (known) return known;
    const complete = completeAccount(stored, provider, {
      override: stored.lane === DEFAULT_LANE ? this.#overrides.get(provider.name) : undefined,
      defaultTarget: this.#options.defaultTarget,
    });
    this.#completed.set(stored, complete);
    return complete;
  }

  #stored(account: Account): Account {
    return this.#listStored().find(({ id }) => id === account.id) ?? account;
  }

  #provider(account: Account): Provider {
    const provider = this.#options.providers.get(account.provider);
    if (!provider) throw new Error(`No provider is registered for account ${account.id}`);
    return provider;
  }
}
