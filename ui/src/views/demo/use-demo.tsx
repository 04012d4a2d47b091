import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { DemoShopView } from '../../../../server/http/control/demo-replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import { useCommands } from '../../keys/commands.js';
import { usePolled } from '../stage/use-polled.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';

const LOOK_EVERY_MS = 15_000;

interface Demo {
  /** The sample shop that runs beside the stage; null: none, or not known yet. */
  shop: DemoShopView | null;
  isBusy: boolean;
  /** Why it could not be started or ended. */
  failure: ControlFailure | null;
  start(): void;
  stop(): void;
  /** Puts the failure away. */
  forget(): void;
}

const nothing: Demo = { shop: null, isBusy: false, failure: null, start: () => {}, stop: () => {}, forget: () => {} };
const DemoContext = createContext<Demo>(nothing);

/** Knows the demo shop, for every view; in a saved log there is none. */
export function DemoProvider({ children }: { children: ReactNode }) {
  const { store, call, isConnected, isReadOnly } = useStage();
  // Starting and ending it changes where the accounts send to.
  const accountChangedSeq = useStoreValue(store, ({ log }) => log.accountChangedSeq);
  const { value, take } = usePolled<{ shop: DemoShopView | null }>('/demo', LOOK_EVERY_MS, accountChangedSeq);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  const shop = isReadOnly ? null : (value?.shop ?? null);
  const change = useCallback(
    async (method: 'POST' | 'DELETE') => {
      setBusy(true);
      setFailure(null);
      const result = await call<{ shop: DemoShopView | null }>(method, '/demo');
      setBusy(false);
      setFailure(result.ok ? null : result.failure);
      if (result.ok) take(result.value);
    },
    [call, take],
  );
  const demo = useMemo<Demo>(
    () => ({
      shop,
      isBusy,
      failure,
      start: () => void change('POST'),
      stop: () => void change('DELETE'),
      forget: () => setFailure(null),
    }),
    [shop, isBusy, failure, change],
  );
  useCommands(
    isReadOnly || !isConnected
      ? []
      : [
          shop
            ? { id: 'demo-stop', title: 'End the demo shop', group: 'Stage', run: demo.stop }
            : { id: 'demo-start', title: 'Try the demo shop', group: 'Stage', run: demo.start },
        ],
  );
  return <DemoContext.Provider value={demo}>{children}</DemoContext.Provider>;
}

export function useDemo(): Demo {
  return useContext(DemoContext);
}
