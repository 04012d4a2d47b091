import type { JsonObject, JsonValue } from '../../../server/protocol/records.js';
import { readDuration, sayDuration } from './durations.js';
import type { Field, TypedFields } from './field.js';

/** The value that was typed, undefined for a field left out; or what is wrong, in one sentence. */
export type ParsedField = { ok: true; value: JsonValue | undefined } | { ok: false; message: string };

/** Reads what stands in a field. Only the form is judged: what a value may mean is for whoever gets it to say. */
export function parseField(field: Field, typed: string): ParsedField {
  const isEmpty = field.kind === 'text' ? typed === '' : typed.trim() === '';
  if (isEmpty && field.isNullable && field.kind !== 'json') return accept(null);
  switch (field.kind) {
    case 'text':
      return parseText(field, typed);
    case 'number':
    case 'integer':
      return isEmpty ? parseEmpty(field, 'Give a number.') : parseNumber(field, typed);
    case 'boolean':
      if (isEmpty) return parseEmpty(field, 'Choose on or off.');
      return typed === 'true' || typed === 'false' ? accept(typed === 'true') : refuse('Choose on or off.');
    case 'choice':
      return isEmpty ? parseEmpty(field, 'Choose one.') : parseChoice(field, typed);
    case 'text list':
      return isEmpty ? emptyList(field) : parseTextList(field, typed);
    case 'number list':
      return isEmpty ? emptyList(field) : parseNumberList(field, typed);
    case 'json':
      return isEmpty ? parseEmpty(field, 'Give a JSON value.') : parseJson(typed);
  }
}

/** The object that a form makes, without what was left out; or the first word on each field that cannot be read. */
export function parseFields(
  fields: readonly Field[],
  typed: TypedFields,
): { ok: true; values: JsonObject } | { ok: false; messages: Readonly<Record<string, string>> } {
  const values: JsonObject = {};
  const messages: Record<string, string> = {};
  for (const field of fields) {
    const parsed = parseField(field, typed[field.name] ?? '');
    if (!parsed.ok) messages[field.name] = parsed.message;
    else if (parsed.value !== undefined) values[field.name] = parsed.value;
  }
  return Object.keys(messages).length > 0 ? { ok: false, messages } : { ok: true, values };
}

function parseText(field: Field, typed: string): ParsedField {
  if (typed === '' && field.isOptional && field.default === undefined) return accept(undefined);
  if (field.minLength !== null && typed.length < field.minLength)
    return refuse(typed === '' ? 'Give a text.' : `At least ${field.minLength} characters.`);
  if (field.maxLength !== null && typed.length > field.maxLength)
    return refuse(`At most ${field.maxLength} characters; these are ${typed.length}.`);
  return accept(typed);
}

function parseNumber(field: Field, typed: string): ParsedField {
  const value = readNumber(field, typed);
  if (value === null) return refuse(explainFigure(field, typed));
  const problem = checkFigure(field, value);
  return problem === null ? accept(value) : refuse(problem);
}

function parseNumberList(field: Field, typed: string): ParsedField {
  const values: number[] = [];
  for (const part of typed.split(/[,;\n]/).filter((text) => text.trim() !== '')) {
    const value = readNumber(field, part);
    if (value === null) return refuse(explainFigure(field, part));
    const problem = checkFigure(field, value);
    if (problem !== null) return refuse(`${part.trim()}: ${problem}`);
    values.push(value);
  }
  return checkCount(field, values);
}

function parseTextList(field: Field, typed: string): ParsedField {
  if (typed.trimStart().startsWith('[')) {
    const parsed = parseJson(typed);
    if (parsed.ok && Array.isArray(parsed.value) && parsed.value.every((item) => typeof item === 'string'))
      return checkCount(field, parsed.value);
  }
  return checkCount(
    field,
    typed
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
}

function parseChoice(field: Field, typed: string): ParsedField {
  const chosen = field.choices.find((choice) => JSON.stringify(choice) === typed);
  if (chosen !== undefined) return accept(chosen);
  return refuse('Choose one of the list.');
}

function parseJson(typed: string): ParsedField {
  try {
    return accept(JSON.parse(typed) as JsonValue);
  } catch (error) {
    return refuse(`This is no JSON: ${error instanceof Error ? error.message : String(error)}.`.replace(/\.\.$/, '.'));
  }
}

function parseEmpty(field: Field, message: string): ParsedField {
  return field.isOptional && field.default === undefined ? accept(undefined) : refuse(message);
}

function emptyList(field: Field): ParsedField {
  return accept(field.isOptional && field.default === undefined ? undefined : []);
}

function checkCount(field: Field, value: JsonValue[]): ParsedField {
  if (field.maxItems !== null && value.length > field.maxItems)
    return refuse(`At most ${field.maxItems}; these are ${value.length}.`);
  return accept(value);
}

function readNumber(field: Field, typed: string): number | null {
  return (field.isDuration ? readDuration(typed) : null) ?? readFigure(typed);
}

/** Plain decimal figures, as JSON has them. */
function readFigure(typed: string): number | null {
  const text = typed.trim();
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function explainFigure(field: Field, typed: string): string {
  const text = typed.trim();
  if (field.isDuration) return `“${text}” is no duration: give milliseconds, or 30 s, 2 min, 1 h.`;
  return /^[+-]?\d+,\d+$/.test(text) ? `Write ${text.replace(',', '.')}, with a point.` : `“${text}” is no number.`;
}

function checkFigure(field: Field, value: number): string | null {
  const say = field.isDuration ? sayDuration : String;
  if (field.isWhole && !Number.isInteger(value)) return field.isDuration ? 'Whole milliseconds only.' : 'Whole numbers only.';
  if (field.min !== null && value < field.min) return `At least ${say(field.min)}.`;
  if (field.max !== null && value > field.max) return `At most ${say(field.max)}.`;
  return null;
}

function accept(value: JsonValue | undefined): ParsedField {
  return { ok: true, value };
}

function refuse(message: string): ParsedField {
  return { ok: false, message };
}
