import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import form from '../common/form-columns.module.css';
import { type Remembered, recallFields, rememberFields } from '../create/remembered-fields.js';
import { useStage } from '../stage-context.js';
import { ProviderForm } from './provider-form.js';

const KEY = 'paystage.checks';

/** What is to be judged; what was typed stays for as long as the tab lives, by provider and without the secret. */
export function CheckForm({ onStarted }: { onStarted(runId: string): void }) {
  const { providers } = useStage();
  const [remembered, setRemembered] = useState<Remembered>(() => recallFields(sessionStorage, KEY));
  const chosen = providers.find(({ name }) => name === remembered.provider) ?? providers[0];
  const remember = (next: Remembered) => {
    setRemembered(next);
    rememberFields(sessionStorage, next, ['secret'], KEY);
  };
  if (!chosen) return <p className={form.note}>Waiting for the stage to tell about its providers…</p>;
  return (
    <>
      <SegmentedControl
        aria-label="Provider"
        size="xs"
        className={form.providers}
        value={chosen.name}
        data={providers.map(({ name, title }) => ({ value: name, label: title }))}
        onChange={(provider) => remember({ ...remembered, provider })}
      />
      <ProviderForm
        key={chosen.name}
        provider={chosen}
        typed={remembered.fields[chosen.name] ?? {}}
        onType={(typed) => remember({ provider: chosen.name, fields: { ...remembered.fields, [chosen.name]: typed } })}
        onStarted={onStarted}
      />
    </>
  );
}
