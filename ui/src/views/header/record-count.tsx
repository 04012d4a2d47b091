import { formatCount } from '../../format/numbers.js';
import { historyLimits } from '../../state/log-state.js';
import { useLog } from '../stage-context.js';
import classes from './header.module.css';

/** How much of the log the page holds. */
export function RecordCount() {
  const { records, droppedCount } = useLog();
  return (
    <span className={classes.count}>
      <span className={classes.number}>{formatCount(records.length)}</span> {records.length === 1 ? 'record' : 'records'}
      {droppedCount > 0 && (
        <span
          className={classes.limit}
          title={`The page keeps the newest ${formatCount(historyLimits.maxRecords)} records, fewer when bodies are large.`}
        >
          {' '}
          held, {formatCount(droppedCount)} older let go
        </span>
      )}
    </span>
  );
}
