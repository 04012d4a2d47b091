import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ResendDraft } from '../../resend/draft.js';
import { ageTimestamp, duplicate, editOneByte, type QuickEditResult, removeSignature } from '../../resend/quick-edits.js';
import classes from './quick-edit-bar.module.css';
import form from './resend-form.module.css';

interface QuickEditBarProps {
  original: ResendDraft;
  draft: ResendDraft;
  isChanged: boolean;
  onChange(draft: ResendDraft): void;
}

interface QuickEdit {
  label: string;
  title: string;
  /** Null when there is nothing that could be edited so. */
  result: QuickEditResult | null;
}

/** What people try most, each as one press that edits the form below; nothing is sent. */
export function QuickEditBar({ original, draft, isChanged, onChange }: QuickEditBarProps) {
  const [told, setTold] = useState('');
  const edits: QuickEdit[] = [
    { label: 'Change one byte', title: 'Changes one byte of the body', result: editOneByte(draft) },
    {
      label: 'Old timestamp',
      title: 'Sets the timestamp header a day back and keeps the signature',
      result: ageTimestamp(draft),
    },
    { label: 'No signature', title: 'Removes the signature header', result: removeSignature(draft) },
    { label: 'Duplicate', title: 'Exactly what was sent, signature included', result: duplicate(original) },
  ];
  const apply = ({ draft: edited, sentence }: QuickEditResult) => {
    onChange(edited);
    setTold(sentence);
  };
  return (
    <section className={form.section} aria-label="Quick edits">
      <div className={classes.bar}>
        {edits.map(({ label, title, result }) => (
          <Button
            key={label}
            variant="default"
            size="compact-sm"
            title={result === null ? 'This delivery has no such header' : title}
            disabled={result === null}
            onClick={() => result && apply(result)}
          >
            {label}
          </Button>
        ))}
        <Button
          variant="default"
          size="compact-sm"
          className={classes.reset}
          title="Back to what was sent, to be signed again"
          disabled={!isChanged}
          onClick={() => apply({ draft: original, sentence: 'Every edit is undone.' })}
        >
          Reset
        </Button>
      </div>
      <p className={form.note} role="status">
        {told}
      </p>
    </section>
  );
}
