import { HarnessError } from '../../domain/errors.js';
import type { LogRecord } from '../../protocol/records.js';
import type { AttemptExplanation } from '../../providers/provider.js';
import { type DeliveryJobParts, findJob } from './delivery-job.js';

/**
 * How what an attempt or a resend sent came about and how the app checks it.
 * @throws HarnessError `nothing_to_explain` (404) for other records, and where it is not known what was sent; `unknown_payment` (404).
 */
export function explainRecord(record: LogRecord, parts: DeliveryJobParts): AttemptExplanation {
  if (record.type !== 'attempt.finished' && record.type !== 'resend.finished') {
    throw refuse(`Record ${record.seq} is ${record.type}, which sent nothing to the app.`);
  }
  const { request } = record;
  if (request === undefined || request.headers.length === 0) throw refuse(`Record ${record.seq}: nothing was sent.`);
  const job = findJob(record.deliveryId, parts);
  if (!job) {
    throw new HarnessError('unknown_payment', `Payment ${record.paymentId} of record ${record.seq} is forgotten.`, {
      status: 404,
      hint: 'A reset forgets payments, and the oldest go when there are too many; the record itself is still there.',
    });
  }
  if (record.type === 'resend.finished' && record.cutAfterBytes !== undefined)
    throw refuse(`Record ${record.seq} sent only ${record.cutAfterBytes} bytes of its body on purpose, which nobody can check.`);
  if (request.body?.isCut) throw refuse(`Record ${record.seq} keeps only the beginning of the body that was sent.`);
  const { event, payment, provider } = job;
  // An attempt without a body of its own sent the event's.
  const sent = request.body?.base64 === undefined ? request.body?.text : Buffer.from(request.body.base64, 'base64');
  const body = sent ?? (record.type === 'attempt.finished' ? event.body : '');
  return provider.explainAttempt({ account: parts.accountOf(payment), event, body, headers: request.headers });
}

function refuse(message: string): HarnessError {
  return new HarnessError('nothing_to_explain', message, {
    status: 404,
    hint: 'Ask for a record of type attempt.finished or resend.finished that reached the wire.',
  });
}
