import { UnstyledButton } from '@mantine/core';
import { useRef, useState } from 'react';
import { useCommands } from '../../keys/commands.js';
import { placeBelow } from '../common/place-below.js';
import badgeClasses from '../holds/hold-badge.module.css';
import { useStage } from '../stage-context.js';
import classes from './fault-badge.module.css';
import { FaultPanel } from './fault-panel.js';
import { useFaults } from './use-faults.js';

const PANEL_ID = 'faults-panel';

/** How many things go wrong on purpose, for as long as they do; opens the panel where that is chosen. */
export function FaultBadge() {
  const { isReadOnly } = useStage();
  return isReadOnly ? null : <LiveFaultBadge />;
}

function LiveFaultBadge() {
  const { view, failure, ask } = useFaults();
  const panelRef = useRef<HTMLDivElement>(null);
  const badgeRef = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const count = view?.faults.length ?? 0;
  const hide = () => panelRef.current?.hidePopover();
  const toggle = () => panelRef.current?.togglePopover();
  useCommands([{ id: 'faults', title: 'Make something go wrong on purpose', keys: ['f'], group: 'Faults', run: toggle }]);

  return (
    <>
      <UnstyledButton
        ref={badgeRef}
        className={`${badgeClasses.badge} ${classes.badge}`}
        data-active={count > 0 || undefined}
        popoverTarget={PANEL_ID}
        title="Make something go wrong on purpose (f)"
      >
        {count === 0 ? 'Faults' : `${count} ${count === 1 ? 'fault' : 'faults'}`}
      </UnstyledButton>
      <div
        ref={panelRef}
        id={PANEL_ID}
        className={badgeClasses.panel}
        popover="auto"
        role="dialog"
        aria-label="Faults"
        tabIndex={-1}
        onBeforeToggle={() => placeBelow(panelRef.current, badgeRef.current)}
        onToggle={(event) => {
          setOpen(event.newState === 'open');
          if (event.newState === 'open') panelRef.current?.focus();
        }}
      >
        {isOpen && <FaultPanel view={view} failure={failure} ask={ask} onClose={hide} />}
      </div>
    </>
  );
}
