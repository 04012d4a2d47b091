import { Input } from '@mantine/core';
import type { ResendSigning } from '../../../../server/protocol/records.js';
import type { DraftProblem } from '../../resend/check-draft.js';
import { Described } from '../common/described.js';
import { ProblemNote } from './problem-note.js';
import form from './resend-form.module.css';
import classes from './signing-choice.module.css';

interface SigningChoiceProps {
  signing: ResendSigning;
  /** True when the delivery has a signature at all. */
  hasSignature: boolean;
  /** Lives in this tab's memory only. */
  typedKey: string;
  problem: DraftProblem | undefined;
  onChoose(signing: ResendSigning): void;
  onTypeKey(typedKey: string): void;
}

const choices: readonly { value: ResendSigning; label: string; text: string }[] = [
  { value: 'fresh', label: 'Sign again', text: 'with the account’s key and the time of sending' },
  { value: 'kept', label: 'Keep the old signature', text: 'the headers go out as they stand below' },
  { value: 'other_key', label: 'Other key', text: 'signed as always, with a key of yours' },
];

/** Who signs what goes out. */
export function SigningChoice({ signing, hasSignature, typedKey, problem, onChoose, onTypeKey }: SigningChoiceProps) {
  return (
    <fieldset className={classes.group}>
      <legend className={form.heading}>Signature</legend>
      {choices.map(({ value, label, text }) => (
        <label key={value} className={classes.choice}>
          <input type="radio" name="resend-signing" value={value} checked={signing === value} onChange={() => onChoose(value)} />
          <span>
            {label} <span className={classes.text}>{text}</span>
          </span>
        </label>
      ))}
      {signing === 'other_key' && (
        <div className={classes.key}>
          <Described by="resend-key-problem">
            <Input
              size="xs"
              type="password"
              aria-label="Key to sign with"
              placeholder="Key to sign with"
              autoComplete="off"
              value={typedKey}
              error={problem !== undefined}
              onChange={(event) => onTypeKey(event.currentTarget.value)}
            />
          </Described>
          <p className={form.note}>Used for this request, kept nowhere: not in the log, not in this tab after a reload.</p>
          <ProblemNote id="resend-key-problem" problem={problem} />
        </div>
      )}
      {!hasSignature && <p className={form.note}>This delivery carries no signature, so the choice changes nothing.</p>}
    </fieldset>
  );
}
