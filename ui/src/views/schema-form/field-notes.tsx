import type { Field } from '../../schema-form/field.js';
import { sayValue } from '../../schema-form/format-field.js';
import { parseField } from '../../schema-form/parse-field.js';
import classes from './schema-form.module.css';

/** Milliseconds in words, while what is typed can be read; null for everything else. */
export function sayTypedDuration(field: Field, typed: string): string | null {
  if (!field.isDuration || typed.trim() === '') return null;
  const parsed = parseField(field, typed);
  return parsed.ok && parsed.value !== undefined && parsed.value !== null ? sayValue(field, parsed.value) : null;
}

export function DurationNote({ field, typed }: { field: Field; typed: string }) {
  const words = sayTypedDuration(field, typed);
  return words === null ? null : <span className={classes.note}>{words}</span>;
}

/** What is wrong with a field, where it stands. */
export function FieldProblem({ id, message, hint }: { id: string; message: string | null; hint?: string | null | undefined }) {
  return (
    <p id={id} className={classes.problem} role="alert">
      {message}
      {message !== null && hint ? <span className={classes.hint}>{hint}</span> : null}
    </p>
  );
}
