import { type RefObject, useEffect } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import { useCommands } from '../../keys/commands.js';
import { isSent } from '../../resend/source.js';
import { goTo } from '../../routing/use-place.js';
import { paymentIdOf } from '../../state/payment-story.js';

interface LiveActions {
  listRef: RefObject<HTMLElement | null>;
  searchRef: RefObject<HTMLInputElement | null>;
  selected: LogRecord | null;
  isFollowing: boolean;
  isReadOnly: boolean;
  onStep(step: 1 | -1): void;
  onFollow(): void;
  onPause(): void;
  onClose(): void;
  onClearSearch(): void;
  onToggleFilter(): void;
  onToggleFolding(): void;
  onOnlyPayment(paymentId: string): void;
  onRedeliver(deliveryId: string): void;
}

const GROUP = 'List';

/** What the live view can be told: by key, and from the palette. */
export function useLiveCommands(actions: LiveActions): void {
  const { listRef, searchRef, selected, isReadOnly } = actions;
  const paymentId = selected && paymentIdOf(selected);
  const deliveryId = selected && 'deliveryId' in selected ? (selected.deliveryId ?? null) : null;
  useCommands([
    {
      id: 'down',
      title: 'Next line',
      keys: ['j'],
      group: GROUP,
      isKeyOnly: true,
      isRepeatable: true,
      run: () => actions.onStep(1),
    },
    {
      id: 'up',
      title: 'Line before',
      keys: ['k'],
      group: GROUP,
      isKeyOnly: true,
      isRepeatable: true,
      run: () => actions.onStep(-1),
    },
    { id: 'follow', title: isReadOnly ? 'Go to the end' : 'Follow the newest', keys: ['g'], group: GROUP, run: actions.onFollow },
    ...(actions.isFollowing && !isReadOnly
      ? [{ id: 'pause', title: 'Hold the list as it is', group: GROUP, run: actions.onPause }]
      : []),
    { id: 'filter', title: 'Filter', keys: ['/'], group: GROUP, run: () => searchRef.current?.focus() },
    {
      id: 'unfilter',
      title: 'Turn the filter off for a moment, and on again',
      keys: ['x'],
      group: GROUP,
      run: actions.onToggleFilter,
    },
    { id: 'minor', title: 'Show or fold minor records', keys: ['m'], group: GROUP, run: actions.onToggleFolding },
    { id: 'close', title: 'Close the details', keys: ['Escape'], group: GROUP, isKeyOnly: true, run: actions.onClose },
    ...(selected
      ? [
          {
            id: 'open',
            title: 'Open the selected exchange',
            keys: ['d', 'Enter'],
            group: 'Selection',
            run: () => goTo({ view: 'exchange', seq: selected.seq, compareWith: null }),
          },
        ]
      : []),
    ...(paymentId === null
      ? []
      : [
          {
            id: 'payment',
            title: 'Open its payment',
            keys: ['p'],
            group: 'Selection',
            run: () => goTo({ view: 'payment', paymentId }),
          },
          {
            id: 'only',
            title: 'Show only its payment',
            keys: ['o'],
            group: 'Selection',
            run: () => actions.onOnlyPayment(paymentId),
          },
        ]),
    ...(deliveryId === null || isReadOnly
      ? []
      : [
          {
            id: 'redeliver',
            title: 'Redeliver what is selected',
            keys: ['r'],
            group: 'Selection',
            run: () => actions.onRedeliver(deliveryId),
          },
        ]),
    ...(selected === null || !isSent(selected) || isReadOnly
      ? []
      : [
          {
            id: 'edit',
            title: 'Edit and resend',
            keys: ['e'],
            group: 'Selection',
            run: () => goTo({ view: 'resend', seq: selected.seq }),
          },
        ]),
  ]);

  // The arrows move the selection in the list only: elsewhere they scroll, as they do in every page.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const isInList =
        event.target === document.body || (event.target instanceof Node && listRef.current?.contains(event.target));
      if (!isInList) return;
      if (event.key === 'ArrowDown') actions.onStep(1);
      else if (event.key === 'ArrowUp') actions.onStep(-1);
      else if (event.key === 'End') actions.onFollow();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
}
