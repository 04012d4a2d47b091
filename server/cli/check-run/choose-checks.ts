import { catalogue, trustPack } from '../../checks/catalogue/index.js';
import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import { toTerminalText } from '../terminal-text.js';

/** Ids as the catalogue writes them; `trust` stands for everything that a thief tries. @throws HarnessError `misuse` with the nearest one. */
export function readIds(flag: string, given: readonly string[] | undefined): string[] | undefined {
  return given?.flatMap((text) => {
    if (text.toLowerCase() === 'trust') return [...trustPack];
    const known = catalogue.map(({ id }) => id);
    const found = known.find((id) => id === text.toUpperCase());
    if (found !== undefined) return [found];
    const near = nearestName(text.toUpperCase(), known);
    throw new HarnessError('misuse', `--${flag}: there is no check "${toTerminalText(text, 60)}".`, {
      hint: near ? `Did you mean ${near}?` : `There are ${known.join(', ')}.`,
    });
  });
}
