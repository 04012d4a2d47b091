import { type FaultName, faultKinds } from '../../domain/fault-kinds.js';
import { specSchemaOf } from '../../domain/fault-spec.js';
import { nearestFault } from '../../domain/nearest-fault.js';
import type { FaultCatalogue } from './vocabulary.js';

/** The faults that there are, as files know them. */
export const faultCatalogue: FaultCatalogue = {
  kinds: faultKinds,
  nearest: nearestFault,
  specSchemaOf: (name) => (Object.hasOwn(faultKinds, name) ? specSchemaOf(name as FaultName) : undefined),
};
