import { Button, NativeSelect } from '@mantine/core';
import { type FormEvent, useMemo, useRef, useState } from 'react';
import type { FaultKindView } from '../../../../server/http/control/fault-replies.js';
import type { JsonObject } from '../../../../server/protocol/records.js';
import type { ControlFailure } from '../../control/call-control.js';
import { showUnseen } from '../../format/text.js';
import { usePlace } from '../../routing/use-place.js';
import type { TypedFields } from '../../schema-form/field.js';
import { formatDefaults } from '../../schema-form/format-field.js';
import { parseFields } from '../../schema-form/parse-field.js';
import panelClasses from '../holds/hold-panel.module.css';
import { FieldProblem } from '../schema-form/field-notes.js';
import { SchemaFormFields } from '../schema-form/schema-form-fields.js';
import { readFaultFields, toFaultSpec } from './fault-fields.js';
import classes from './new-fault.module.css';

interface NewFaultProps {
  kinds: readonly FaultKindView[];
  /** Why the last one was not set. */
  failure: ControlFailure | null;
  /** Resolves with whether it is set. */
  onSet(spec: JsonObject): Promise<boolean>;
}

const places = { delivery: 'Webhooks', api: 'API calls', redirect: 'Redirects' } as const;

/** Chooses what goes wrong from now on; of the payment that is shown only, if one is shown and it is wanted so. */
export function NewFault({ kinds, failure, onSet }: NewFaultProps) {
  const [name, setName] = useState<string>('duplicate');
  const kind = kinds.find((candidate) => candidate.name === name) ?? kinds[0];
  const groups = Object.entries(places).map(([place, group]) => ({
    group,
    items: kinds
      .filter((candidate) => candidate.place === place)
      .map((candidate) => ({ value: candidate.name, label: candidate.title })),
  }));
  return (
    <section aria-label="New fault">
      <h3 className={panelClasses.heading}>From now on</h3>
      <NativeSelect
        size="xs"
        aria-label="What goes wrong"
        data={groups}
        value={kind?.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {kind && <FaultForm key={kind.name} kind={kind} failure={failure} onSet={onSet} />}
    </section>
  );
}

function FaultForm({ kind, failure, onSet }: { kind: FaultKindView } & Pick<NewFaultProps, 'failure' | 'onSet'>) {
  const place = usePlace();
  const paymentId = place.view === 'payment' && kind.place !== 'api' ? place.paymentId : null;
  const fields = useMemo(() => readFaultFields(kind), [kind]);
  const [typed, setTyped] = useState<TypedFields>(() => formatDefaults(fields));
  const [messages, setMessages] = useState<Readonly<Record<string, string>>>({});
  const [isOpen, setOpen] = useState(false);
  const [isOfPayment, setOfPayment] = useState(false);
  const [isTried, setTried] = useState(false);
  const formRef = useRef<HTMLFormElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const isOnly = paymentId !== null && isOfPayment;
    const parsed = parseFields(fields, isOnly ? { ...typed, 'when.payment': paymentId } : typed);
    setMessages(parsed.ok ? {} : parsed.messages);
    if (!parsed.ok) {
      requestAnimationFrame(() => formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setTried(!(await onSet(toFaultSpec(kind.name, parsed.values))));
  };
  return (
    <form ref={formRef} className={classes.form} aria-label={kind.title} noValidate onSubmit={submit}>
      <p className={panelClasses.explanation}>{kind.sentence}</p>
      <SchemaFormFields
        fields={fields}
        typed={typed}
        messages={messages}
        isAdvancedOpen={isOpen}
        onToggleAdvanced={setOpen}
        onType={(field, text) => {
          setTyped({ ...typed, [field]: text });
          setMessages(({ [field]: _corrected, ...others }) => others);
        }}
      />
      {paymentId !== null && (
        <label className={panelClasses.only}>
          <input type="checkbox" checked={isOfPayment} onChange={(event) => setOfPayment(event.currentTarget.checked)} />
          Only of payment {showUnseen(paymentId)}
        </label>
      )}
      <div className={classes.submit}>
        <FieldProblem id="fault-problem" message={isTried ? (failure?.message ?? null) : null} hint={failure?.hint} />
        <Button type="submit" color="blue" size="compact-sm">
          Set the fault
        </Button>
      </div>
    </form>
  );
}
