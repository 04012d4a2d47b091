import type { Account } from '../../domain/account.js';
import { HarnessError } from '../../domain/errors.js';
import { describeGivenKey } from '../../domain/secret-length.js';
import { toSentence } from '../../domain/sentence.js';
import type { KeySpec, Provider } from '../../providers/provider.js';
import { hintNames } from './parse-settings.js';

export interface WantedKey {
  name: string;
  /** Left out: one is to be made. */
  value?: string | undefined;
  /** The account that is to have it; left out for one that is not there yet. */
  own?: Account;
  /** True: an app has it already, so its form is not ours to choose. */
  isBroughtAlong?: boolean;
}

/**
 * The key of that name.
 * @param findHolder whose key has that value, in any lane.
 * @throws HarnessError `unknown_key` (404), `invalid_key` for a value that cannot be one, `key_in_use` (409): a key says whose call it is.
 */
export function checkKey(
  provider: Provider,
  { name, value, own, isBroughtAlong = false }: WantedKey,
  findHolder: (value: string) => Account | undefined,
): KeySpec {
  const key = provider.keys.find((candidate) => candidate.name === name);
  if (!key) {
    const known = provider.keys.map((candidate) => candidate.name);
    throw new HarnessError('unknown_key', `${provider.title} has no key "${name}".`, {
      status: 404,
      hint: hintNames(name, known),
    });
  }
  if (value === undefined) return key;
  const fault = isBroughtAlong ? describeGivenKey(value, key) : (key.check?.(value) ?? null);
  if (fault !== null) throw new HarnessError('invalid_key', `${provider.title} ${key.title}: ${toSentence(fault)}`);
  const holder = findHolder(value);
  if (!holder || holder.id === own?.id) return key;
  throw new HarnessError('key_in_use', `${provider.title} ${key.title}: another lane has this value.`, {
    status: 409,
    hint: 'A key says whose call it is, so every lane needs its own; leave it out to get a new one.',
  });
}
