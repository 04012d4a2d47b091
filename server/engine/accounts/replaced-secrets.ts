import type { Account } from '../../domain/account.js';
import type { KeySpec } from '../../providers/provider.js';

/** Every one of them makes the look for secrets longer. */
const MAX_REPLACED = 8;

/** Secret keys that were in force before, newest first: an app may still have one, and say so. */
export class ReplacedSecrets {
  #values: string[] = [];

  get values(): readonly string[] {
    return this.#values;
  }

  add(keys: readonly KeySpec[], account: Account, names: readonly string[]): void {
    const secret = keys.filter(({ name, isSecret }) => isSecret && names.includes(name));
    const values = secret.flatMap(({ name }) => account.keys[name] || []);
    this.#values = [...new Set([...values, ...this.#values])].slice(0, MAX_REPLACED);
  }
}
