import { useEffect, useState } from 'react';
import { type EnvironmentState, fetchEnvironment } from '../state/environment.js';

/**
 * What the providers' set-up is; asked again with each new connection, because the harness may have restarted with other keys, and when a
 * record (`accountChangedSeq`) tells of other keys.
 */
export function useEnvironment(
  authHeaders: Record<string, string>,
  isConnected: boolean,
  accountChangedSeq: number,
): EnvironmentState {
  const [state, setState] = useState<EnvironmentState>({ kind: 'loading' });
  const headersKey = JSON.stringify(authHeaders);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the connection or the keys is the reason to ask again
  useEffect(() => {
    let isCurrent = true;
    fetchEnvironment(JSON.parse(headersKey)).then((next) => {
      if (isCurrent) setState((known) => (isNews(known, next) ? next : known));
    });
    return () => {
      isCurrent = false;
    };
  }, [headersKey, isConnected, accountChangedSeq]);
  return state;
}

/** False when nothing changed, so that views keep what they know by identity, and when an answer is only missing for the moment. */
function isNews(known: EnvironmentState, next: EnvironmentState): boolean {
  if (next.kind === 'absent' && known.kind === 'ready') return false;
  return JSON.stringify(known) !== JSON.stringify(next);
}
