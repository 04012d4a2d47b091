import type { JsonValue } from '../../../server/protocol/records.js';

/**
 * What a person fills in. `json`: a shape that has no field of its own and is written down as it is. `text list` and `number list`:
 * several of them in one field.
 */
export type FieldKind = 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'text list' | 'number list' | 'json';

/** One field of a form, read from the JSON Schema of a value. */
export interface Field {
  name: string;
  kind: FieldKind;
  title: string;
  help: string | null;
  /** Undefined when there is none. */
  default: JsonValue | undefined;
  /** True when the field may be left out. */
  isOptional: boolean;
  /** True when the value may be null. */
  isNullable: boolean;
  /** Rarely needed: folded until asked for. */
  isAdvanced: boolean;
  /** True when the figures are milliseconds. */
  isDuration: boolean;
  /** True when only whole numbers will do. */
  isWhole: boolean;
  /** What can be chosen; empty unless `kind` is `choice`. */
  choices: readonly JsonValue[];
  min: number | null;
  max: number | null;
  minLength: number | null;
  maxLength: number | null;
  maxItems: number | null;
}

/** What stands in the fields, by name, as text: also what no value can be read from. */
export type TypedFields = Readonly<Record<string, string>>;
