import { CloseButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { listSearchHelp, searchRules } from '../../../../server/reading/search-help.js';
import { useEscapeLayer } from '../../keys/escape-layers.js';
import classes from './search-help.module.css';

interface SearchHelpProps {
  /** A provider's name, for an example that finds something. */
  provider: string | undefined;
  onClose(): void;
}

/** What can be typed into the filter. */
export function SearchHelp({ provider, onClose }: SearchHelpProps) {
  const panelRef = useRef<HTMLElement>(null);
  const openerRef = useRef<Element | null>(null);
  useEffect(() => {
    openerRef.current = document.activeElement;
  }, []);
  const closeByPress = () => {
    onClose();
    // The button is gone with the list.
    if (openerRef.current instanceof HTMLElement) openerRef.current.focus();
  };
  useEscapeLayer({ isOpen: true, panelRef, openerRef, close: onClose });
  return (
    <section ref={panelRef} className={classes.help} aria-label="What can be typed">
      <CloseButton size="xs" className={classes.close} aria-label="Close this list" onClick={closeByPress} />
      <dl className={classes.fields}>
        {[...searchRules, ...listSearchHelp(provider)].map(({ text, example }) => (
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
