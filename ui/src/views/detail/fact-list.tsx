import type { LogRecord } from '../../../../server/protocol/records.js';
import { listFacts } from '../../format/facts.js';
import { CopyButton } from '../common/copy-button.js';
import classes from './fact-list.module.css';

export function FactList({ record }: { record: LogRecord }) {
  return (
    <dl className={classes.list}>
      {listFacts(record).map(({ label, value, isCopyable }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a record never change
        <div key={`${record.seq}-${index}`} className={classes.fact}>
          <dt className={classes.label}>{label}</dt>
          <dd className={classes.value}>
            <span className={isCopyable ? classes.id : undefined}>{value}</span>
            {isCopyable && value !== '' && <CopyButton text={value} subject={`${label.toLowerCase()} ${value}`} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
