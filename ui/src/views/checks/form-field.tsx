import { Input } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { Described } from '../common/described.js';
import { FieldProblem } from '../schema-form/field-notes.js';
import form from '../schema-form/schema-form.module.css';

interface FormFieldProps {
  name: string;
  label: string;
  help: ReactNode;
  placeholder?: string;
  isSecret?: boolean;
  isNumber?: boolean;
  typed: string;
  problem: { message: string; hint: string | null } | null;
  onType(typed: string): void;
}

/** One line to be filled in, with what is wrong with it where it stands. */
export function FormField({ name, label, help, placeholder, isSecret, isNumber, typed, problem, onType }: FormFieldProps) {
  const id = useId();
  return (
    <div className={form.field}>
      <div className={form.labelLine}>
        <label htmlFor={id} className={form.label}>
          {label}
        </label>
      </div>
      <Described by={`${id}-help ${id}-problem`}>
        <Input
          id={id}
          name={name}
          size="xs"
          type={isSecret ? 'password' : 'text'}
          inputMode={isNumber ? 'numeric' : isSecret ? 'text' : 'url'}
          autoComplete={isSecret ? 'new-password' : 'off'}
          spellCheck={false}
          error={problem !== null}
          placeholder={placeholder}
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      </Described>
      <p id={`${id}-help`} className={form.help}>
        {help}
      </p>
      <FieldProblem id={`${id}-problem`} message={problem?.message ?? null} hint={problem?.hint} />
    </div>
  );
}
