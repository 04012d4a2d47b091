import type { FaultOccasion } from '../../domain/fault.js';
import type { DeliveryJob } from '../delivery/delivery-job.js';

/** The next attempt of a delivery, as faults choose by it. */
export function occasionOf({ payment, event, delivery }: DeliveryJob, attempt = delivery.attempts.length + 1): FaultOccasion {
  return {
    lane: payment.lane,
    provider: payment.provider,
    payment: payment.id,
    status: event.status,
    attempt,
    endpoint: delivery.endpoint,
  };
}
