import { readOwn } from './read-own.js';
import { foldWord } from './search-fields.js';

/** What people type for an outcome, and the words that providers and the log use for it. All folded. */
const meanings: Readonly<Record<string, readonly string[]>> = {
  paid: ['succeeded', 'success'],
  canceled: ['cancelled', 'cancel'],
  cancelled: ['canceled', 'cancel'],
  failed: ['failure'],
};

/** True when `typed` (folded) is the status, whatever its case, or an everyday word for it. */
export function meansStatus(status: string, typed: string): boolean {
  const word = foldWord(status);
  return word === typed || readOwn(meanings, typed)?.includes(word) === true;
}
