import type { Account } from '../../domain/account.js';
import { HarnessError } from '../../domain/errors.js';
import { DEFAULT_LANE } from '../../domain/lane.js';
import type { JsonObject } from '../../protocol/records.js';
import type { IdSource, KeySpec, Provider } from '../../providers/provider.js';
import type { AccountOverride } from './account-override.js';
import { checkKey, type WantedKey } from './check-key.js';
import { completeAccount } from './complete-account.js';
import { ForeignForms } from './foreign-forms.js';
import { changeByHand, type Layers, type Loan, leaveOut, NO_LAYERS } from './layers.js';
import { hintNames, parseSettings } from './parse-settings.js';
import { ReplacedSecrets } from './replaced-secrets.js';
import { isSameSecret } from './same-secret.js';
import { Turns } from './turns.js';

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

/** What somebody's change came to. */
export interface AccountChange {
  account: Account;
  /** New values, as they count now. */
  settings: JsonObject;
  rotatedKeys: string[];
}

interface OpenLane {
  ids: IdSource;
  /** By provider. */
  accounts: Map<string, Account>;
}

/**
 * The merchants of every provider, one in each lane. Those of the default lane are stored, with this run's configuration on top; those of
 * other lanes are kept in memory only and go with their lane. What counts for a while only, for a check run or a guest, lies over that.
 */
export class Accounts {
  readonly #options: AccountsOptions;
  readonly #overrides: Map<string, AccountOverride>;
  /** Those that are kept in memory. */
  readonly #lanes = new Map<string, OpenLane>();
  /** By account. */
  readonly #layers = new Map<string, Layers>();
  #effective: Account[] | null = null;
  readonly #replaced = new ReplacedSecrets();
  readonly #foreign = new ForeignForms();
  #secrets: { of: readonly Account[]; values: readonly string[] } = { of: [], values: [] };
  /** By account that is stored: each change builds on what the one before left, which is known once that is on disk. */
  readonly #turns = new Turns();
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
      for (const [name, value] of Object.entries(givenKeys)) this.#checkKey(provider, { name, value, isBroughtAlong: true });
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
    // Another lane may get the same name, and its accounts the same ids.
    for (const { id } of this.#lanes.get(lane)?.accounts.values() ?? []) {
      this.#layers.delete(id);
      this.#foreign.forget(id);
    }
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
   * Changes settings, for this run and later ones; what was lent of them comes back no more.
   * @throws HarnessError `invalid_setting` naming the field, what was expected and the nearest known name.
   */
  patchSettings(account: Account, patch: JsonObject): Promise<AccountChange> {
    return this.#inTurn(account, (now) => this.#patchSettings(now, patch));
  }

  async #patchSettings(account: Account, patch: JsonObject): Promise<AccountChange> {
    const provider = this.#provider(account);
    const normalised = provider.normaliseSettings?.(patch) ?? patch;
    const names = Object.keys(normalised);
    const parsed = parseSettings(provider, { ...account.settings, ...normalised }, names);
    const wanted = Object.fromEntries(names.map((name) => [name, parsed[name] ?? null]));
    const { layers, stored: own } = changeByHand(this.layersOf(account), wanted);
    const stored = this.#stored(account);
    const next = { ...stored, settings: { ...leaveOut(stored.settings, names), ...own } };
    const override = this.#overrideOf(account);
    const left = override?.settings && { ...override, settings: leaveOut(override.settings, names) };
    // With its guests it may have more than the provider takes.
    this.#complete(next, provider, { override: left ?? override, layers });
    await this.#save(next);
    if (left) this.#overrides.set(account.provider, left);
    // Meanwhile what was lent may have been given back.
    this.#putLayers(next, changeByHand(this.layersOf(account), wanted).layers);
    return { account, settings: this.#pick(account, names, wanted), rotatedKeys: [] };
  }

  /**
   * Replaces a key at once, as both providers do it. A new value has the provider's form; one that the account had before may have any.
   * @throws HarnessError `unknown_key` (404), `invalid_key` for a value that cannot be one, `key_in_use` (409).
   */
  rotateKey(account: Account, keyName: string, value?: string): Promise<string> {
    return this.#inTurn(account, (now) => this.#rotateKey(now, keyName, value));
  }

  async #rotateKey(account: Account, keyName: string, value: string | undefined): Promise<string> {
    const provider = this.#provider(account);
    const isBroughtAlong = value === account.keys[keyName] || this.#foreign.has(account, keyName, value);
    const key = this.#checkKey(provider, { name: keyName, value, own: account, isBroughtAlong });
    const next = value ?? key.generate(this.#lanes.get(account.lane)?.ids ?? this.#options.ids);
    const stored = this.#stored(account);
    this.#replaced.add(provider.keys, account, [keyName]);
    this.#foreign.add(provider, account, keyName);
    const changed = { ...stored, keys: { ...stored.keys, [keyName]: next } };
    await this.#save(changed);
    delete this.#overrideOf(account)?.keys?.[keyName];
    const { guests, loan } = this.layersOf(account);
    this.#putLayers(changed, { guests, loan: { ...loan, keys: leaveOut(loan.keys, [keyName]) } });
    return next;
  }

  /** What is to be lent, checked. @throws HarnessError as `patchSettings` and `rotateKey`. */
  prepareLoan(account: Account, { settings, keys }: Loan): Loan {
    const provider = this.#provider(account);
    const normalised = provider.normaliseSettings?.(settings) ?? settings;
    parseSettings(provider, { ...account.settings, ...normalised }, Object.keys(normalised));
    for (const [name, value] of Object.entries(keys))
      this.#checkKey(provider, { name, value, own: account, isBroughtAlong: true });
    return { settings: normalised, keys };
  }

  layersOf({ id }: Pick<Account, 'id'>): Layers {
    return this.#layers.get(id) ?? NO_LAYERS;
  }

  /**
   * Changes what lies over an account. @param named what is told of it.
   * @throws HarnessError `invalid_setting` where the provider does not take it; nothing is changed then.
   */
  setLayers(account: Account, layers: Layers, named: { settings: readonly string[]; keys: readonly string[] }): AccountChange {
    const stored = this.#stored(account);
    const provider = this.#provider(account);
    const after = this.#complete(stored, provider, { override: this.#overrideOf(stored), layers });
    const rotatedKeys = named.keys.filter((name) => account.keys[name] !== after.keys[name]);
    this.#replaced.add(provider.keys, account, rotatedKeys);
    this.#putLayers(stored, layers);
    return { account, settings: this.#pick(account, named.settings, after.settings), rotatedKeys };
  }

  /** Values that must never be seen in log, page or terminal; the same frozen list until an account changes. */
  secretValues(): readonly string[] {
    const accounts = this.list();
    if (this.#secrets.of !== accounts) this.#secrets = { of: accounts, values: Object.freeze(this.#listSecrets(accounts)) };
    return this.#secrets.values;
  }

  #listSecrets(accounts: readonly Account[]): string[] {
    const lent = this.#listStored().filter(({ id }) => this.#layers.has(id));
    const below = lent.map((stored) => ({ ...stored, keys: this.#coveredKeys(stored) }));
    const keys = [...accounts, ...below].flatMap((account) =>
      this.#provider(account).keys.flatMap(({ name, isSecret }) => (isSecret && account.keys[name]) || []),
    );
    return [...new Set([...keys, ...this.#replaced.values, ...(this.#options.furtherSecrets ?? [])])];
  }

  #checkKey(provider: Provider, wanted: WantedKey): KeySpec {
    const isBelow = (stored: Account, value: string) =>
      stored.provider === provider.name && isSameSecret(this.#coveredKeys(stored)[wanted.name] ?? '', value);
    return checkKey(provider, wanted, (value) => {
      return this.byKey(provider.name, wanted.name, value) ?? this.#listStored().find((stored) => isBelow(stored, value));
    });
  }

  /** Those that count again once others have been given back. */
  #coveredKeys(stored: Account): Record<string, string> {
    const lent = Object.keys(this.layersOf(stored).loan.keys);
    if (lent.length === 0) return {};
    const keys = { ...stored.keys, ...this.#overrideOf(stored)?.keys };
    return Object.fromEntries(lent.map((name) => [name, keys[name] ?? '']));
  }

  #listStored(): Account[] {
    return [...this.#options.storage.list(), ...[...this.#lanes.values()].flatMap(({ accounts }) => [...accounts.values()])];
  }

  #inTurn<T>(account: Account, change: (now: Account) => Promise<T>): Promise<T> {
    // Other lanes' are in memory: a change is over before the next can begin.
    if (account.lane !== DEFAULT_LANE) return change(account);
    return this.#turns.take(account.id, () => change(this.get(account.id) ?? account));
  }

  async #save(account: Account): Promise<void> {
    if (account.lane === DEFAULT_LANE) await this.#options.storage.save(account);
    else this.#lanes.get(account.lane)?.accounts.set(account.provider, account);
    this.#effective = null;
  }

  #completeOnce(stored: Account, provider: Provider): Account {
    const known = this.#completed.get(stored);
    if (known) return known;
    const complete = this.#complete(stored, provider, { override: this.#overrideOf(stored), layers: this.layersOf(stored) });
    this.#completed.set(stored, complete);
    return complete;
  }

  #complete(stored: Account, provider: Provider, over: { override: AccountOverride | undefined; layers: Layers }): Account {
    return completeAccount(stored, provider, { ...over, defaultTarget: this.#options.defaultTarget });
  }

  #overrideOf({ provider, lane }: Account): AccountOverride | undefined {
    return lane === DEFAULT_LANE ? this.#overrides.get(provider) : undefined;
  }

  #putLayers(stored: Account, layers: Layers): void {
    this.#layers.set(stored.id, layers);
    this.#completed.delete(stored);
    this.#effective = null;
  }

  /** Settings as they count now; as they were to be, of an account that went with its lane. */
  #pick({ id }: Account, names: readonly string[], otherwise: JsonObject): JsonObject {
    const settings = this.get(id)?.settings ?? otherwise;
    return Object.fromEntries(names.map((name) => [name, settings[name] ?? null]));
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
