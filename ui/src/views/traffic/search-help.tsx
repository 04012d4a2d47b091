import { CloseButton } from '@mantine/core';
import { searchHelp, searchRules } from '../../../../server/reading/search-help.js';
import classes from './search-help.module.css';

/** What can be typed into the filter. */
export function SearchHelp({ onClose }: { onClose(): void }) {
  return (
    <section className={classes.help} aria-label="What can be typed">
      <CloseButton size="xs" className={classes.close} aria-label="Close this list" onClick={onClose} />
      <dl className={classes.fields}>
        {[...searchRules, ...searchHelp].map(({ text, example }) => (
          <div key={example} className={classes.field}>
            <dt>
              <code>{example}</code>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
