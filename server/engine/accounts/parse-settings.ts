import { z } from 'zod';
import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import { toSentence } from '../../domain/sentence.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';

/** @throws HarnessError `invalid_setting` for unknown names and wrong values. */
export function parseSettings(provider: Provider, settings: JsonObject, given: readonly string[]): JsonObject {
  const known = Object.keys(provider.settings.shape);
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new HarnessError('invalid_setting', `${provider.title} has no setting "${unknown}".`, {
      hint: hintNames(unknown, known),
    });
  }
  const result = provider.settings.safeParse(settings);
  if (result.success) return result.data as JsonObject;
  const [issue] = result.error.issues;
  const at = issue?.path.join('.') ?? '';
  throw new HarnessError(
    'invalid_setting',
    toSentence(`${provider.title} setting "${at}": ${issue?.message ?? z.prettifyError(result.error)}`),
    {
      hint: `GET /_paystage/api/accounts/${provider.name} shows every setting with its present value.`,
    },
  );
}

/** The nearest name, or all of them. */
export function hintNames(wrong: string, known: readonly string[]): string {
  const near = nearestName(wrong, known);
  return near ? `Did you mean "${near}"?` : `Known names: ${known.join(', ')}.`;
}
