import type { Fact } from '../../format/facts.js';
import { showUnseen } from '../../format/text.js';
import { CopyButton } from '../common/copy-button.js';
import classes from './fact-list.module.css';

export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.list}>
      {facts.map(({ label, value, isCopyable }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a record never change
        <div key={index} className={classes.fact}>
          <dt className={classes.label}>{showUnseen(label)}</dt>
          <dd className={classes.value}>
            <span className={isCopyable ? classes.id : undefined}>{showUnseen(value)}</span>
            {isCopyable && value !== '' && <CopyButton text={value} subject={`${label.toLowerCase()} ${value}`} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
