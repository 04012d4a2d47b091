import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import { catalogue } from '../catalogue/index.js';

/** Ids as the catalogue writes them. @param where they were given. @throws HarnessError `unknown_check` with the nearest one. */
export function readCheckIds(where: string, given: readonly string[] | undefined): string[] | undefined {
  const known = catalogue.map(({ id }) => id);
  return given?.map((text) => {
    const found = known.find((id) => id === text.toUpperCase());
    if (found !== undefined) return found;
    const near = nearestName(text.toUpperCase(), known);
    throw new HarnessError('unknown_check', `${where}: there is no check "${text.slice(0, 60)}".`, {
      hint: near ? `Did you mean ${near}?` : `There are ${known.join(', ')}.`,
    });
  });
}
