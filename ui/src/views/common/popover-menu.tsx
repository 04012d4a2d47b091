import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import classes from './popover-menu.module.css';

interface PopoverMenuProps {
  label: string;
  size?: 'compact-xs' | 'compact-sm';
  /** What opens below the button; `close` for whatever is done with one press. */
  children: (close: () => void) => ReactNode;
}

/** A button with a panel; a press elsewhere or Escape closes it. */
export function PopoverMenu({ label, size = 'compact-sm', children }: PopoverMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const menuRef = useRef<HTMLDivElement>(null);
  const buttonRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const closeOutside = (event: Event) => {
      if (!(event.target instanceof Node && menuRef.current?.contains(event.target))) setOpen(false);
    };
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      setOpen(false);
      buttonRef.current?.focus();
    };
    addEventListener('pointerdown', closeOutside);
    addEventListener('keydown', closeByKey, true);
    return () => {
      removeEventListener('pointerdown', closeOutside);
      removeEventListener('keydown', closeByKey, true);
    };
  }, [isOpen]);

  return (
    <div ref={menuRef} className={classes.menu}>
      <Button ref={buttonRef} variant="subtle" size={size} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {label}
      </Button>
      {isOpen && <div className={classes.panel}>{children(() => setOpen(false))}</div>}
    </div>
  );
}
