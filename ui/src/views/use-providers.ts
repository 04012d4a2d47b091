import { useEffect, useState } from 'react';
import type { ProviderView } from '../../../server/http/control/provider-replies.js';
import type { CallControl } from '../control/call-control.js';

/** What the harness says about its providers; asked again with each new connection, because a newer harness may say more. */
export function useProviders(call: CallControl, isConnected: boolean): readonly ProviderView[] {
  const [providers, setProviders] = useState<readonly ProviderView[]>([]);
  useEffect(() => {
    if (!isConnected) return;
    let isCurrent = true;
    void call<{ providers: ProviderView[] }>('GET', '/providers').then((result) => {
      if (isCurrent && result.ok) setProviders(result.value.providers);
    });
    return () => {
      isCurrent = false;
    };
  }, [call, isConnected]);
  return providers;
}
