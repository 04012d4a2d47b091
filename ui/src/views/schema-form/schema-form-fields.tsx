import { useId } from 'react';
import { showUnseen } from '../../format/text.js';
import type { Field, TypedFields } from '../../schema-form/field.js';
import { FieldInput } from './field-input.js';
import { DurationNote, FieldProblem } from './field-notes.js';
import classes from './schema-form.module.css';

interface SchemaFormFieldsProps {
  fields: readonly Field[];
  typed: TypedFields;
  /** What is wrong, by the field's name. */
  messages: Readonly<Record<string, string>>;
  onType(name: string, typed: string): void;
  /** Whether the rarely needed ones are in sight. */
  isAdvancedOpen: boolean;
  onToggleAdvanced(isOpen: boolean): void;
}

/** The fields of a schema as a form has them; what is rarely needed is folded, unless something is wrong with it. */
export function SchemaFormFields(props: SchemaFormFieldsProps) {
  const { fields, typed, messages, onType, isAdvancedOpen, onToggleAdvanced } = props;
  const common = fields.filter(({ isAdvanced }) => !isAdvanced);
  const advanced = fields.filter(({ isAdvanced }) => isAdvanced);
  const show = (field: Field) => (
    <FormField
      key={field.name}
      field={field}
      typed={typed[field.name] ?? ''}
      message={messages[field.name] ?? null}
      onType={(text) => onType(field.name, text)}
    />
  );
  const isForcedOpen = advanced.some(({ name }) => name in messages);
  return (
    <>
      {common.map(show)}
      {advanced.length > 0 && (
        <details
          className={classes.advanced}
          open={isAdvancedOpen || isForcedOpen}
          onToggle={(event) => onToggleAdvanced(event.currentTarget.open)}
        >
          <summary>More fields ({advanced.length})</summary>
          <div className={classes.advancedFields}>{advanced.map(show)}</div>
        </details>
      )}
    </>
  );
}

interface FormFieldProps {
  field: Field;
  typed: string;
  message: string | null;
  onType(typed: string): void;
}

function FormField({ field, typed, message, onType }: FormFieldProps) {
  const id = useId();
  const describedBy = [field.help !== null && `${id}-help`, message !== null && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div className={classes.field}>
      <div className={classes.labelLine}>
        <label htmlFor={id} className={classes.label}>
          {showUnseen(field.title)}
        </label>
        <code className={classes.name}>{field.name}</code>
        <DurationNote field={field} typed={typed} />
      </div>
      <FieldInput
        id={id}
        field={field}
        typed={typed}
        onType={onType}
        isInvalid={message !== null}
        describedBy={describedBy || undefined}
      />
      {field.help !== null && (
        <p id={`${id}-help`} className={classes.help}>
          {field.help}
        </p>
      )}
      <FieldProblem id={`${id}-problem`} message={message} />
    </div>
  );
}
