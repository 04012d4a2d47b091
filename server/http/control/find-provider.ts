import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import type { Provider } from '../../providers/provider.js';
import type { ControlContext } from './control-route.js';

/** The provider that `{provider}` of the path names. @throws HarnessError `unknown_provider` (404) with the nearest name. */
export function findProvider({ engine, params }: ControlContext): Provider {
  const name = params.provider ?? '';
  const provider = engine.providers.get(name);
  if (provider) return provider;
  const known = [...engine.providers.keys()];
  const near = nearestName(name, known);
  const hint = near ? `Did you mean "${near}"?` : `Known providers: ${known.join(', ')}.`;
  throw new HarnessError('unknown_provider', `There is no provider "${name}".`, { status: 404, hint });
}
