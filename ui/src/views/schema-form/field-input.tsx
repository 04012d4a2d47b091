import { Input, NativeSelect, Switch, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Field } from '../../schema-form/field.js';
import { sayValue } from '../../schema-form/format-field.js';
import { Described } from '../common/described.js';
import classes from './schema-form.module.css';

export interface FieldInputProps {
  id: string;
  field: Field;
  typed: string;
  onType(typed: string): void;
  isInvalid?: boolean;
  isDisabled?: boolean;
  /** Ids of elements that tell more about the field. */
  describedBy?: string | undefined;
  /** Name for screen readers where no label stands beside it. */
  label?: string | undefined;
}

/** The control for one field, as its kind asks for; shows what is typed, whatever it is. */
export function FieldInput(props: FieldInputProps) {
  const { id, field, typed, onType, isInvalid = false, isDisabled = false, describedBy, label } = props;
  const common = {
    id,
    size: 'xs',
    disabled: isDisabled,
    'aria-label': label,
  } as const;
  const describe = (input: ReactNode) => <Described by={describedBy}>{input}</Described>;
  const isLeftOut = field.isOptional && field.default === undefined;
  if (field.kind === 'boolean' && !isLeftOut && !field.isNullable)
    return (
      <Switch
        {...common}
        aria-invalid={isInvalid}
        aria-describedby={describedBy}
        color="blue"
        className={classes.switch}
        checked={typed === 'true'}
        onChange={(event) => onType(String(event.currentTarget.checked))}
      />
    );
  if (field.kind === 'boolean' || field.kind === 'choice') {
    const choices = field.kind === 'boolean' ? [true, false] : field.choices;
    const options = choices.map((choice) => ({ value: JSON.stringify(choice), label: sayValue(field, choice) }));
    const isEmptyOffered = isLeftOut || field.isNullable || typed === '';
    return (
      <NativeSelect
        {...common}
        inputContainer={describe}
        error={isInvalid}
        withErrorStyles
        data={isEmptyOffered ? [{ value: '', label: field.isNullable ? 'none' : 'left out' }, ...options] : options}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
    );
  }
  const text = { ...common, error: isInvalid, spellCheck: false, autoComplete: 'off', value: typed } as const;
  const isLong = field.kind === 'json' || field.kind === 'text list' || field.kind === 'number list' || /[\n\r]/.test(typed);
  if (isLong)
    return (
      <Textarea
        {...text}
        inputContainer={describe}
        classNames={{ input: classes.code ?? '' }}
        rows={Math.min(10, Math.max(field.kind === 'number list' ? 1 : 2, typed.split('\n').length))}
        placeholder={isLeftOut ? 'left out' : undefined}
        onChange={(event) => onType(event.currentTarget.value)}
      />
    );
  return describe(
    <Input
      {...text}
      type="text"
      inputMode={inputModeOf(field)}
      placeholder={field.isNullable ? 'none' : isLeftOut ? 'left out' : undefined}
      onChange={(event) => onType(event.currentTarget.value)}
    />,
  );
}

/** Only a hint for the keyboard of a phone; durations may be typed with their unit. */
function inputModeOf(field: Field): 'text' | 'numeric' | 'decimal' {
  if (field.kind === 'text' || field.isDuration) return 'text';
  return field.isWhole ? 'numeric' : 'decimal';
}
