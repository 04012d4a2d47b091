import { providers } from '../../../server/providers/index.js';
import { knownKinds } from '../../../server/reading/record-words.js';
import { faultCatalogue } from '../../../server/scenarios/format/fault-catalogue.js';
import { stepNames } from '../../../server/scenarios/format/step-schemas.js';

/** Long lists of names that messages end in, which grow with the product. */
export const lists: Readonly<Record<string, string>> = {
  faults: Object.keys(faultCatalogue.kinds).join(', '),
  steps: stepNames.join(', '),
  records: knownKinds.filter((kind) => kind.includes('.')).join(', '),
  settings: Object.keys(providers.find(({ name }) => name === 'secpaid')?.settings.shape ?? {})
    .slice(0, 40)
    .join(', '),
};
