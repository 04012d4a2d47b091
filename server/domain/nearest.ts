import { closest, distance } from 'fastest-levenshtein';

/** The known name that a misspelt one most likely meant, or undefined when none is near. */
export function nearestName(wrong: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(wrong.toLowerCase(), known as string[]);
  return distance(wrong.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.floor(best.length / 3)) ? best : undefined;
}
