import type { Account } from '../../domain/account.js';
import type { ActiveFault } from '../../domain/fault.js';
import type { Provider } from '../../providers/provider.js';
import { choiceOf } from './shape-body.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The account with another key of the same kind, which the fault's seed chooses. */
export function replaceSigningKey(account: Account, fault: ActiveFault, provider: Provider): Account {
  const name = provider.signatureKey;
  const key = provider.keys.find((known) => known.name === name);
  if (name === undefined || !key) return account;
  const choice = choiceOf(fault);
  const draw = (letters: string) => (length: number) =>
    Array.from({ length }, () => letters.charAt(choice.below(letters.length))).join('');
  const hex = draw('0123456789abcdef');
  const wrong = key.generate({ hex, alphanumeric: draw(LETTERS), uuid: () => hex(32) });
  return { ...account, keys: { ...account.keys, [name]: wrong } };
}

/** How far the time of the signature is moved, ms; 0 for any other fault. */
export function shiftOf({ spec }: ActiveFault): number {
  if (spec.fault === 'stale-timestamp') return -Number(spec.byMs);
  return spec.fault === 'future-timestamp' ? Number(spec.byMs) : 0;
}
