import { useState } from 'react';
import type { JsonValue } from '../../../../server/protocol/records.js';
import type { ControlFailure } from '../../control/call-control.js';
import type { Field } from '../../schema-form/field.js';
import { formatField } from '../../schema-form/format-field.js';
import { parseField } from '../../schema-form/parse-field.js';
import type { ChangeSettings } from './use-account.js';

export interface SwitchHandle {
  /** What stands in the field. */
  typed: string;
  /** True when that is not what the stage has. */
  isDirty: boolean;
  isSaving: boolean;
  isSaved: boolean;
  problem: { message: string; hint: string | null } | null;
  type(typed: string): void;
  save(typed?: string): Promise<void>;
  revert(): void;
}

/** One setting while somebody edits it. What is typed stays until it is saved or taken back, whatever the stage says to it. */
export function useSwitch(field: Field, value: JsonValue, change: ChangeSettings): SwitchHandle {
  const [draft, setDraft] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [problem, setProblem] = useState<SwitchHandle['problem']>(null);
  const known = formatField(field, value);
  // What is switched or chosen is complete at once; what is typed is not before somebody says so.
  const isInstant = field.kind === 'boolean' || field.kind === 'choice';

  const save = async (typed = draft ?? known) => {
    const parsed = parseField(field, typed);
    if (!parsed.ok) return setProblem({ message: parsed.message, hint: null });
    setDraft(typed);
    setSaving(true);
    const failure: ControlFailure | null = await change({ [field.name]: parsed.value ?? null });
    setSaving(false);
    setSaved(failure === null);
    setProblem(failure);
    // Typed on meanwhile: that is kept.
    if (failure === null) setDraft((newest) => (newest === typed ? null : newest));
  };
  return {
    typed: draft ?? known,
    isDirty: draft !== null && draft !== known,
    isSaving,
    isSaved,
    problem,
    save,
    type(typed) {
      setSaved(false);
      setProblem(null);
      setDraft(typed);
      if (isInstant) void save(typed);
    },
    revert() {
      setDraft(null);
      setProblem(null);
    },
  };
}
