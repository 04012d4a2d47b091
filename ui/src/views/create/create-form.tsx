import { Button } from '@mantine/core';
import { type FormEvent, useMemo, useRef, useState } from 'react';
import type { CreatedView, ProviderView } from '../../../../server/http/control/provider-replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import type { TypedFields } from '../../schema-form/field.js';
import { formatDefaults } from '../../schema-form/format-field.js';
import { parseFields } from '../../schema-form/parse-field.js';
import { readFields } from '../../schema-form/read-field.js';
import form from '../common/form-columns.module.css';
import { FieldProblem } from '../schema-form/field-notes.js';
import { SchemaFormFields } from '../schema-form/schema-form-fields.js';
import { useStage } from '../stage-context.js';

interface CreateFormProps {
  provider: ProviderView;
  /** What was filled in before. */
  remembered: TypedFields;
  onType(typed: TypedFields): void;
  onCreated(created: CreatedView | null): void;
}

/** The provider's own call that creates a payment, to be filled in. */
export function CreateForm({ provider, remembered, onType, onCreated }: CreateFormProps) {
  const { call, isConnected } = useStage();
  const fields = useMemo(() => readFields(provider.creation.schema), [provider]);
  const [typed, setTyped] = useState<TypedFields>(() => ({ ...formatDefaults(fields), ...remembered }));
  const [messages, setMessages] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isAdvancedOpen, setAdvancedOpen] = useState(false);
  const formRef = useRef<HTMLFormElement>(null);

  const change = (next: TypedFields) => {
    setTyped(next);
    onType(next);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const parsed = parseFields(fields, typed);
    setMessages(parsed.ok ? {} : parsed.messages);
    setFailure(null);
    if (!parsed.ok) {
      requestAnimationFrame(() => formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setBusy(true);
    const result = await call<CreatedView>('POST', `/accounts/${provider.name}/payments`, parsed.values);
    setBusy(false);
    if (!result.ok) setFailure(result.failure);
    onCreated(result.ok ? result.value : null);
  };
  return (
    <form ref={formRef} aria-label={`Create a payment at ${provider.title}`} noValidate onSubmit={submit}>
      <SchemaFormFields
        fields={fields}
        typed={typed}
        messages={messages}
        isAdvancedOpen={isAdvancedOpen}
        onToggleAdvanced={setAdvancedOpen}
        onType={(name, text) => {
          change({ ...typed, [name]: text });
          setMessages(({ [name]: _corrected, ...others }) => others);
        }}
      />
      <FieldProblem id="create-problem" message={failure?.message ?? null} hint={failure?.hint} />
      <div className={form.submit}>
        <Button type="submit" color="blue" size="compact-md" disabled={isBusy || !isConnected}>
          {isBusy ? 'Creating…' : 'Create'}
        </Button>
        <Button
          variant="default"
          size="compact-md"
          onClick={() => {
            change(formatDefaults(fields));
            setMessages({});
            setFailure(null);
          }}
        >
          Back to defaults
        </Button>
      </div>
    </form>
  );
}
