import { type FaultKind, faultKinds, faultNames } from '../../domain/fault-kinds.js';
import { specSchemaOf } from '../../domain/fault-spec.js';
import { canHave } from '../../engine/faults/active-faults.js';
import type { Provider } from '../../providers/provider.js';
import type { FaultKindView } from './fault-replies.js';
import { toJsonSchema } from './json-schema.js';

/** Everything that can go wrong, each with the providers that can have it. */
export function presentKinds(providers: readonly Provider[]): FaultKindView[] {
  return faultNames.map((name) => {
    const { title, sentence, place, needs }: FaultKind = faultKinds[name];
    const able = providers.filter((provider) => canHave(provider, needs));
    const schema = toJsonSchema(specSchemaOf(name));
    return { name, title, sentence, place, providers: able.map((provider) => provider.name), schema };
  });
}
