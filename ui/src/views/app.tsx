import { lazy, memo, Suspense, useCallback, useMemo } from 'react';
import { createCallControl, refuseChanges } from '../control/call-control.js';
import { CommandsProvider } from '../keys/commands.js';
import { formatPlace, type Place, placeInSavedLog } from '../routing/place.js';
import { usePlace } from '../routing/use-place.js';
import { type EnvironmentState, revealEnvironment } from '../state/environment.js';
import type { PageStore } from '../state/page-store.js';
import classes from './app.module.css';
import { ClockLookProvider } from './clock/clock-provider.js';
import { DemoBanner } from './demo/demo-banner.js';
import { DemoProvider } from './demo/use-demo.js';
import { Header } from './header/header.js';
import { NoticeList } from './header/notice-list.js';
import { LostLogNotice } from './log/lost-log-notice.js';
import { type SavedLogDoor, useSavedLog } from './log/use-saved-log.js';
import { CommandDialogs } from './palette/command-dialogs.js';
import { StageCommands } from './stage/stage-commands.js';
import { TargetBanner } from './stage/target-banner.js';
import { type Stage, StageProvider } from './stage-context.js';
import { TrafficView } from './traffic/traffic-view.js';
import { useEnvironment } from './use-environment.js';
import { useProviders } from './use-providers.js';
import { useStoreValue } from './use-store-value.js';
import { ViewBoundary } from './view-boundary.js';
import { ViewFrame } from './view-frame.js';

// Each with what only it needs, so that the list is there at once.
const PaymentListView = lazy(() => import('./payment/payment-list-view.js').then((file) => ({ default: file.PaymentListView })));
const PaymentView = lazy(() => import('./payment/payment-view.js').then((file) => ({ default: file.PaymentView })));
const ExchangeView = lazy(() => import('./exchange/exchange-view.js').then((file) => ({ default: file.ExchangeView })));
const ResendView = lazy(() => import('./resend/resend-view.js').then((file) => ({ default: file.ResendView })));
const AccountsView = lazy(() => import('./accounts/accounts-view.js').then((file) => ({ default: file.AccountsView })));
const ChecksView = lazy(() => import('./checks/checks-view.js').then((file) => ({ default: file.ChecksView })));
const CreateView = lazy(() => import('./create/create-view.js').then((file) => ({ default: file.CreateView })));

interface AppProps {
  /** Of the running stage. */
  store: PageStore;
  authHeaders: Record<string, string>;
  /** Name of the saved log that was open before the page was loaded anew; null: none. */
  lostLog: string | null;
}

/** The page of the running stage, or of a saved log in its place. */
export function App({ store, authHeaders, lostLog }: AppProps) {
  const [saved, door] = useSavedLog(lostLog);
  return (
    <Page
      // Another log is another page: nothing that was selected, typed or counted in the one before has a meaning in it.
      key={saved === null ? 'stage' : `saved ${saved.id}`}
      store={saved?.store ?? store}
      isReadOnly={saved !== null}
      door={door}
      authHeaders={authHeaders}
    />
  );
}

interface PageProps extends Omit<AppProps, 'lostLog'> {
  isReadOnly: boolean;
  door: SavedLogDoor;
}

const noEnvironment: EnvironmentState = { kind: 'absent' };

/** Header, notices, and the view that the address names. */
function Page({ store, authHeaders, isReadOnly, door }: PageProps) {
  const connection = useStoreValue(store, (state) => state.connection);
  const notices = useStoreValue(store, (state) => state.notices);
  const logGeneration = useStoreValue(store, (state) => state.logGeneration);
  const accountChangedSeq = useStoreValue(store, (state) => state.log.accountChangedSeq);
  const asked = usePlace();
  const place = useMemo(() => (isReadOnly ? placeInSavedLog(asked) : asked), [asked, isReadOnly]);
  const isConnected = connection.kind === 'live';
  const call = useMemo(() => {
    const control = createCallControl(authHeaders);
    return isReadOnly ? refuseChanges(control) : control;
  }, [authHeaders, isReadOnly]);
  const known = useEnvironment(authHeaders, isConnected, accountChangedSeq);
  const environment = isReadOnly ? noEnvironment : known;
  const reveal = useCallback(() => revealEnvironment(authHeaders), [authHeaders]);
  const providers = useProviders(call, isConnected || isReadOnly);
  const stage = useMemo<Stage>(
    () => ({ store, call, authHeaders, providers, environment, reveal, isConnected, isReadOnly }),
    [store, call, authHeaders, providers, environment, reveal, isConnected, isReadOnly],
  );

  return (
    <CommandsProvider>
      <StageProvider stage={stage}>
        <DemoProvider>
          <ClockLookProvider>
            <div className={classes.page}>
              <Header
                place={place}
                connection={connection}
                hasGap={notices.some(({ kind }) => kind === 'gap')}
                onRetry={store.retryNow}
                door={door}
                authHeaders={authHeaders}
              />
              <NoticeList notices={notices} isTokenNeeded={environment.kind === 'token_needed'} onDismiss={store.dismissNotice} />
              {door.lostName !== null && <LostLogNotice name={door.lostName} onDismiss={door.forgetLost} />}
              {!isReadOnly && <TargetBanner />}
              {!isReadOnly && <DemoBanner />}
              <ViewFrame place={place}>
                <ViewBoundary resetKey={`${logGeneration}${formatPlace(place)}`} isStageAway={!isConnected && !isReadOnly}>
                  <Suspense fallback={<main className={classes.loading} aria-busy="true" />}>
                    {/* Another log: nothing that was selected, held or scrolled to exists any more. */}
                    <View key={logGeneration} place={place} />
                  </Suspense>
                </ViewBoundary>
              </ViewFrame>
            </div>
            {!isReadOnly && <StageCommands />}
            <CommandDialogs />
          </ClockLookProvider>
        </DemoProvider>
      </StageProvider>
    </CommandsProvider>
  );
}

const View = memo(function View({ place }: { place: Place }) {
  switch (place.view) {
    case 'live':
      return <TrafficView />;
    case 'payments':
      return <PaymentListView />;
    case 'payment':
      return <PaymentView key={place.paymentId} paymentId={place.paymentId} />;
    case 'exchange':
      return <ExchangeView key={place.seq} seq={place.seq} compareWith={place.compareWith} />;
    case 'resend':
      return <ResendView key={place.seq} seq={place.seq} />;
    case 'accounts':
      return <AccountsView />;
    case 'create':
      return <CreateView />;
    case 'checks':
      return <ChecksView runId={place.runId} check={place.check} />;
  }
});
