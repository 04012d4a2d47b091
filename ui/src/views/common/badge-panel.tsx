import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { noteOpener, useEscapeLayer } from '../../keys/escape-layers.js';
import classes from './badge-panel.module.css';
import { placeBelow } from './place-below.js';

interface BadgePanelProps {
  panelRef: RefObject<HTMLDivElement | null>;
  /** What it stands below; while there is none, below the header. */
  badgeRef: RefObject<HTMLElement | null>;
  id: string;
  label: string;
  children: ReactNode;
}

/** What a badge of the header opens. A press beside it or Escape closes it. Its content is there only while it is open. */
export function BadgePanel({ panelRef, badgeRef, id, label, children }: BadgePanelProps) {
  const [isOpen, setOpen] = useState(false);
  const openerRef = useRef<Element | null>(null);
  useEscapeLayer({ isOpen, panelRef, openerRef, close: () => panelRef.current?.hidePopover() });
  return (
    <div
      ref={panelRef}
      id={id}
      className={classes.panel}
      popover="auto"
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      onBeforeToggle={(event) => {
        if (event.newState !== 'open') return;
        openerRef.current = document.activeElement;
        noteOpener(event.currentTarget, document.activeElement);
        placeBelow(panelRef.current, badgeRef.current);
      }}
      onToggle={(event) => {
        setOpen(event.newState === 'open');
        if (event.newState === 'open') panelRef.current?.focus();
      }}
    >
      {isOpen && children}
    </div>
  );
}
