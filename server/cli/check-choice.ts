import { HarnessError } from '../domain/errors.js';
import { nearestName } from '../domain/nearest.js';
import { toTerminalText } from './terminal-text.js';

/** The argument if it is one of the choices. @throws HarnessError `misuse` with the nearest one. */
export function checkChoice<T extends string>(what: string, given: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === given);
  if (found !== undefined) return found;
  const near = nearestName(given, choices);
  throw new HarnessError('misuse', `The ${what} is one of ${choices.join(', ')}; found "${toTerminalText(given, 100)}".`, {
    ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
  });
}
