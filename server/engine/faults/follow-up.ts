import { sayDuration } from '../../domain/duration.js';
import type { ActiveFault } from '../../domain/fault.js';
import type { TransferPlan } from './transfer.js';

/** What faults do beside the message itself, in one sentence; undefined for those that change the message. */
export function tellFollowUp({ spec }: ActiveFault, transfer: TransferPlan | null): string | undefined {
  switch (spec.fault) {
    case 'slow-transfer':
      return `Its body was sent drop by drop, over ${sayDuration(Number(spec.overMs))}.`;
    case 'cut-transfer':
      return `The connection was reset after ${transfer?.cutAfter ?? 0} bytes of the body.`;
    case 'duplicate': {
      const copies = Number(spec.copies);
      const how = spec.isConcurrent ? 'at the same moment' : 'one after the other';
      return `The same request was sent ${copies + 1} times, ${how}.`;
    }
    case 'ack-lost':
      return 'Whatever was answered did not reach the provider.';
    case 'key-rotated':
      return 'The key is replaced after this attempt.';
    default:
      return undefined;
  }
}
