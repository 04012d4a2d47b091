import { Button, Input } from '@mantine/core';
import { useId, useState } from 'react';
import type { ProviderView } from '../../../../server/http/control/provider-replies.js';
import type { AccountView } from '../../../../server/http/control/replies.js';
import { CopyButton } from '../common/copy-button.js';
import { useStage } from '../stage-context.js';
import classes from './accounts-view.module.css';
import { ConfirmInPlace } from './confirm-in-place.js';
import rows from './keys-section.module.css';

type KeyView = ProviderView['keys'][number];

interface KeysSectionProps {
  provider: ProviderView;
  account: AccountView;
  /** The account with its secrets, while they are shown. */
  revealed: AccountView | null;
  /** Asks for one key in full, to copy it. */
  readKey(name: string): Promise<string>;
  onReplaced(): Promise<void>;
}

/** Every key of the account: what it is for, its value, masked where it is secret, and how to replace it. */
export function KeysSection({ provider, account, revealed, readKey, onReplaced }: KeysSectionProps) {
  return (
    <section className={classes.section} aria-label="Keys">
      <h3 className={classes.heading}>Keys</h3>
      <ul className={rows.list}>
        {provider.keys.map((key) => (
          <KeyRow
            key={key.name}
            provider={provider.name}
            keyView={key}
            shown={(revealed ?? account).keys[key.name] ?? ''}
            copied={key.isSecret && !revealed ? () => readKey(key.name) : ((revealed ?? account).keys[key.name] ?? '')}
            onReplaced={onReplaced}
          />
        ))}
      </ul>
    </section>
  );
}

interface KeyRowProps {
  provider: string;
  keyView: KeyView;
  shown: string;
  copied: string | (() => Promise<string>);
  onReplaced(): Promise<void>;
}

function KeyRow({ provider, keyView: { name, title, isSecret }, shown, copied, onReplaced }: KeyRowProps) {
  const { call } = useStage();
  const id = useId();
  const [chosen, setChosen] = useState('');
  const [isReplaced, setReplaced] = useState(false);
  const replace = async () => {
    const result = await call('POST', `/accounts/${provider}/keys/${name}/rotate`, chosen === '' ? {} : { value: chosen });
    if (!result.ok) return result.failure;
    setChosen('');
    setReplaced(true);
    await onReplaced();
    return null;
  };
  return (
    <li className={rows.row}>
      <div className={rows.line}>
        <span className={rows.title}>{title}</span>
        <code className={rows.value}>{shown}</code>
        <CopyButton text={copied} subject={title} label={isSecret ? 'Copy in full' : 'Copy'} />
        <ConfirmInPlace label="Replace" subject={`Replace: ${title}`} onConfirm={replace} onCancel={() => setChosen('')}>
          <p>
            The present one stops working at once, as with the provider: calls that carry it are refused, and whatever is sent
            from now on is made with the new one. Your app needs the new value before its next call.
          </p>
          <label htmlFor={id}>New value (empty: a fresh one is made)</label>
          <Input
            id={id}
            size="xs"
            type={isSecret ? 'password' : 'text'}
            autoComplete="off"
            spellCheck={false}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        </ConfirmInPlace>
      </div>
      {isReplaced && (
        <p className={rows.done} role="status">
          Replaced. Copy the new value into your app.{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => setReplaced(false)}>
            Done
          </Button>
        </p>
      )}
    </li>
  );
}
