import { z } from 'zod';
import { HarnessError } from '../domain/errors.js';
import { nearestName } from '../domain/nearest.js';
import { toSentence } from '../domain/sentence.js';
import type { JsonObject } from '../protocol/records.js';
import type { PaymentActions, Provider } from '../providers/provider.js';

/** An action as its provider knows it, with every default. @throws HarnessError `invalid_action` with what is wrong and the nearest detail. */
export function parseAction(provider: Provider, actions: PaymentActions, action: unknown): JsonObject {
  const parsed = actions.schema.safeParse(action);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const hint = `/_paystage/openapi.json lists what can be done with a payment of ${provider.title}.`;
  // A detail that is missing is most often the one that was misspelt.
  const misspelt = issues.find((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0);
  if (misspelt?.code === 'unrecognized_keys') throw refuseDetail(actions.schema, action, misspelt.keys[0] ?? '', hint);
  const [issue] = issues;
  const where = issue?.path.join('.');
  throw new HarnessError('invalid_action', toSentence(`${where ? `"${where}": ` : ''}${issue?.message ?? 'not an action'}`), {
    hint,
  });
}

function refuseDetail(schema: z.ZodType, action: unknown, wrong: string, otherwise: string): HarnessError {
  const word: unknown = Object(action).action;
  const details = listDetails(schema, word);
  const near = nearestName(wrong, details);
  const known = details.length === 0 ? 'it has none' : `known are ${details.join(', ')}`;
  return new HarnessError('invalid_action', `${JSON.stringify(word)} has no detail "${wrong.slice(0, 80)}"; ${known}.`, {
    hint: near === undefined ? otherwise : `Did you mean "${near}"?`,
  });
}

/** What an action takes beside its name. A schema is one object, or several that differ in `action`. */
function listDetails(schema: z.ZodType, word: unknown): string[] {
  const forms = schema instanceof z.ZodDiscriminatedUnion ? schema.options : [schema];
  const form = forms.find((one): one is z.ZodObject => one instanceof z.ZodObject && takes(one.shape.action, word));
  return form ? Object.keys(form.shape).filter((name) => name !== 'action') : [];
}

function takes(schema: unknown, value: unknown): boolean {
  return schema instanceof z.ZodType && schema.safeParse(value).success;
}
