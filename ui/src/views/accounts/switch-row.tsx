import { Button } from '@mantine/core';
import { useId } from 'react';
import type { AccountView } from '../../../../server/http/control/replies.js';
import { shorten, showUnseen } from '../../format/text.js';
import type { Field } from '../../schema-form/field.js';
import { formatField, sayValue } from '../../schema-form/format-field.js';
import { isSameJson } from '../../schema-form/json-value.js';
import { FieldInput } from '../schema-form/field-input.js';
import { DurationNote, FieldProblem } from '../schema-form/field-notes.js';
import { EvidenceBadge } from './evidence-badge.js';
import classes from './switch-row.module.css';
import type { ChangeSettings } from './use-account.js';
import { useSwitch } from './use-switch.js';

interface SwitchRowProps {
  field: Field;
  about: AccountView['switches'][number];
  onChange: ChangeSettings;
}

/** One switch of the account: what it does, how sure we are, its value and its default. */
export function SwitchRow({ field, about, onChange }: SwitchRowProps) {
  const id = useId();
  const edit = useSwitch(field, about.value, onChange);
  const isDefault = field.default === undefined || isSameJson(about.value, field.default);
  const isTyped = field.kind !== 'boolean' && field.kind !== 'choice';
  return (
    <li className={classes.row} data-changed={!isDefault}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void edit.save();
        }}
      >
        <div className={classes.about}>
          <label htmlFor={id} className={classes.title}>
            {showUnseen(about.title)}
          </label>
          <code className={classes.name}>{about.name}</code>
          <EvidenceBadge evidence={about.evidence} source={about.source} />
        </div>
        <div className={classes.value}>
          <div className={classes.editor}>
            <div className={classes.input}>
              <FieldInput
                id={id}
                field={field}
                typed={edit.typed}
                onType={edit.type}
                isInvalid={edit.problem !== null}
                describedBy={edit.problem ? `${id}-problem` : undefined}
              />
            </div>
            {isTyped && edit.isDirty && (
              <Button type="submit" color="blue" size="compact-sm" disabled={edit.isSaving} aria-label={`Save ${about.name}`}>
                Save
              </Button>
            )}
            {edit.isDirty && !edit.isSaving && (
              <Button variant="default" size="compact-sm" aria-label={`Undo ${about.name}`} onClick={edit.revert}>
                Undo
              </Button>
            )}
          </div>
          <div className={classes.notes}>
            <DurationNote field={field} typed={edit.typed} />
            <span role="status">{edit.isSaving ? 'Saving…' : edit.isSaved && !edit.isDirty ? '✓ Saved' : ''}</span>
            {isDefault || field.default === undefined ? null : (
              <>
                <span className={classes.changed}>changed</span>
                <span className={classes.default}>default: {showUnseen(shorten(sayValue(field, field.default), 60))}</span>
                <Button
                  variant="default"
                  size="compact-xs"
                  aria-label={`Back to default: ${about.name}`}
                  onClick={() => edit.save(formatField(field, field.default))}
                >
                  Back to default
                </Button>
              </>
            )}
          </div>
          <FieldProblem id={`${id}-problem`} message={edit.problem?.message ?? null} hint={edit.problem?.hint} />
        </div>
      </form>
    </li>
  );
}
