import { closest, distance } from 'fastest-levenshtein';

/** A part of a name shorter than this is a part of too many. */
const MIN_PART = 4;

/** The known name that a misspelt one most likely meant, or of which it is a part; undefined when none is near. */
export function nearestName(wrong: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const folded = wrong.toLowerCase();
  const lower = known.map((name) => name.toLowerCase());
  const nearest = closest(folded, lower);
  const best = known[lower.indexOf(nearest)] ?? nearest;
  // In a short word two letters are half of it: "stop" is no misspelt "start".
  const limit = Math.max(folded.length <= 4 ? 1 : 2, Math.floor(best.length / 3));
  if (distance(folded, nearest) <= limit || isMixedUp(folded, nearest)) return best;
  const whole =
    folded.length < MIN_PART
      ? []
      : known.filter((name) =>
          name
            .toLowerCase()
            .split(/[-_. ]/)
            .join('-')
            .includes(folded),
        );
  return whole.length === 1 ? whole[0] : undefined;
}

/** The known name that somebody meant who typed this, where names that nobody knows are allowed as well: a letter or two apart, no more. */
export function misspeltName(wrong: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || known.includes(wrong)) return undefined;
  const best = closest(wrong, known as string[]);
  const limit = Math.min(wrong.length, best.length) <= 5 ? 1 : 2;
  return distance(wrong, best) <= limit || isMixedUp(wrong, best) ? best : undefined;
}

/** The same letters in another order: "prot". */
function isMixedUp(one: string, other: string): boolean {
  return distance(one, other) === 2 && [...one].sort().join('') === [...other].sort().join('');
}
