import { Checkbox, Input } from '@mantine/core';
import { type RefObject, useMemo, useState } from 'react';
import type { ProviderView } from '../../../../server/http/control/provider-replies.js';
import type { AccountView } from '../../../../server/http/control/replies.js';
import { formatCount } from '../../format/numbers.js';
import { isSameJson } from '../../schema-form/json-value.js';
import { readFields } from '../../schema-form/read-field.js';
import classes from './accounts-view.module.css';
import { SwitchRow } from './switch-row.js';
import type { ChangeSettings } from './use-account.js';

interface SwitchListProps {
  provider: ProviderView;
  account: AccountView;
  searchRef: RefObject<HTMLInputElement | null>;
  onChange: ChangeSettings;
}

/** Every switch of the account but its addresses, which stand above; can be filtered by words. */
export function SwitchList({ provider, account, searchRef, onChange }: SwitchListProps) {
  const [typed, setTyped] = useState('');
  const [isOnlyChanged, setOnlyChanged] = useState(false);
  const rows = useMemo(() => {
    const fields = new Map(readFields(provider.settingsSchema).map((field) => [field.name, field]));
    const above = new Set(provider.targets.map(({ setting }) => setting));
    return account.switches.flatMap((about) => {
      const field = fields.get(about.name);
      return field && !above.has(about.name) ? [{ field, about }] : [];
    });
  }, [provider, account]);
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = rows.filter(({ field, about }) => {
    const text = `${about.name} ${about.title} ${about.evidence} ${about.source}`.toLowerCase();
    return words.every((word) => text.includes(word)) && (!isOnlyChanged || !isSameJson(about.value, field.default));
  });
  return (
    <section className={classes.section} aria-label="Switches">
      <div className={classes.headingLine}>
        <h3 className={classes.heading}>Switches</h3>
        <Input
          ref={searchRef}
          className={classes.filter}
          size="xs"
          aria-label="Filter switches"
          placeholder="Filter by words"
          spellCheck={false}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped('');
          }}
        />
        <Checkbox
          size="xs"
          label="Changed only"
          checked={isOnlyChanged}
          onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
        />
        <span className={classes.hidden} role="status">
          {shown.length < rows.length
            ? `${formatCount(rows.length - shown.length)} hidden`
            : `${formatCount(rows.length)} switches`}
        </span>
      </div>
      <p className={classes.text}>
        <em>documented</em> stands on the provider’s own pages, <em>inferred</em> is concluded from their samples,{' '}
        <em>assumed</em> is our choice. A change counts at once, and after a restart, too.
      </p>
      <ul className={classes.rows}>
        {shown.map(({ field, about }) => (
          <SwitchRow key={about.name} field={field} about={about} onChange={onChange} />
        ))}
      </ul>
      {shown.length === 0 && <p className={classes.text}>No switch matches.</p>}
    </section>
  );
}
