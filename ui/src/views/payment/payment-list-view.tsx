import { Button, CloseButton, Input, Kbd } from '@mantine/core';
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { formatCount, formatQuantity } from '../../format/numbers.js';
import { useCommands } from '../../keys/commands.js';
import { goTo } from '../../routing/use-place.js';
import { splitSearch } from '../../story/order-payments.js';
import { useLog, useStage } from '../stage-context.js';
import { useSearchParameter } from '../use-search-parameter.js';
import { NoPayments } from './no-payments.js';
import { PaymentList } from './payment-list.js';
import classes from './payment-list.module.css';
import { usePaymentOrder } from './use-payment-order.js';
import { useStageNow } from './use-stage-now.js';

/** Every payment that the page knows of, newest first; it holds still while somebody reads further down. */
export function PaymentListView() {
  const { providers } = useStage();
  const { payments } = useLog();
  const [typed, setTyped] = useSearchParameter('q');
  const search = useMemo(
    () => ({ words: splitSearch(typed), titles: new Map(providers.map(({ name, title }) => [name, title])) }),
    [typed, providers],
  );
  const [isAtTop, setAtTop] = useState(true);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const { stories, hiddenCount, newCount } = usePaymentOrder(payments, search, !isAtTop || selectedId !== null);
  const selectedIndex = useMemo(
    () => (selectedId === null ? -1 : stories.findIndex(({ paymentId }) => paymentId === selectedId)),
    [stories, selectedId],
  );
  const listRef = useRef<HTMLDivElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const nowMs = useStageNow();

  const seek = (words: string) => {
    setSelectedId(null);
    setTyped(words);
    // Another list begins at its top, also where none was shown that could have been scrolled there.
    setAtTop(true);
    if (listRef.current) listRef.current.scrollTop = 0;
  };
  const step = (direction: 1 | -1) => {
    const next = stories[selectedIndex + direction] ?? stories[selectedIndex];
    if (next) setSelectedId(next.paymentId);
  };
  const followNewest = useCallback(() => {
    setSelectedId(null);
    setAtTop(true);
    if (listRef.current) listRef.current.scrollTop = 0;
  }, []);
  const open = () => {
    if (selectedId !== null) goTo({ view: 'payment', paymentId: selectedId });
  };
  useCommands([
    {
      id: 'payments-down',
      title: 'Next payment',
      keys: ['j'],
      group: 'Payments',
      isKeyOnly: true,
      isRepeatable: true,
      run: () => step(1),
    },
    {
      id: 'payments-up',
      title: 'Payment before',
      keys: ['k'],
      group: 'Payments',
      isKeyOnly: true,
      isRepeatable: true,
      run: () => step(-1),
    },
    { id: 'payments-newest', title: 'Go to the newest payment', keys: ['g'], group: 'Payments', run: followNewest },
    { id: 'payments-search', title: 'Search payments', keys: ['/'], group: 'Payments', run: () => searchRef.current?.focus() },
    ...(selectedId === null
      ? []
      : [
          { id: 'payments-open', title: 'Open the selected payment', keys: ['Enter', 'd'], group: 'Payments', run: open },
          {
            id: 'payments-deselect',
            title: 'Select nothing',
            keys: ['Escape'],
            group: 'Payments',
            isKeyOnly: true,
            run: () => setSelectedId(null),
          },
        ]),
  ]);
  const steerSearch = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    event.preventDefault();
    if (event.key === 'Escape' && typed !== '') seek('');
    else listRef.current?.focus();
    if (event.key === 'Enter' && stories[0]) setSelectedId(stories[0].paymentId);
  };
  const steerList = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // In the search that is the beginning of what is typed.
    if (event.key === 'Home' && event.target === searchRef.current) return;
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Home') followNewest();
    else return;
    event.preventDefault();
  };

  if (payments.size === 0)
    return (
      <main className={classes.view} aria-label="Payments">
        <NoPayments />
      </main>
    );
  return (
    <main className={classes.view} aria-label="Payments" onKeyDown={steerList}>
      <h1 className="visually-hidden">Payments</h1>
      <div className={classes.bar}>
        <Input
          ref={searchRef}
          className={classes.search}
          size="xs"
          spellCheck={false}
          autoComplete="off"
          aria-label="Search payments"
          placeholder="Id, reference, status, outcome or provider"
          value={typed}
          onChange={(event) => seek(event.currentTarget.value)}
          onKeyDown={steerSearch}
          rightSectionPointerEvents="all"
          rightSection={typed === '' ? null : <CloseButton size="xs" aria-label="Clear the search" onClick={() => seek('')} />}
        />
        <span className={classes.shown}>
          {hiddenCount > 0
            ? `${formatCount(payments.size - hiddenCount)} of ${formatQuantity(payments.size, 'payment')}`
            : formatQuantity(payments.size, 'payment')}
        </span>
      </div>
      {stories.length === 0 ? (
        <div className={`${classes.frame} ${classes.nothing}`}>
          <p className={classes.lead}>No payment matches the search.</p>
          <p>
            <Button variant="default" size="compact-sm" onClick={() => seek('')}>
              Clear the search
            </Button>
          </p>
        </div>
      ) : (
        <PaymentList
          listRef={listRef}
          stories={stories}
          titles={search.titles}
          selectedIndex={selectedIndex}
          nowMs={nowMs}
          onTop={setAtTop}
        />
      )}
      <footer className={classes.foot}>
        {isAtTop && selectedId === null ? (
          <span>Newest first</span>
        ) : (
          <Button color="blue" variant={newCount > 0 ? 'filled' : 'default'} size="compact-sm" onClick={followNewest}>
            {newCount > 0 ? `${formatCount(newCount)} new` : 'To the newest'} · g
          </Button>
        )}
        <span className={classes.keys}>
          <span>
            <Kbd size="xs">j</Kbd> <Kbd size="xs">k</Kbd> move
          </span>
          <span>
            <Kbd size="xs">Enter</Kbd> open
          </span>
          <span>
            <Kbd size="xs">/</Kbd> search
          </span>
          <span>
            <Kbd size="xs">?</Kbd> all keys
          </span>
        </span>
      </footer>
    </main>
  );
}
