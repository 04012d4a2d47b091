import { createContext, type ReactNode, useContext } from 'react';
import type { ProviderView } from '../../../server/http/control/provider-replies.js';
import type { CallControl } from '../control/call-control.js';
import type { EnvironmentState } from '../state/environment.js';
import type { LogState } from '../state/log-state.js';
import type { PageStore } from '../state/page-store.js';
import { useStoreValue } from './use-store-value.js';

/** What every view may use. None of it changes with each record; those are read with `useLog`. */
export interface Stage {
  store: PageStore;
  /** Calls the harness. In a saved log there is none to call: see `isReadOnly`. */
  call: CallControl;
  /** For what is fetched as a file. */
  authHeaders: Readonly<Record<string, string>>;
  /** What the harness says about its providers; empty until it has answered. A saved log asks the stage that serves the page. */
  providers: readonly ProviderView[];
  environment: EnvironmentState;
  /** The environment with secrets, because somebody asked. */
  reveal(): Promise<EnvironmentState>;
  isConnected: boolean;
  /** True when a saved log is shown: nothing can be done, only read. */
  isReadOnly: boolean;
}

const StageContext = createContext<Stage | null>(null);

export function StageProvider({ stage, children }: { stage: Stage; children: ReactNode }) {
  return <StageContext.Provider value={stage}>{children}</StageContext.Provider>;
}

/** @throws Error outside of a `StageProvider`. */
export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (!stage) throw new Error('useStage works inside StageProvider only');
  return stage;
}

/** What the page holds of the log; renders with every batch of records. */
export function useLog(): LogState {
  const { store } = useStage();
  return useStoreValue(store, ({ log }) => log);
}
