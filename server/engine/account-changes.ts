import type { Account } from '../domain/account.js';
import { DEFAULT_LANE } from '../domain/lane.js';
import type { State } from '../domain/state.js';
import type { EventLog } from '../log/event-log.js';
import type { JsonObject } from '../protocol/records.js';
import type { Provider } from '../providers/provider.js';
import type { AccountChange, Accounts } from './accounts/accounts.js';
import { dismiss, giveBack, hasLoan, invite, type Loan, lend, listPassing } from './accounts/layers.js';
import type { Lanes } from './lanes/lanes.js';

export interface AccountChangesParts {
  accounts: Accounts;
  providers: ReadonlyMap<string, Provider>;
  log: EventLog;
  state: State;
  lanes: Lanes;
}

/** Changes accounts, and writes down what changed: settings with their values, keys by name. */
export class AccountChanges {
  readonly #parts: AccountChangesParts;

  constructor(parts: AccountChangesParts) {
    this.#parts = parts;
  }

  /** @throws HarnessError as `Accounts.patchSettings`. */
  async patch(account: Account, patch: JsonObject): Promise<void> {
    this.#tell(await this.#parts.accounts.patchSettings(account, patch));
  }

  /** @returns the new key. @throws HarnessError as `Accounts.rotateKey`. */
  async rotateKey(account: Account, key: string, value?: string): Promise<string> {
    const next = await this.#parts.accounts.rotateKey(account, key, value);
    this.#tell({ account, settings: {}, rotatedKeys: [key] });
    return next;
  }

  /**
   * Makes these settings and keys count over everything else until they are given back; what was lent before stays lent.
   * @throws HarnessError as `patch` and `rotateKey`; nothing is changed then.
   */
  lend(account: Account, wish: Loan): void {
    const { accounts } = this.#parts;
    const loan = accounts.prepareLoan(account, wish);
    this.#tell(accounts.setLayers(account, lend(accounts.layersOf(account), loan), namesOf(loan)));
  }

  /** Makes what the accounts of a lane have of their own count again. */
  giveBack(lane: string): void {
    const { accounts } = this.#parts;
    const changes = accounts
      .list()
      .filter((account) => account.lane === lane && hasLoan(accounts.layersOf(account)))
      .map((account) => {
        const layers = accounts.layersOf(account);
        return accounts.setLayers(account, giveBack(layers), namesOf(layers.loan));
      });
    // All have their own again by now, whatever the log takes.
    for (const change of changes) this.#tell(change);
  }

  /**
   * Sends the events of the default lane's account to a further address: beside the app that was named, or in place of the built-in receiver.
   * @throws HarnessError `invalid_setting`: there are too many already.
   */
  invite(provider: string, url: string): void {
    const { accounts } = this.#parts;
    const account = accounts.inLane(provider, DEFAULT_LANE);
    const settings = this.#listEventSettings(provider);
    this.#tell(accounts.setLayers(account, invite(accounts.layersOf(account), settings, url), { settings, keys: [] }));
  }

  /** Sends no events to that address any more. */
  dismiss(provider: string, url: string): void {
    const { accounts } = this.#parts;
    const account = accounts.inLane(provider, DEFAULT_LANE);
    const layers = accounts.layersOf(account);
    const left = layers.guests.filter((guest) => guest.url === url && guest.isIn).map(({ setting }) => setting);
    const change = accounts.setLayers(account, dismiss(layers, url), { settings: left, keys: [] });
    if (left.length > 0) this.#tell(change);
  }

  /** Says of what an earlier process had lent or invited and never took back that it is gone: nothing of that was stored. */
  tellLeftovers(): void {
    const { accounts, state, log, lanes, providers } = this.#parts;
    const told: string[] = [];
    for (const { provider: name, lane, names } of [...state.passing.values()]) {
      const provider = providers.get(name);
      if (!provider || !lanes.find(lane)) continue;
      const account = accounts.inLane(name, lane);
      const isSetting = (one: string) => Object.hasOwn(account.settings, one);
      const settings = Object.fromEntries(names.filter(isSetting).map((one) => [one, account.settings[one] ?? null]));
      this.#tell({ account, settings, rotatedKeys: names.filter((one) => !isSetting(one)) });
      told.push(`${provider.title} (${names.join(', ')})`);
    }
    if (told.length === 0) return;
    log.append(DEFAULT_LANE, lanes.default.clock.nowMs(), {
      type: 'harness.notice',
      level: 'info',
      code: 'accounts_as_before',
      message: `The stage ended while a check run, a scenario or the sample shop had the accounts. They are as they were before: ${told.join('; ')}.`,
    });
  }

  #tell({ account: { id, provider, lane }, settings, rotatedKeys }: AccountChange): void {
    const { log, lanes, accounts } = this.#parts;
    const changed = [...Object.keys(settings), ...rotatedKeys];
    const passing = listPassing(accounts.layersOf({ id })).filter((name) => changed.includes(name));
    log.append(lane, lanes.of(lane).clock.nowMs(), {
      type: 'account.changed',
      provider,
      accountId: id,
      settings,
      rotatedKeys,
      ...(passing.length > 0 ? { passing } : {}),
    });
  }

  #listEventSettings(provider: string): string[] {
    const targets = this.#parts.providers.get(provider)?.targets ?? [];
    return targets.filter(({ receivesEvents }) => receivesEvents).map(({ setting }) => setting);
  }
}

function namesOf({ settings, keys }: Loan): { settings: string[]; keys: string[] } {
  return { settings: Object.keys(settings), keys: Object.keys(keys) };
}
