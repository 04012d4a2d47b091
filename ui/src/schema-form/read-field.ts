import type { JsonObject, JsonValue } from '../../../server/protocol/records.js';
import type { Field, FieldKind } from './field.js';
import { isJsonObject } from './json-value.js';

/** The fields of an object's JSON Schema, in its order. What is no schema of an object has none. */
export function readFields(schema: JsonObject): Field[] {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(properties).map(([name, property]) =>
    readField(name, isJsonObject(property) ? property : {}, required.includes(name)),
  );
}

/** Describes the field for a value. A shape that is not known becomes a field for JSON, so that every schema can be filled in. */
export function readField(name: string, schema: JsonObject, isRequired = false): Field {
  const { core, isNullable } = splitNull(schema);
  const { kind, choices } = readKind(core, isNullable);
  const items = isJsonObject(core.items) ? core.items : {};
  const limits = kind === 'number list' ? items : core;
  return {
    name,
    kind,
    choices,
    title: readText(schema.title) ?? readText(core.title) ?? toWords(name),
    help: readText(schema.help) ?? readText(schema.description) ?? readText(core.description),
    default: readDefault(schema.default !== undefined ? schema.default : core.default, core),
    isOptional: !isRequired,
    isNullable,
    isAdvanced: schema.isAdvanced === true,
    isDuration: name.endsWith('Ms') && (kind === 'integer' || kind === 'number' || kind === 'number list'),
    isWhole: limits.type === 'integer',
    min: readNumber(limits.minimum),
    max: readNumber(limits.maximum),
    minLength: readNumber(core.minLength),
    maxLength: readNumber(core.maxLength),
    maxItems: readNumber(core.maxItems),
  };
}

/** The default of an object may leave out what its properties have defaults for. */
function readDefault(value: JsonValue | undefined, core: JsonObject): JsonValue | undefined {
  if (!isJsonObject(value) || !isJsonObject(core.properties)) return value;
  const whole: JsonObject = {};
  for (const [name, property] of Object.entries(core.properties)) {
    const part = value[name] !== undefined ? value[name] : isJsonObject(property) ? property.default : undefined;
    if (part !== undefined) whole[name] = part;
  }
  return { ...whole, ...value };
}

/** zod writes "or null" as one of several forms; the other one says what the value is. */
function splitNull(schema: JsonObject): { core: JsonObject; isNullable: boolean } {
  if (Array.isArray(schema.type) && schema.type.includes('null')) {
    const others = schema.type.filter((type) => type !== 'null');
    return { core: { ...schema, type: others.length === 1 ? (others[0] ?? null) : others }, isNullable: true };
  }
  const forms = formsOf(schema);
  const others = forms.filter(({ type }) => type !== 'null');
  if (others.length === forms.length) return { core: schema, isNullable: false };
  const [only] = others;
  const { anyOf: _any, oneOf: _one, ...outer } = schema;
  return { core: others.length === 1 && only ? { ...outer, ...only } : { ...outer, anyOf: others }, isNullable: true };
}

function readKind(core: JsonObject, isNullable: boolean): { kind: FieldKind; choices: readonly JsonValue[] } {
  const choices = readChoices(core);
  if (choices) return { kind: 'choice', choices };
  return { kind: readPlainKind(core, isNullable), choices: [] };
}

function readPlainKind(core: JsonObject, isNullable: boolean): FieldKind {
  switch (core.type) {
    case 'string':
      // An empty field stands for null, so it cannot stand for empty text as well.
      return isNullable && !(Number(core.minLength) >= 1) ? 'json' : 'text';
    case 'number':
    case 'integer':
    case 'boolean':
      return core.type;
    case 'array': {
      const type = isJsonObject(core.items) && !isNullable ? core.items.type : null;
      if (type === 'string') return 'text list';
      return type === 'number' || type === 'integer' ? 'number list' : 'json';
    }
    default:
      return 'json';
  }
}

function readChoices(core: JsonObject): readonly JsonValue[] | null {
  if (Array.isArray(core.enum) && core.enum.every(isPlain)) return core.enum;
  if (core.const !== undefined && isPlain(core.const)) return [core.const];
  const forms = formsOf(core);
  if (forms.length === 0) return null;
  const choices = forms.map((form) => readChoices(form));
  return choices.every((part) => part !== null) ? choices.flat() : null;
}

function formsOf(schema: JsonObject): JsonObject[] {
  const forms = Array.isArray(schema.anyOf) ? schema.anyOf : Array.isArray(schema.oneOf) ? schema.oneOf : [];
  return forms.filter(isJsonObject);
}

function isPlain(value: JsonValue): boolean {
  return typeof value !== 'object';
}

function readText(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Limits that only say "what JavaScript can hold" are none. */
function readNumber(value: JsonValue | undefined): number | null {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null;
}

/** `bankStatement` and `bank_statement` as `Bank statement`. */
function toWords(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
