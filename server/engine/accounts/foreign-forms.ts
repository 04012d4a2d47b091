import type { Account } from '../../domain/account.js';
import type { Provider } from '../../providers/provider.js';

/** Keys of another form than their provider's that accounts had: who put one away for a while wants it back. */
export class ForeignForms {
  /** By account, each value with the name of its key. */
  readonly #values = new Map<string, Set<string>>();

  /** Keeps what would be refused if it were new; so no more is kept than was brought along. */
  add({ keys }: Provider, { id, keys: present }: Account, name: string): void {
    const value = present[name];
    const key = keys.find((candidate) => candidate.name === name);
    if (value === undefined || !key?.check || key.check(value) === null) return;
    const values = this.#values.get(id) ?? new Set();
    this.#values.set(id, values.add(`${name} ${value}`));
  }

  has({ id }: Account, name: string, value: string | undefined): boolean {
    return this.#values.get(id)?.has(`${name} ${value}`) ?? false;
  }

  forget(id: string): void {
    this.#values.delete(id);
  }
}
