import { HarnessError } from '../domain/errors.js';
import { nearestName } from '../domain/nearest.js';
import { toTerminalText } from './terminal-text.js';

/** The argument if it is one of the choices. @param meant the one that it probably stands for. @throws HarnessError `misuse` with the nearest one. */
export function checkChoice<T extends string>(
  what: string,
  given: string,
  choices: readonly T[],
  meant: string | undefined = nearestName(given, choices),
): T {
  const found = choices.find((choice) => choice === given);
  if (found !== undefined) return found;
  throw new HarnessError('misuse', `The ${what} is one of ${choices.join(', ')}; found "${toTerminalText(given, 100)}".`, {
    ...(meant === undefined ? {} : { hint: `Did you mean "${meant}"?` }),
  });
}
