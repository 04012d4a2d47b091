import { useCallback, useEffect, useState } from 'react';
import type { AccountView } from '../../../../server/http/control/replies.js';
import type { JsonObject } from '../../../../server/protocol/records.js';
import type { ControlFailure } from '../../control/call-control.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';

/** Changes settings; null when it was done, otherwise why not. */
export type ChangeSettings = (patch: JsonObject) => Promise<ControlFailure | null>;

export interface AccountHandle {
  /** Secrets masked; null before the first answer. */
  account: AccountView | null;
  failure: ControlFailure | null;
  change: ChangeSettings;
  reload(): Promise<void>;
}

/** The account at a provider; asked again with each connection and whenever the log tells of a change, whoever made it. */
export function useAccount(provider: string): AccountHandle {
  const { store, call, isConnected } = useStage();
  const accountChangedSeq = useStoreValue(store, ({ log }) => log.accountChangedSeq);
  const [account, setAccount] = useState<AccountView | null>(null);
  const [failure, setFailure] = useState<ControlFailure | null>(null);

  const keep = useCallback((next: AccountView) => {
    // The same by identity while nothing changed: secrets that are shown stay.
    setAccount((known) => (JSON.stringify(known) === JSON.stringify(next) ? known : next));
    setFailure(null);
  }, []);
  const reload = useCallback(async () => {
    const result = await call<AccountView>('GET', `/accounts/${provider}`);
    if (result.ok) keep(result.value);
    else setFailure(result.failure);
  }, [call, provider, keep]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change told by the log is the reason to ask again
  useEffect(() => {
    if (isConnected) void reload();
  }, [reload, isConnected, accountChangedSeq]);

  const change = useCallback<ChangeSettings>(
    async (patch) => {
      const result = await call<AccountView>('PATCH', `/accounts/${provider}`, patch);
      if (!result.ok) return result.failure;
      keep(result.value);
      return null;
    },
    [call, provider, keep],
  );
  return { account, failure, change, reload };
}
