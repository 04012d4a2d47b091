import { useEffect, useState } from 'react';
import type { CheckCatalogue } from '../../../../server/http/control/check-replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import { useStage } from '../stage-context.js';

interface CatalogueSource {
  /** Null until the stage has told it, and for a provider that it does not know. */
  catalogue: CheckCatalogue | null;
  /** Why there is none, where the stage was asked. */
  failure: ControlFailure | null;
}

/** What can be checked of an app that takes this provider's events, with advice; asked again with each connection. */
export function useCatalogue(provider: string | undefined): CatalogueSource {
  const { call, providers, isConnected, isReadOnly } = useStage();
  const [catalogue, setCatalogue] = useState<CheckCatalogue | null>(null);
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  const canAsk = (isConnected || isReadOnly) && providers.some(({ name }) => name === provider);
  useEffect(() => {
    if (!canAsk || provider === undefined) return;
    let isCurrent = true;
    void call<CheckCatalogue>('GET', `/checks?provider=${encodeURIComponent(provider)}`).then((result) => {
      if (!isCurrent) return;
      if (result.ok) setCatalogue(result.value);
      setFailure(result.ok ? null : result.failure);
    });
    return () => {
      isCurrent = false;
    };
  }, [call, canAsk, provider]);
  const own = catalogue?.provider === provider ? catalogue : null;
  return { catalogue: own, failure: own ? null : failure };
}
