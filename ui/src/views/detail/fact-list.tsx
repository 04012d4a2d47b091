import type { Fact } from '../../format/facts.js';
import { showUnseen } from '../../format/text.js';
import { toWebAddress } from '../../format/to-web-address.js';
import { CopyButton } from '../common/copy-button.js';
import classes from './fact-list.module.css';

export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.list}>
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a record never change
        <div key={index} className={classes.fact}>
          <dt className={classes.label}>{showUnseen(fact.label)}</dt>
          <dd className={classes.value}>
            <FactValue fact={fact} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FactValue({ fact: { label, value, isCopyable, isLink } }: { fact: Fact }) {
  const href = isLink ? toWebAddress(value) : undefined;
  const shown = showUnseen(value);
  return (
    <>
      {href === undefined ? (
        <span className={isCopyable ? classes.id : undefined}>{shown}</span>
      ) : (
        <a className={`${classes.id} ${classes.link}`} href={href} target="_blank" rel="noreferrer">
          {shown}
          <span className="visually-hidden"> opens in a new tab</span>
        </a>
      )}
      {isCopyable && value !== '' && <CopyButton text={value} subject={`${label.toLowerCase()} ${value}`} />}
    </>
  );
}
