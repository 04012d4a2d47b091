import { useMemo, useState } from 'react';
import { formatQuantity } from '../../format/numbers.js';
import { showUnseen } from '../../format/text.js';
import { convertJsonValue, editJsonField } from '../../resend/json-edit.js';
import { type JsonField, type JsonFieldKind, listJsonFields } from '../../resend/json-fields.js';
import classes from './json-field-form.module.css';
import form from './resend-form.module.css';

/** Larger bodies are edited as text: finding their fields with every key stroke would hold up the page. */
const MAX_CHARS = 128 * 1024;
const MAX_ROWS = 200;
/** Few enough to be read at a glance. */
const OPEN_ROWS = 16;

const kindNames: Record<JsonFieldKind, string> = {
  text: 'text',
  number: 'number',
  true: 'true',
  false: 'false',
  null: 'null',
};

/** The values of a JSON body one by one; a change replaces that value in the text and touches nothing else. */
export function JsonFieldForm({ body, onChange }: { body: string; onChange(body: string): void }) {
  const fields = useMemo(() => (body.length > MAX_CHARS ? null : listJsonFields(body)), [body]);
  if (fields === null || fields.length === 0) return null;
  return (
    <details className={classes.form} open={fields.length <= OPEN_ROWS}>
      <summary className={classes.summary}>
        {formatQuantity(fields.length, 'field')}: change one and the rest stays as it is, byte for byte
      </summary>
      <ul className={classes.rows}>
        {fields.slice(0, MAX_ROWS).map((field, index) => (
          <JsonFieldRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a path may come twice, and an edit keeps the order
            key={index}
            field={field}
            onEdit={(kind, typed) => {
              const edited = editJsonField(body, field, kind, typed);
              if (edited !== null) onChange(edited);
              return edited !== null;
            }}
          />
        ))}
      </ul>
      {fields.length > MAX_ROWS && <p className={form.note}>The rest is edited in the text above.</p>}
    </details>
  );
}

/** `onEdit` answers false when what was typed is no value of that kind. */
function JsonFieldRow({ field, onEdit }: { field: JsonField; onEdit(kind: JsonFieldKind, typed: string): boolean }) {
  const [refused, setRefused] = useState<{ typed: string; path: string; value: string } | null>(null);
  // Once the body says something else there, or the row is another field's, what was typed belongs to nothing any more.
  const unfit = refused?.path === field.path && refused.value === field.value ? refused.typed : null;
  const label = field.path === '' ? 'the value' : showUnseen(field.path);
  const isTyped = field.kind === 'text' || field.kind === 'number';
  const edit = (kind: JsonFieldKind, typed: string) =>
    setRefused(onEdit(kind, typed) ? null : { typed, path: field.path, value: field.value });
  return (
    <li className={classes.row}>
      <span className={classes.path}>{label}</span>
      <select
        className={classes.kind}
        aria-label={`Kind of ${label}`}
        value={field.kind}
        onChange={(event) => {
          const kind = event.currentTarget.value as JsonFieldKind;
          edit(kind, convertJsonValue(kind, field.value));
        }}
      >
        {Object.entries(kindNames).map(([kind, name]) => (
          <option key={kind} value={kind}>
            {name}
          </option>
        ))}
      </select>
      {isTyped && (
        <textarea
          className={classes.value}
          rows={1}
          spellCheck={false}
          aria-label={`Value of ${label}`}
          aria-invalid={unfit !== null}
          value={unfit ?? field.value}
          onChange={(event) => edit(field.kind, event.currentTarget.value)}
        />
      )}
      {unfit !== null && (
        <p className={classes.problem} role="alert">
          “{showUnseen(unfit)}” is no number in JSON; the body still has {field.value}.
        </p>
      )}
    </li>
  );
}
