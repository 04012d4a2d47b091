import { useCallback, useSyncExternalStore } from 'react';
import { revealEnvironment } from '../state/environment.js';
import type { PageStore } from '../state/page-store.js';
import { normalizeQuery } from '../state/search.js';
import classes from './app.module.css';
import { Header } from './header/header.js';
import { NoticeList } from './header/notice-list.js';
import { TrafficView } from './traffic/traffic-view.js';
import { useEnvironment } from './use-environment.js';
import { useSearchParameter } from './use-search-parameter.js';

interface AppProps {
  store: PageStore;
  authHeaders: Record<string, string>;
}

/** The page: header, notices, and the view of the moment. */
export function App({ store, authHeaders }: AppProps) {
  const { connection, log, notices, logGeneration } = useSyncExternalStore(store.subscribe, store.read);
  const environment = useEnvironment(authHeaders, connection.kind === 'live', log.accountChangedSeq);
  const reveal = useCallback(() => revealEnvironment(authHeaders), [authHeaders]);
  const [typedFilter, setTypedFilter] = useSearchParameter('q');

  return (
    <div className={classes.page}>
      <Header connection={connection} hasGap={notices.some(({ kind }) => kind === 'gap')} log={log} onRetry={store.retryNow} />
      <NoticeList notices={notices} isTokenNeeded={environment.kind === 'token_needed'} onDismiss={store.dismissNotice} />
      <TrafficView
        // Another log: nothing that was selected, held or scrolled to exists any more.
        key={logGeneration}
        log={log}
        isConnected={connection.kind === 'live'}
        environment={environment}
        reveal={reveal}
        typedFilter={typedFilter}
        query={normalizeQuery(typedFilter)}
        onFilter={setTypedFilter}
      />
    </div>
  );
}
