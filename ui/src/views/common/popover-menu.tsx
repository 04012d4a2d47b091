import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Command } from '../../keys/command.js';
import { useCommands } from '../../keys/commands.js';
import { useEscapeLayer } from '../../keys/escape-layers.js';
import classes from './popover-menu.module.css';

/** CSS pixels that stay free beside a panel. */
const MARGIN = 8;

interface PopoverMenuProps {
  label: string;
  size?: 'compact-xs' | 'compact-sm';
  /** Opens it as well, where the button may be out of reach. */
  command?: Omit<Command, 'run'>;
  /** What opens below the button; `close` for whatever is done with one press. */
  children: (close: () => void) => ReactNode;
}

/** A button with a panel; a press elsewhere or Escape closes it. */
export function PopoverMenu({ label, size = 'compact-sm', command, children }: PopoverMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const menuRef = useRef<HTMLDivElement>(null);
  const panelRef = useRef<HTMLDivElement>(null);
  const openerRef = useRef<Element | null>(null);
  const buttonRef = useRef<HTMLButtonElement>(null);
  const isByCommand = useRef(false);
  const open = (byCommand: boolean) => {
    openerRef.current = document.activeElement;
    isByCommand.current = byCommand;
    setOpen(true);
  };
  useCommands(command ? [{ ...command, run: () => open(true) }] : []);
  useEscapeLayer({ isOpen, panelRef, openerRef, close: () => setOpen(false) });
  useLayoutEffect(() => {
    if (isOpen) moveIntoWindow(panelRef.current);
  }, [isOpen]);
  useEffect(() => {
    if (!isOpen) return;
    if (isByCommand.current) panelRef.current?.querySelector<HTMLElement>('button, input')?.focus();
    const closeOutside = (event: Event) => {
      if (!(event.target instanceof Node && menuRef.current?.contains(event.target))) setOpen(false);
    };
    addEventListener('pointerdown', closeOutside);
    return () => removeEventListener('pointerdown', closeOutside);
  }, [isOpen]);

  return (
    <div ref={menuRef} className={classes.menu}>
      <Button
        ref={buttonRef}
        variant="subtle"
        size={size}
        aria-expanded={isOpen}
        onClick={() => (isOpen ? setOpen(false) : open(false))}
      >
        {label}
      </Button>
      {isOpen && (
        <div ref={panelRef} className={classes.panel}>
          {children(() => {
            setOpen(false);
            // What was pressed is gone with the panel.
            buttonRef.current?.focus();
          })}
        </div>
      )}
    </div>
  );
}

/** A panel ends where its button ends, which near the left edge puts its beginning out of sight: nothing scrolls there. */
function moveIntoWindow(panel: HTMLElement | null): void {
  if (!panel) return;
  const beyond = MARGIN - panel.getBoundingClientRect().left;
  if (beyond > 0) panel.style.right = `${-beyond}px`;
}
