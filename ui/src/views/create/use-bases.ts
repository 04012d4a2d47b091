import { useEffect, useState } from 'react';
import type { AccountView } from '../../../../server/http/control/replies.js';
import { useStage } from '../stage-context.js';
import type { ProviderBases } from './phone-address.js';

/** Both forms of a provider's base URL; null until the stage has told them. Asked again with each connection. */
export function useBases(provider: string): ProviderBases | null {
  const { call, isConnected } = useStage();
  const [bases, setBases] = useState<ProviderBases | null>(null);
  useEffect(() => {
    if (!isConnected) return;
    let isCurrent = true;
    void call<AccountView>('GET', `/accounts/${provider}`).then((result) => {
      if (isCurrent && result.ok) setBases({ baseUrl: result.value.baseUrl, hostBaseUrl: result.value.hostBaseUrl });
    });
    return () => {
      isCurrent = false;
    };
  }, [call, isConnected, provider]);
  return bases;
}
