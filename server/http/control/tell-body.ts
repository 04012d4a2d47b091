import type { z } from 'zod';
import { nearestName } from '../../domain/nearest.js';
import { toSentence } from '../../domain/sentence.js';
import { toJsonSchema } from './json-schema.js';

type Issue = z.core.$ZodIssue;

/** What is wrong with a body, in one sentence, and what was probably meant. */
export function tellBody(error: z.ZodError, schema: z.ZodType): { message: string; hint: string | undefined } {
  const [first] = error.issues;
  if (!first) return { message: 'The body is not what was expected.', hint: undefined };
  const issue = unfold(first);
  const where = issue.path.join('.');
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input')
    return { message: `${where === '' ? 'The body' : `"${where}"`}: expected ${listForms(issue)}.`, hint: undefined };
  if (issue.code !== 'unrecognized_keys')
    return { message: toSentence(`${where === '' ? '' : `"${where}": `}${issue.message}`), hint: undefined };
  const known = listKeys(toJsonSchema(schema), issue.path);
  const [wrong = ''] = issue.keys;
  const near = nearestName(wrong, known);
  const shown = `"${wrong.slice(0, 80)}"`;
  return {
    message: `There is no key ${shown}${where === '' ? '' : ` in "${where}"`}; known are ${known.join(', ')}.`,
    hint: near === undefined ? undefined : `Did you mean "${near}"?`,
  };
}

/** Of several forms the one that was meant: that which complains about a key. */
function unfold(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  for (const [inner] of issue.errors)
    if (inner && (inner.code === 'unrecognized_keys' || inner.path.length > 0))
      return unfold({ ...inner, path: [...issue.path, ...inner.path] } as Issue);
  return issue;
}

/** What each of several forms would have been. */
function listForms({ errors }: Issue & { code: 'invalid_union' }): string {
  const forms = errors.flatMap(([first]) => {
    if (!first) return [];
    if (first.code === 'invalid_union') return [listForms(first)];
    if (first.code === 'invalid_value') return first.values.map((value) => JSON.stringify(value));
    if (first.code !== 'invalid_type') return [first.message.replace(/^[A-Z]/, (letter) => letter.toLowerCase())];
    return [first.expected === 'object' ? 'a map' : first.expected === 'array' ? 'a list' : `a ${first.expected}`];
  });
  return [...new Set(forms)].join(' or ');
}

/** Keys that a map takes at a path, of all its forms. */
function listKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  let forms = formsOf(schema);
  for (const step of path)
    forms = forms.flatMap((form) => {
      const properties = Reflect.get(form, 'properties');
      const next = isObject(properties) ? Reflect.get(properties, step) : undefined;
      return formsOf(next ?? Reflect.get(form, 'additionalProperties'));
    });
  return [...new Set(forms.flatMap((form) => Object.keys(Reflect.get(form, 'properties') ?? {})))];
}

function formsOf(schema: unknown): object[] {
  if (!isObject(schema)) return [];
  const members: unknown = Reflect.get(schema, 'anyOf') ?? Reflect.get(schema, 'oneOf');
  return [schema, ...(Array.isArray(members) ? members.flatMap(formsOf) : [])];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
