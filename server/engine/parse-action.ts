import { HarnessError } from '../domain/errors.js';
import { toSentence } from '../domain/sentence.js';
import type { JsonObject } from '../protocol/records.js';
import type { PaymentActions, Provider } from '../providers/provider.js';

/** An action as its provider knows it, with every default. @throws HarnessError `invalid_action` with what is wrong. */
export function parseAction(provider: Provider, actions: PaymentActions, action: unknown): JsonObject {
  const parsed = actions.schema.safeParse(action);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.');
  throw new HarnessError('invalid_action', toSentence(`${where ? `"${where}": ` : ''}${issue?.message ?? 'not an action'}`), {
    hint: `/_paystage/openapi.json lists what can be done with a payment of ${provider.title}.`,
  });
}
