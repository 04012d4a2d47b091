import { formatCount } from '../../format/numbers.js';
import { historyLimits, type LogState } from '../../state/log-state.js';
import type { Connection } from '../../stream/record-stream.js';
import { ConnectionState } from './connection-state.js';
import classes from './header.module.css';

interface HeaderProps {
  connection: Connection;
  hasGap: boolean;
  log: LogState;
  onRetry(): void;
}

/** Which page this is, whether it is up to date, and how much it holds. */
export function Header({ connection, hasGap, log, onRetry }: HeaderProps) {
  return (
    <header className={classes.header}>
      <h1 className={classes.name}>Paystage</h1>
      <ConnectionState connection={connection} hasGap={hasGap} onRetry={onRetry} />
      <span className={classes.count}>
        <span className={classes.number}>{formatCount(log.records.length)}</span>{' '}
        {log.records.length === 1 ? 'record' : 'records'}
        {log.droppedCount > 0 && (
          <span
            className={classes.limit}
            title={`The page keeps the newest ${formatCount(historyLimits.maxRecords)} records, fewer when bodies are large.`}
          >
            {' '}
            held, {formatCount(log.droppedCount)} older let go
          </span>
        )}
      </span>
    </header>
  );
}
