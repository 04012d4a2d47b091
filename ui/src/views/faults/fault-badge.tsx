import { UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import { useCommands } from '../../keys/commands.js';
import { BadgePanel } from '../common/badge-panel.js';
import badgeClasses from '../holds/hold-badge.module.css';
import { useStage } from '../stage-context.js';
import { useShownLane } from '../use-shown-lane.js';
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
  const lane = useShownLane();
  const { view, failure, ask } = useFaults(lane);
  const panelRef = useRef<HTMLDivElement>(null);
  const badgeRef = useRef<HTMLButtonElement>(null);
  const count = view?.faults.length ?? 0;
  const hide = () => panelRef.current?.hidePopover();
  const toggle = () => panelRef.current?.togglePopover();
  useCommands([
    { id: 'faults', title: 'Make something go wrong on purpose', keys: ['f'], group: 'Faults', words: 'open panel', run: toggle },
  ]);

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
      <BadgePanel panelRef={panelRef} badgeRef={badgeRef} id={PANEL_ID} label="Faults">
        <FaultPanel lane={lane} view={view} failure={failure} ask={ask} onClose={hide} />
      </BadgePanel>
    </>
  );
}
