import { UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import { useCommands } from '../../keys/commands.js';
import { BadgePanel } from '../common/badge-panel.js';
import { useStage } from '../stage-context.js';
import { useShownLane } from '../use-shown-lane.js';
import { describeBadge } from './describe-holds.js';
import classes from './hold-badge.module.css';
import { HoldPanel } from './hold-panel.js';
import { useHolds } from './use-holds.js';

const PANEL_ID = 'holds-panel';

/** What is held or will be held, for as long as it is so; opens the panel where it is held and let go. */
export function HoldBadge() {
  const { isReadOnly } = useStage();
  // A saved log has nothing that could wait.
  return isReadOnly ? null : <LiveHoldBadge />;
}

function LiveHoldBadge() {
  const lane = useShownLane();
  const { view, failure, ask } = useHolds(lane);
  const panelRef = useRef<HTMLDivElement>(null);
  const badge = view && describeBadge(view);
  const badgeRef = useRef<HTMLButtonElement>(null);
  const hide = () => panelRef.current?.hidePopover();
  const toggle = () => panelRef.current?.togglePopover();
  useCommands([
    {
      id: 'holds',
      title: 'Hold or release webhooks and redirects',
      keys: ['h'],
      group: 'Holds',
      words: 'open panel',
      run: toggle,
    },
  ]);

  return (
    <>
      <UnstyledButton
        ref={badgeRef}
        className={classes.badge}
        data-active={badge !== null || undefined}
        popoverTarget={PANEL_ID}
        title="Hold webhooks and redirects, release them by hand (h)"
      >
        {badge ?? 'Hold'}
      </UnstyledButton>
      <BadgePanel panelRef={panelRef} badgeRef={badgeRef} id={PANEL_ID} label="Holds">
        <HoldPanel lane={lane} view={view} failure={failure} ask={ask} onClose={hide} />
      </BadgePanel>
    </>
  );
}
