import { useEffect, useState } from 'react';
import { useCommandRegistry, useCommands } from '../../keys/commands.js';
import { KeyHelp } from './key-help.js';
import { Palette } from './palette.js';

/** The palette (Ctrl+K or Cmd+K) and the list of keys (?). */
export function CommandDialogs() {
  const registry = useCommandRegistry();
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  useCommands([
    {
      id: 'palette',
      title: 'Find a command (also Ctrl+K)',
      keys: [':'],
      group: 'Help',
      isKeyOnly: true,
      run: () => setOpen('palette'),
    },
    { id: 'keys', title: 'Show every key', keys: ['?'], group: 'Help', run: () => setOpen('keys') },
  ]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      // Also from the list of keys, and while that is still on its way out.
      setOpen('palette');
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  if (open === 'palette')
    return <Palette commands={registry.list()} onClose={() => setOpen((now) => (now === 'palette' ? null : now))} />;
  if (open === 'keys')
    return <KeyHelp commands={registry.list()} onClose={() => setOpen((now) => (now === 'keys' ? null : now))} />;
  return null;
}
