import { useCallbackRef, useMediaQuery } from '@mantine/hooks';
import { type ComponentProps, memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import { parseSearch } from '../../../../server/reading/search-query.js';
import { goTo } from '../../routing/use-place.js';
import type { ProviderEnvironment } from '../../state/environment.js';
import type { ListView } from '../../state/line-list.js';
import { paymentIdOf } from '../../state/payment-story.js';
import { findAnswer } from '../../state/record-context.js';
import { buildMatcher, buildPaymentQuery } from '../../state/search.js';
import { stepSelection } from '../../state/step-selection.js';
import { toStageTime } from '../../story/stage-time.js';
import { useClock } from '../clock/use-clock.js';
import { ActionNote } from '../common/action-note.js';
import { RecordDetail } from '../detail/record-detail.js';
import { EmptyState } from '../stage/empty-state.js';
import { StageInfo } from '../stage/stage-info.js';
import { useLog, useStage } from '../stage-context.js';
import { useRedeliver } from '../use-redeliver.js';
import { useSearchParameter } from '../use-search-parameter.js';
import { useStoreValue } from '../use-store-value.js';
import { FilterBar } from './filter-bar.js';
import { FollowBar } from './follow-bar.js';
import { HiddenCount } from './hidden-count.js';
import { RecordList } from './record-list.js';
import classes from './traffic-view.module.css';
import { useColumns } from './use-columns.js';
import { useFollow } from './use-follow.js';
import { useLineList } from './use-line-list.js';
import { useLiveCommands } from './use-live-commands.js';
import { useReadingPlace } from './use-reading-place.js';
import { useSelection } from './use-selection.js';
import { useStageOpen } from './use-stage-open.js';

const noProviders: readonly ProviderEnvironment[] = [];
const SetUp = memo(StageInfo);
/** Drawn again when what it shows has changed, not with every record of other payments. */
const Detail = memo(RecordDetail, (before, after) => {
  const storyOf = ({ record, payments }: ComponentProps<typeof RecordDetail>) => payments.get(paymentIdOf(record) ?? '');
  return (
    before.record === after.record &&
    storyOf(before) === storyOf(after) &&
    before.providers === after.providers &&
    before.isNarrow === after.isNarrow &&
    before.isFolding === after.isFolding &&
    before.onSelect === after.onSelect
  );
});

function openPayment(paymentId: string): void {
  goTo({ view: 'payment', paymentId });
}

/** A part of a search that counts from now. */
const AGO = /(?:after|before):/i;

/** The live list on the left, what is selected on the right. */
export function TrafficView() {
  const { store, isConnected, environment, reveal, isReadOnly, providers: known } = useStage();
  const log = useLog();
  const [before, notePlace] = useReadingPlace();
  const connection = useStoreValue(store, (state) => state.connection.kind);
  const isSettled = isConnected || connection === 'saved';
  const follow = useFollow({ log, beforeSeq: before.topSeq ?? before.selectedSeq, isSettled });
  const { records, payments } = follow.shown;

  const [typed, setTyped] = useSearchParameter('q');
  const [isFilterOff, setFilterOff] = useState(false);
  const [allWish, setAllWish] = useSearchParameter('all');
  const isFolding = allWish === '';
  const { clock, receivedAt } = useClock();
  // Records carry the time of the stage, so "ten minutes ago" is ten of its minutes; a saved log ended when its last record was written.
  const readNow = useCallbackRef(() => {
    if (clock) return toStageTime({ nowMs: Date.parse(clock.now), speed: clock.speed, readAtMs: receivedAt }, performance.now());
    const newest = isReadOnly ? log.records.at(-1) : undefined;
    return newest ? Date.parse(newest.at) : Date.now();
  });
  // Another query lays the list anew, so the time is waited for only where it is asked about.
  const isDated = AGO.test(typed) && (isReadOnly ? isSettled : clock !== null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link is opened before the time of the stage is known
  const query = useMemo(() => parseSearch(typed, readNow()), [typed, readNow, isDated]);
  const paymentsRef = useRef(payments);
  paymentsRef.current = payments;
  const view = useMemo<ListView>(
    () => ({ matches: isFilterOff ? null : buildMatcher(query, () => paymentsRef.current), isFolding }),
    [query, isFilterOff, isFolding],
  );
  const { shown: list, coming } = useLineList(records, view);
  const { lines } = list;
  const [columns, setColumns] = useColumns();

  const { chosen, chosenSeq, choose } = useSelection({ records: log.records, beforeSeq: before.selectedSeq, isSettled });
  // Whoever follows comes back to the newest, whatever the details show.
  useEffect(() => notePlace({ selectedSeq: follow.isFollowing ? null : chosenSeq, topSeq: follow.anchorSeq }));
  // The start of an attempt gives its line to the answer, and with it the selection.
  const answer = chosen && isFolding ? findAnswer(chosen, payments.get(paymentIdOf(chosen) ?? '')) : undefined;
  const selected = answer ?? chosen;
  const searchRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const isNarrow = useMediaQuery('(max-width: 60rem)', false, { getInitialValueInEffect: false });
  const [isStageOpen, setStageOpen] = useStageOpen(isConnected, !isNarrow && log.records.length === 0);
  const [note, redeliver, forgetNote] = useRedeliver();

  const { stop } = follow;
  const select = useCallback(
    (record: LogRecord) => {
      setStageOpen(false);
      choose(record);
      stop(record.seq);
    },
    [stop, choose, setStageOpen],
  );
  const closeDetail = useCallback(() => {
    choose(null);
    setStageOpen(false);
  }, [choose, setStageOpen]);
  const filter = useCallbackRef((next: string) => {
    setFilterOff(false);
    setTyped(next);
  });
  const showPayment = useCallbackRef((paymentId: string) => filter(buildPaymentQuery(paymentId)));
  const showOnly = useCallbackRef((paymentId: string) => {
    showPayment(paymentId);
    if (isNarrow) closeDetail();
  });
  const openStage = useCallbackRef(() => setStageOpen(true));
  const pause = useCallbackRef(follow.pause);
  const resume = useCallbackRef(follow.resume);
  const toggleFolding = () => setAllWish(isFolding ? '1' : '');

  useLiveCommands({
    listRef,
    searchRef,
    selected,
    isFollowing: follow.isFollowing,
    isReadOnly,
    onStep(step) {
      const next = stepSelection(lines, selected?.seq ?? null, step);
      if (next) select(next);
    },
    onFollow: follow.resume,
    onPause: follow.pause,
    onClose: closeDetail,
    onClearSearch: () => filter(''),
    onToggleFilter: () => setFilterOff(!isFilterOff && typed !== ''),
    onToggleFolding: toggleFolding,
    onOnlyPayment: showPayment,
    onRedeliver: redeliver,
  });

  const isPaneOpen = isStageOpen || selected !== null;
  const wasPaneOpen = useRef(false);
  useEffect(() => {
    // Not where the pane is closed: on a narrow screen the list cannot take the focus before the pane has gone.
    if (wasPaneOpen.current && !isPaneOpen) listRef.current?.focus({ preventScroll: true });
    wasPaneOpen.current = isPaneOpen;
  }, [isPaneOpen]);
  const providers = environment.kind === 'ready' ? environment.environment.providers : null;
  const titles = useMemo(() => new Map(known.map(({ name, title }) => [name, title])), [known]);
  const isEmpty = lines.length === 0 && coming === null;
  const isStageInline = isNarrow && isEmpty && !isReadOnly;
  const isPaneOver = isNarrow && isPaneOpen && !isStageInline;
  const hidden =
    typed === '' ? null : (
      <HiddenCount
        isOff={isFilterOff}
        isSearching={coming !== null}
        hiddenCount={list.hiddenCount}
        onToggle={() => setFilterOff(!isFilterOff)}
      />
    );
  return (
    <main className={classes.view} data-pane={isPaneOpen && !isStageInline}>
      <section className={classes.list} aria-label="Records" inert={isPaneOver}>
        <FilterBar
          inputRef={searchRef}
          listRef={listRef}
          typed={typed}
          problems={query.problems}
          isFollowing={follow.isFollowing}
          titles={titles}
          columns={columns}
          onColumns={setColumns}
          onType={filter}
          onPause={pause}
          onFollow={resume}
          isReadOnly={isReadOnly}
          onOpenStage={isReadOnly || isStageInline || isStageOpen ? undefined : openStage}
          hidden={hidden}
        />
        <ActionNote note={note} onClose={forgetNote} />
        {isEmpty ? (
          <EmptyState
            isFiltered={records.length > 0}
            foldedCount={list.foldedCount}
            isConnected={isConnected}
            isReadOnly={isReadOnly}
            isReading={connection === 'reading'}
            environment={environment}
            onClearFilter={() => filter('')}
            onUnfold={toggleFolding}
          >
            {isStageInline && <StageInfo environment={environment} reveal={reveal} />}
          </EmptyState>
        ) : (
          <RecordList
            listRef={listRef}
            lines={lines}
            view={list.view}
            columns={columns}
            payments={payments}
            titles={titles}
            isFollowing={follow.isFollowing}
            anchorSeq={follow.anchorSeq}
            isTopKnown={before.topSeq !== null || follow.anchorSeq !== before.selectedSeq}
            isComplete={coming === null && list.scannedSeq >= (follow.anchorSeq ?? 0)}
            selectedSeq={selected?.seq ?? null}
            onSelect={select}
            onOpenPayment={openPayment}
            onTouch={follow.stop}
          />
        )}
        <FollowBar
          isFollowing={follow.isFollowing}
          isReadOnly={isReadOnly}
          newCount={follow.countNew(lines)}
          foldedCount={list.foldedCount}
          isFolding={isFolding}
          onFollow={follow.resume}
          onToggleFolding={toggleFolding}
        />
      </section>
      {isPaneOpen && !isStageInline && (
        <aside className={classes.pane} aria-label={selected && !isStageOpen ? 'Details' : 'Set-up'}>
          {selected && !isStageOpen ? (
            <Detail
              record={selected}
              payments={payments}
              providers={providers ?? noProviders}
              isNarrow={isNarrow}
              isFolding={isFolding}
              onSelect={select}
              onPickPayment={showOnly}
              onClose={closeDetail}
            />
          ) : (
            <div className={classes.padded}>
              <SetUp environment={environment} reveal={reveal} onClose={closeDetail} />
            </div>
          )}
        </aside>
      )}
    </main>
  );
}
