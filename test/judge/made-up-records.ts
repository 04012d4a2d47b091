import type { AttemptFinished, LogRecord, RecordBody } from '../../server/protocol/records.js';

/** Numbers the records and lets a second pass between them. */
export function number(...bodies: RecordBody[]): LogRecord[] {
  return bodies.map((body, index) => ({ seq: index + 1, at: new Date(index * 1_000).toISOString(), lane: 'default', ...body }));
}

export function announce(status: string, ...endpoints: string[]): RecordBody {
  const deliveries = endpoints.map((endpoint, index) => ({ deliveryId: `dlv_${status}_${index}`, endpoint }));
  return {
    type: 'event.announced',
    paymentId: 'p',
    eventId: `evt_${status}`,
    status,
    contentType: 'application/json',
    body: '{}',
    deliveries,
  };
}

export function finish(status: string, part: Partial<AttemptFinished>): RecordBody {
  const isGood = part.code === 'acknowledged';
  return {
    type: 'attempt.finished',
    paymentId: 'p',
    eventId: `evt_${status}`,
    deliveryId: `dlv_${status}_0`,
    attemptId: 'a',
    number: 1,
    trigger: 'scheduled',
    code: 'not_acknowledged',
    sentence: isGood ? 'answered 204.' : 'answered 500.',
    deliveryStatus: isGood ? 'acknowledged' : 'pending',
    nextAttemptAt: null,
    latencyMs: 1,
    response: { status: isGood ? 204 : 500, headers: [] },
    ...part,
  };
}
