import { Button, Input, Kbd } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useCommands } from '../../keys/commands.js';
import { isSameDraft, type ResendDraft } from '../../resend/draft.js';
import { findRole } from '../../resend/header-roles.js';
import type { ResendSource, SentRecord } from '../../resend/source.js';
import { Described } from '../common/described.js';
import { BodyEditor } from './body-editor.js';
import { HeaderEditor } from './header-editor.js';
import { ProblemNote } from './problem-note.js';
import { QuickEditBar } from './quick-edit-bar.js';
import classes from './resend-form.module.css';
import { SigningChoice } from './signing-choice.js';
import { useSending } from './use-sending.js';

interface ResendEditorProps {
  source: ResendSource;
  deliveryEndpoint: string | null;
  original: ResendDraft;
  draft: ResendDraft;
  isChanged: boolean;
  onChange(draft: ResendDraft): void;
  onSent(record: SentRecord): void;
}

/** Everything that can be changed before it is sent once more. */
export function ResendEditor({ source, deliveryEndpoint, original, draft, isChanged, onChange, onSent }: ResendEditorProps) {
  const [typedKey, setTypedKey] = useState('');
  const { isSending, problems, send, forgetComplaint } = useSending(draft, typedKey, source, deliveryEndpoint);
  const formRef = useRef<HTMLElement>(null);
  const [failedSends, setFailedSends] = useState(0);

  const change = (edited: ResendDraft) => {
    if (!isSameDraft(edited, draft)) forgetComplaint();
    onChange(edited);
  };
  const submit = async () => {
    const record = await send();
    if (record) onSent(record);
    else setFailedSends((count) => count + 1);
  };
  // The field that is wrong has its mark only after the next render.
  useEffect(() => {
    if (failedSends > 0) formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failedSends]);

  useCommands([{ id: 'resend-send', title: 'Send the edited delivery (Ctrl+Enter)', group: 'Resend', run: () => void submit() }]);
  const steer = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      // Before the editor of the body, which would begin a new line.
      event.preventDefault();
      event.stopPropagation();
      void submit();
    } else if (event.key === 'Escape' && event.target instanceof HTMLElement && event.target !== formRef.current) {
      // The first Escape leaves the field, the next one the view.
      event.preventDefault();
      event.stopPropagation();
      formRef.current?.focus();
    }
  };

  const problemOf = (field: string) => problems.find((problem) => problem.field === field);
  const endpointProblem = problemOf('endpoint');
  return (
    <section ref={formRef} className={classes.form} aria-label="What is sent" tabIndex={-1} onKeyDownCapture={steer}>
      <div className={classes.fields}>
        <QuickEditBar original={original} draft={draft} isChanged={isChanged} onChange={change} />
        <SigningChoice
          signing={draft.signing}
          hasSignature={original.headers.some(({ name }) => findRole(name) === 'signature')}
          typedKey={typedKey}
          problem={problemOf('key')}
          onChoose={(signing) => change({ ...draft, signing })}
          onTypeKey={setTypedKey}
        />
        <section className={classes.section} aria-label="Endpoint">
          <label className={classes.heading} htmlFor="resend-endpoint">
            POST to
          </label>
          <Described by="resend-endpoint-problem">
            <Input
              id="resend-endpoint"
              className={classes.mono}
              size="xs"
              type="text"
              inputMode="url"
              spellCheck={false}
              autoComplete="off"
              value={draft.endpoint}
              error={endpointProblem !== undefined}
              onChange={(event) => change({ ...draft, endpoint: event.currentTarget.value })}
            />
          </Described>
          <ProblemNote id="resend-endpoint-problem" problem={endpointProblem} />
        </section>
        <HeaderEditor
          rows={draft.headers}
          isSigned={draft.signing !== 'kept'}
          problems={problems}
          onChange={(headers) => change({ ...draft, headers })}
        />
        <BodyEditor
          body={draft.body}
          source={source}
          problem={problemOf('body')}
          onChange={(body) => change({ ...draft, body })}
        />
      </div>
      <div className={classes.bar}>
        <Button color="blue" size="compact-md" onClick={() => void submit()} aria-busy={isSending}>
          {isSending ? 'Sending…' : 'Send'}
        </Button>
        <span className={classes.keys}>
          <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd>
        </span>
        <span className={classes.note}>{isChanged ? 'Edited; the delivery itself stays as it was.' : 'As it was sent.'}</span>
        <div className={classes.barProblem}>
          <ProblemNote id="resend-form-problem" problem={problemOf('form')} />
        </div>
      </div>
    </section>
  );
}
