import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { TypedFields } from '../../schema-form/field.js';
import form from '../common/form-columns.module.css';
import { useStage } from '../stage-context.js';
import { CreateForm } from './create-form.js';
import classes from './create-view.module.css';
import { CreatedPanel } from './created-panel.js';
import { type Remembered, recallFields, rememberFields } from './remembered-fields.js';
import { useCreated } from './use-created.js';

/** Starts a payment the way an app does: the provider's call on the left, its answer on the right. */
export function CreateView() {
  const { providers } = useStage();
  const [remembered, setRemembered] = useState<Remembered>(() => recallFields(sessionStorage));
  const chosen = providers.find(({ name }) => name === remembered.provider) ?? providers[0];
  const remember = (next: Remembered) => {
    setRemembered(next);
    rememberFields(
      sessionStorage,
      next,
      providers.flatMap(({ secretFields }) => secretFields),
    );
  };
  const answerRef = useRef<HTMLDivElement>(null);
  const { answers, keep, show } = useCreated((provider) => setRemembered((known) => ({ ...known, provider })));
  const answer = chosen ? (answers[chosen.name] ?? null) : null;
  useEffect(() => {
    // Where both do not fit beside each other, the answer stands below what asked for it.
    if (answer) answerRef.current?.scrollIntoView({ block: 'start' });
  }, [answer]);
  return (
    <main className={form.view}>
      <div className={`${form.columns} ${classes.columns}`}>
        <div className={form.fill}>
          <h2 className={form.title}>Create a payment</h2>
          {chosen ? (
            <>
              <SegmentedControl
                aria-label="Provider"
                size="xs"
                className={form.providers}
                value={chosen.name}
                data={providers.map(({ name, title }) => ({ value: name, label: title }))}
                onChange={(provider) => {
                  remember({ ...remembered, provider });
                  show(provider);
                }}
              />
              <p className={form.note}>
                Makes the call <code className={classes.mono}>{chosen.creation.route}</code> as your app would, with the keys of
                the account. Only the form is checked here: what {chosen.title} refuses can be tried, too.
              </p>
              <CreateForm
                key={chosen.name}
                provider={chosen}
                remembered={remembered.fields[chosen.name] ?? {}}
                onType={(typed: TypedFields) =>
                  remember({ provider: chosen.name, fields: { ...remembered.fields, [chosen.name]: typed } })
                }
                onCreated={(made) => keep(chosen.name, made)}
              />
            </>
          ) : (
            <p className={form.note}>Waiting for the stage to tell about its providers…</p>
          )}
        </div>
        <div ref={answerRef} aria-live="polite" className={form.result}>
          {chosen && answer ? (
            <CreatedPanel created={answer} provider={chosen} />
          ) : (
            <p className={form.note}>The answer of the call will stand here, with a link to the checkout and a QR code.</p>
          )}
        </div>
      </div>
    </main>
  );
}
