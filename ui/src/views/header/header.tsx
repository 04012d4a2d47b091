import { memo } from 'react';
import type { Place } from '../../routing/place.js';
import type { Connection } from '../../stream/record-stream.js';
import { ClockBadge } from '../clock/clock-badge.js';
import { FaultBadge } from '../faults/fault-badge.js';
import { HoldBadge } from '../holds/hold-badge.js';
import { LogMenu } from '../log/log-menu.js';
import type { SavedLogDoor } from '../log/use-saved-log.js';
import { useStage } from '../stage-context.js';
import { ConnectionState } from './connection-state.js';
import classes from './header.module.css';
import { HeaderMenu } from './header-menu.js';
import { Navigation } from './navigation.js';
import { RecordCount } from './record-count.js';

interface HeaderProps {
  place: Place;
  connection: Connection;
  hasGap: boolean;
  onRetry(): void;
  door: SavedLogDoor;
  authHeaders: Record<string, string>;
}

/** Which page this is, whether it is up to date, and how much it holds. */
export const Header = memo(function Header({ place, connection, hasGap, onRetry, door, authHeaders }: HeaderProps) {
  const { isReadOnly } = useStage();
  return (
    <header className={classes.header}>
      <h1 className={classes.name}>Paystage</h1>
      <Navigation place={place} isReadOnly={isReadOnly} />
      <div className={classes.badges}>
        <HoldBadge />
        <FaultBadge />
        <ClockBadge />
      </div>
      <div className={classes.log}>
        <ConnectionState connection={connection} hasGap={hasGap} onRetry={onRetry} />
        <RecordCount />
      </div>
      <LogMenu door={door} authHeaders={authHeaders} />
      <HeaderMenu />
    </header>
  );
});
