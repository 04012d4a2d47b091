import { UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import { useCommandRegistry } from '../../keys/commands.js';
import { BadgePanel } from '../common/badge-panel.js';
import classes from './header-menu.module.css';

const PANEL_ID = 'header-menu';

/** What a keyboard or a wide window reaches otherwise, for fingers and for small screens. */
export function HeaderMenu() {
  const panelRef = useRef<HTMLDivElement>(null);
  const buttonRef = useRef<HTMLButtonElement>(null);
  return (
    <>
      <UnstyledButton ref={buttonRef} className={classes.button} popoverTarget={PANEL_ID}>
        Menu
      </UnstyledButton>
      <BadgePanel panelRef={panelRef} badgeRef={buttonRef} id={PANEL_ID} label="Menu">
        <MenuEntries onPick={() => panelRef.current?.hidePopover()} />
      </BadgePanel>
    </>
  );
}

/** What the view offers at the moment at which the menu opens. */
function MenuEntries({ onPick }: { onPick(): void }) {
  // What is offered last is the most general: finding any command, every key.
  const commands = useCommandRegistry().list().reverse();
  return (
    <ul className={classes.entries}>
      {commands.map(({ id, inMenu, run }) =>
        inMenu === undefined ? null : (
          <li key={id}>
            <UnstyledButton
              className={classes.entry}
              onClick={() => {
                onPick();
                run();
              }}
            >
              {inMenu}
            </UnstyledButton>
          </li>
        ),
      )}
    </ul>
  );
}
