import { HarnessError } from '../../domain/errors.js';
import { providers } from '../../providers/index.js';
import type { Provider } from '../../providers/provider.js';
import { checkChoice } from '../check-choice.js';

/**
 * The provider that was named, or the only one that has `part`.
 * @param lacks completes "... so there is nothing to verify": `signs nothing`.
 * @throws HarnessError `misuse` with the nearest name, or with those that have it.
 */
export function chooseProvider<Part>(
  given: string | undefined,
  part: (provider: Provider) => Part | undefined,
  lacks: string,
): { provider: Provider; part: Part } {
  const able = providers.flatMap((provider) => {
    const found = part(provider);
    return found === undefined ? [] : [{ provider, part: found }];
  });
  const names = able.map(({ provider }) => provider.name);
  if (given === undefined) {
    const [only, other] = able;
    if (only && !other) return only;
    throw new HarnessError('misuse', 'Which provider?', { hint: `Name it: ${names.join(' or ')}.` });
  }
  const name = checkChoice(
    'provider',
    given,
    providers.map((provider) => provider.name),
  );
  const found = able.find(({ provider }) => provider.name === name);
  if (found) return found;
  const title = providers.find((provider) => provider.name === name)?.title;
  throw new HarnessError('misuse', `${title} ${lacks}.`, { hint: `This is for ${names.join(' and ')}.` });
}
