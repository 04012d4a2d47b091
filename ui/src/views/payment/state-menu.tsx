import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { OfferView } from '../../../../server/http/control/provider-replies.js';
import { showUnseen } from '../../format/text.js';
import { nameOffer, type OfferToState } from '../../story/group-offers.js';
import classes from './state-diagram.module.css';

interface StateMenuProps {
  name: string;
  ways: readonly OfferToState[];
  /** Where it opens, in the window. */
  x: number;
  y: number;
  onPick(offer: OfferView): void;
  onClose(): void;
}

/** The ways to a state, when there are several or when none of them stops there. */
export function StateMenu({ name, ways, x, y, onPick, onClose }: StateMenuProps) {
  const menuRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const menu = menuRef.current;
    if (!menu) return;
    const opener = document.activeElement;
    menu.showPopover();
    const box = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(x, innerWidth - box.width - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(y + 4, innerHeight - box.height - 8))}px`;
    menu.querySelector('button')?.focus();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [x, y]);
  return (
    <div
      ref={menuRef}
      className={classes.menu}
      popover="auto"
      role="dialog"
      aria-label={`Ways to ${showUnseen(name)}`}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
    >
      {ways.map(({ offer, stopsAt }) => (
        <Button key={nameOffer(offer)} variant="subtle" size="compact-sm" justify="flex-start" onClick={() => onPick(offer)}>
          {showUnseen(stopsAt === name ? offer.label : `${offer.label} → ${stopsAt}`)}
        </Button>
      ))}
    </div>
  );
}
