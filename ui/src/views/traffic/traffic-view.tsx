import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import type { EnvironmentState } from '../../state/environment.js';
import { emptyItemList, extendItems } from '../../state/list-items.js';
import type { LogState } from '../../state/log-state.js';
import { paymentIdOf } from '../../state/payment-story.js';
import { findAnswer } from '../../state/record-context.js';
import { buildPaymentQuery, matchesQuery } from '../../state/search.js';
import { stepSelection } from '../../state/step-selection.js';
import { RecordDetail } from '../detail/record-detail.js';
import { EmptyState } from '../stage/empty-state.js';
import { StageInfo } from '../stage/stage-info.js';
import { useAccumulated } from '../use-accumulated.js';
import { useSearchParameter } from '../use-search-parameter.js';
import { FilterBar } from './filter-bar.js';
import { FollowBar } from './follow-bar.js';
import { RecordList } from './record-list.js';
import classes from './traffic-view.module.css';
import { useFollow } from './use-follow.js';
import { useShortcuts } from './use-shortcuts.js';

interface TrafficViewProps {
  log: LogState;
  isConnected: boolean;
  environment: EnvironmentState;
  reveal(): Promise<EnvironmentState>;
  typedFilter: string;
  query: string;
  onFilter(typed: string): void;
}

/** The live list on the left, what is selected on the right. */
export function TrafficView(props: TrafficViewProps) {
  const { log, isConnected, environment, reveal, typedFilter, onFilter } = props;
  const query = useDeferredValue(props.query);
  const follow = useFollow(log);
  const { records, payments } = follow.shown;
  const [allWish, setAllWish] = useSearchParameter('all');
  const isFolding = allWish === '';
  const matches = (record: LogRecord, words: string) => matchesQuery(record, words, payments);
  const list = useAccumulated(emptyItemList, (previous) => extendItems(previous, records, { query, isFolding, matches }));
  const [isStageOpen, setStageOpen] = useState(false);
  const [chosen, setChosen] = useState<LogRecord | null>(null);
  // The start of an attempt gives its line to the answer, and with it the selection.
  const answer = chosen && isFolding ? findAnswer(chosen, payments.get(paymentIdOf(chosen) ?? '')) : undefined;
  const selected = answer ?? chosen;
  const searchRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const isNarrow = useMediaQuery('(max-width: 60rem)', false, { getInitialValueInEffect: false });

  const select = (record: LogRecord) => {
    setStageOpen(false);
    setChosen(record);
    follow.stop(record.seq);
  };
  const closeDetail = useCallback(() => {
    setChosen(null);
    setStageOpen(false);
  }, []);

  const showPayment = (paymentId: string) => onFilter(buildPaymentQuery(paymentId));
  const toggleFolding = () => setAllWish(isFolding ? '1' : '');

  useShortcuts({
    listRef,
    searchRef,
    onStep(step) {
      const next = stepSelection(list.items, selected?.seq ?? null, step);
      if (next) select(next);
    },
    onFollow: follow.resume,
    onEscape: closeDetail,
    onClearSearch: () => onFilter(''),
  });

  const isPaneOpen = isStageOpen || selected !== null;
  const wasPaneOpen = useRef(false);
  useEffect(() => {
    // Not where the pane is closed: on a narrow screen the list cannot take the focus before the pane has gone.
    if (wasPaneOpen.current && !isPaneOpen) listRef.current?.focus({ preventScroll: true });
    wasPaneOpen.current = isPaneOpen;
  }, [isPaneOpen]);
  const titles = environment.kind === 'ready' ? environment.environment.providers : [];
  const isStageInline = isNarrow && list.items.length === 0;
  const isPaneOver = isNarrow && isPaneOpen;
  return (
    <main className={classes.view}>
      <section className={classes.list} aria-label="Records" inert={isPaneOver}>
        <FilterBar
          inputRef={searchRef}
          typed={typedFilter}
          hiddenCount={list.hiddenCount}
          isFollowing={follow.isFollowing}
          onType={onFilter}
          onPause={follow.pause}
          onFollow={follow.resume}
          onOpenStage={(isNarrow && !isStageInline) || (selected !== null && !isStageOpen) ? () => setStageOpen(true) : undefined}
        />
        {list.items.length === 0 ? (
          <EmptyState
            isFiltered={list.records.length > 0}
            foldedCount={list.foldedSeqs.length}
            isConnected={isConnected}
            environment={environment}
            onClearFilter={() => onFilter('')}
            onUnfold={toggleFolding}
          >
            {isStageInline && <StageInfo environment={environment} reveal={reveal} />}
          </EmptyState>
        ) : (
          <RecordList
            listRef={listRef}
            items={list.items}
            query={query}
            payments={payments}
            providers={titles}
            isFollowing={follow.isFollowing}
            selectedSeq={selected?.seq ?? null}
            onSelect={select}
            onPickPayment={showPayment}
            onTouch={follow.stop}
          />
        )}
        <FollowBar
          isFollowing={follow.isFollowing}
          newCount={follow.newCount}
          foldedCount={list.foldedSeqs.length}
          isFolding={isFolding}
          onFollow={follow.resume}
          onToggleFolding={toggleFolding}
        />
      </section>
      {(!isNarrow || isPaneOpen) && (
        <aside className={classes.pane} aria-label={selected && !isStageOpen ? 'Details' : 'Set-up'}>
          {selected && !isStageOpen ? (
            <RecordDetail
              record={selected}
              payments={payments}
              providers={titles}
              isNarrow={isNarrow}
              isFolding={isFolding}
              onSelect={select}
              onPickPayment={(paymentId) => {
                showPayment(paymentId);
                if (isNarrow) closeDetail();
              }}
              onClose={closeDetail}
            />
          ) : (
            <div className={classes.padded}>
              <StageInfo environment={environment} reveal={reveal} onClose={isPaneOpen ? closeDetail : undefined} />
            </div>
          )}
        </aside>
      )}
    </main>
  );
}
