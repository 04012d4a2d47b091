import { bodyMistakes } from './body-mistakes.js';
import { digestMistakes } from './digest-mistakes.js';
import { messageMistakes } from './message-mistakes.js';
import type { Mistake } from './mistake.js';
import { secretMistakes } from './secret-mistakes.js';

/** Every known way to make a signature wrongly, the usual ones of each kind first. */
export const mistakes: readonly Mistake[] = [...messageMistakes, ...bodyMistakes, ...digestMistakes, ...secretMistakes];

/** @throws Error for an id that no mistake has: a slip of ours. */
export function findMistake(id: string): Mistake {
  const found = mistakes.find((mistake) => mistake.id === id);
  if (!found) throw new Error(`There is no mistake "${id}".`);
  return found;
}
