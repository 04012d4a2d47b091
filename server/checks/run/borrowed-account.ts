import type { Lane } from '../../client/lane.js';
import type { AccountView } from '../../http/control/replies.js';
import type { JsonObject } from '../../protocol/records.js';

/** What a run changes in an account; what is not named stays as it is. */
export interface AccountWish {
  settings?: JsonObject;
  keys?: Readonly<Record<string, string>>;
}

/** The account of a lane as long as a run has it. The stage takes it back when the run ends, whatever becomes of who made it. */
export class BorrowedAccount {
  readonly #lane: Lane;
  readonly #provider: string;
  readonly #run: { readonly runId: string };

  /** @param run as the log knows it, by the time something is changed. */
  constructor(lane: Lane, provider: string, run: { readonly runId: string }) {
    this.#lane = lane;
    this.#provider = provider;
    this.#run = run;
  }

  async readSettings(): Promise<JsonObject> {
    return (await this.#lane.control.get<AccountView>(`/accounts/${encodeURIComponent(this.#provider)}`)).settings;
  }

  /** @throws HarnessError `invalid_setting`, `invalid_key`, `key_in_use`; nothing is changed then. */
  async change(wish: AccountWish): Promise<void> {
    await this.#lane.control.post(`/check-runs/${encodeURIComponent(this.#run.runId)}/account`, wish);
    await this.#lane.refreshKeys();
  }

  /** Changes it for the time of `work`. @throws HarnessError as `change`. */
  async during<Result>({ settings = {}, keys = {} }: AccountWish, work: () => Promise<Result>): Promise<Result> {
    const present = await this.readSettings();
    const given = { ...this.#lane.keys(this.#provider) };
    await this.change({ settings, keys });
    try {
      return await work();
    } finally {
      await this.change({
        settings: Object.fromEntries(Object.keys(settings).map((name) => [name, present[name] ?? null])),
        keys: Object.fromEntries(Object.keys(keys).flatMap((name) => (given[name] ? [[name, given[name]]] : []))),
      });
    }
  }
}
