import { useEffect, useState } from 'react';
import type { CheckCatalogue } from '../../../../server/http/control/check-replies.js';
import { useStage } from '../stage-context.js';

/** What can be checked of an app that takes this provider's events, with advice; null until the stage has told it, and for a provider that it does not know. */
export function useCatalogue(provider: string | undefined): CheckCatalogue | null {
  const { call, providers } = useStage();
  const [catalogue, setCatalogue] = useState<CheckCatalogue | null>(null);
  const isKnown = providers.some(({ name }) => name === provider);
  useEffect(() => {
    if (!isKnown || provider === undefined) return;
    let isCurrent = true;
    void call<CheckCatalogue>('GET', `/checks?provider=${encodeURIComponent(provider)}`).then((result) => {
      if (isCurrent && result.ok) setCatalogue(result.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [call, isKnown, provider]);
  return catalogue?.provider === provider ? catalogue : null;
}
