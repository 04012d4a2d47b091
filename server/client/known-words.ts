import { HarnessError } from '../domain/errors.js';
import { faultNames } from '../domain/fault-kinds.js';
import { nearestName } from '../domain/nearest.js';
import { listRecordFields, recordTypes } from '../domain/record-fields.js';
import type { ProviderView } from '../http/control/provider-replies.js';
import type { PaymentSummary, PaymentView } from '../http/control/replies.js';
import { readExpression } from '../judge/expression.js';
import { findExpression, type RecordPattern } from '../judge/match-record.js';
import type { ControlClient } from './control-client.js';

/** Of any provider. */
const OUTCOMES = ['open', 'succeeded', 'failed', 'cancelled', 'expired', 'deleted'];

/** Nobody waits for what can never come. @throws HarnessError `unknown_payment` with the nearest id. */
export async function findPayment(client: ControlClient, id: string): Promise<PaymentView> {
  try {
    return await client.get<PaymentView>(`/payments/${encodeURIComponent(id)}`);
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code !== 'unknown_payment') throw error;
    const { payments } = await client.get<{ payments: PaymentSummary[] }>('/payments?limit=1000');
    const near = nearestName(
      id,
      payments.map((payment) => payment.id),
    );
    const more = near === undefined ? {} : { hint: `Did you mean "${near}"?` };
    throw new HarnessError('unknown_payment', error.message, { status: 404, exitCode: 2, cause: error, ...more });
  }
}

/** A status that no payment of the provider ever has. @throws HarnessError `unknown_status` with the nearest one. */
export async function refuseStatus(client: ControlClient, provider: string, status: string): Promise<void> {
  const { statuses } = await findProvider(client, provider);
  const known = [...new Set([...statuses.map(({ name }) => name), ...OUTCOMES])];
  if (known.includes(status)) return;
  refuse('unknown_status', `A payment of ${provider} never has the status "${status}".`, status, known, 'statuses');
}

/** A status that no event of the payment's provider announces. @throws HarnessError `unknown_payment`, `unknown_status` with the nearest one. */
export async function refuseEvent(client: ControlClient, paymentId: string, status: string | undefined): Promise<void> {
  const { provider } = await findPayment(client, paymentId);
  if (status === undefined) return;
  const { eventStatuses } = await findProvider(client, provider);
  // How a word is written may depend on settings that were others when the event was announced.
  if (eventStatuses.some((known) => known.toLowerCase() === status.toLowerCase())) return;
  refuse('unknown_status', `No event of ${provider} announces the status "${status}".`, status, eventStatuses, 'statuses');
}

/** @throws HarnessError `unknown_fault` with the nearest one. */
export function refuseFault(fault: string | undefined): void {
  const known: readonly string[] = faultNames;
  if (fault === undefined || known.includes(fault)) return;
  refuse('unknown_fault', `There is no fault "${fault}".`, fault, known, 'faults');
}

/**
 * Nobody waits for a record that cannot be: of a type that there is not, with a field that those of its type never have, or that an
 * expression matches which is none.
 * @throws HarnessError `unknown_record_type`, `unknown_record_field` with the nearest one, `invalid_expression`.
 */
export function refusePattern(pattern: RecordPattern): void {
  const { type } = pattern;
  if (typeof type === 'string' && !recordTypes.includes(type))
    refuse('unknown_record_type', `There are no records of type "${type}".`, type, recordTypes, 'types');
  const known = listRecordFields(type);
  for (const [path, wanted] of Object.entries(pattern)) {
    const [field = ''] = path.split('.', 1);
    if (known.includes(field)) {
      const source = findExpression(wanted);
      if (source !== null) readExpression(source, path);
      continue;
    }
    const which = typeof type === 'string' ? `A record of type "${type}"` : 'A record';
    refuse('unknown_record_field', `${which} never has the field "${field}".`, field, known, 'fields');
  }
}

async function findProvider(client: ControlClient, wanted: string): Promise<Pick<ProviderView, 'statuses' | 'eventStatuses'>> {
  const { providers } = await client.get<{ providers: ProviderView[] }>('/providers');
  return providers.find(({ name }) => name === wanted) ?? { statuses: [], eventStatuses: [] };
}

/** Statuses are written in capitals by some. */
function refuse(code: string, message: string, wrong: string, known: readonly string[], what: string): never {
  const folded = known.map((name) => name.toLowerCase());
  const near = nearestName(wrong, folded);
  const meant = near === undefined ? undefined : known[folded.indexOf(near)];
  throw new HarnessError(code, message, {
    hint: meant === undefined ? `Known ${what}: ${known.join(', ')}.` : `Did you mean "${meant}"?`,
  });
}
