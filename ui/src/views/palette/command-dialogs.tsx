import { useEffect, useRef, useState } from 'react';
import { searchCommands } from '../../keys/command.js';
import { useCommandRegistry, useCommands } from '../../keys/commands.js';
import { goTo } from '../../routing/use-place.js';
import { useStage } from '../stage-context.js';
import { findPayments } from './find-payments.js';
import { KeyHelp } from './key-help.js';
import { Palette } from './palette.js';

/** Another object for each time that one is opened: the end of the one before must not close it. */
type Open = { id: number } & ({ kind: 'keys' } | { kind: 'palette'; typed: string });

/** The palette (Ctrl+K or Cmd+K) and the list of keys (?). */
export function CommandDialogs() {
  const registry = useCommandRegistry();
  const { store } = useStage();
  const [open, setOpen] = useState<Open | null>(null);
  const count = useRef(0);
  const showPalette = (typed = '') => setOpen({ id: ++count.current, kind: 'palette', typed });
  useCommands([
    {
      id: 'keys',
      title: 'Show every key',
      keys: ['?'],
      group: 'Help',
      inMenu: 'Help and keys',
      run: () => setOpen({ id: ++count.current, kind: 'keys' }),
    },
    {
      id: 'palette',
      title: 'Find a command (also Ctrl+K)',
      keys: [':'],
      group: 'Help',
      inMenu: 'Find a command',
      isKeyOnly: true,
      run: () => showPalette(),
    },
  ]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      // Also from the list of keys, and while that is still on its way out.
      const id = ++count.current;
      setOpen((now) => (now?.kind === 'palette' ? now : { id, kind: 'palette', typed: '' }));
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  const findMore = (typed: string) => {
    const payments = findPayments(store.read().log.payments, typed, (paymentId) => goTo({ view: 'payment', paymentId }));
    if (payments.length > 0) return payments;
    const run = () => showPalette('open payment ');
    return searchCommands(
      [{ id: 'find-payment', title: 'Open payment … by id, reference or status', group: 'Payments', run }],
      typed,
    );
  };
  const close = () => setOpen((now) => (now === open ? null : now));
  if (open?.kind === 'palette')
    return <Palette key={open.id} commands={registry.list()} typedBefore={open.typed} findMore={findMore} onClose={close} />;
  return open?.kind === 'keys' ? <KeyHelp commands={registry.list()} onClose={close} /> : null;
}
