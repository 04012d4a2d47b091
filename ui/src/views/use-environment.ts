import { useEffect, useState } from 'react';
import { type EnvironmentState, fetchEnvironment } from '../state/environment.js';

/** What the providers' set-up is; asked again with each new connection, because the harness may have restarted with other keys. */
export function useEnvironment(authHeaders: Record<string, string>, isConnected: boolean): EnvironmentState {
  const [state, setState] = useState<EnvironmentState>({ kind: 'loading' });
  const headersKey = JSON.stringify(authHeaders);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the connection is the reason to ask again
  useEffect(() => {
    let isCurrent = true;
    fetchEnvironment(JSON.parse(headersKey)).then((next) => {
      if (isCurrent) setState((known) => (next.kind === 'absent' && known.kind === 'ready' ? known : next));
    });
    return () => {
      isCurrent = false;
    };
  }, [headersKey, isConnected]);
  return state;
}
