import type { z } from 'zod';
import type { JsonObject, JsonValue } from '../../protocol/records.js';
import { locate, type Part, toPlain } from './part.js';
import { list, type Problems, show } from './problem.js';
import { hasReference } from './references.js';
import type { IssueDetail } from './schema-parts.js';
import { describeSchema, isObject } from './vocabulary.js';

type Issue = z.core.$ZodIssue;

interface ShapeCheck {
  /** What the part is called: the key it stands behind. */
  label: string;
  /** Where that key stands, for what is missing. */
  keyStart: number;
  problems: Problems;
}

/** The part as its schema reads it; undefined when it is something else, and `problems` then knows what. */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  part: Part,
  check: ShapeCheck,
): z.output<Schema> | undefined {
  const data = toPlain(part);
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  tellIssues(parsed.error.issues, data, part, { ...check, schema });
  return undefined;
}

/** What is wrong with data that was made from a part. Fields whose value is still to be filled in are left to the run. */
export function tellIssues(
  issues: readonly Issue[],
  data: JsonValue,
  part: Part,
  check: ShapeCheck & { schema: z.ZodType; isOpen?: boolean },
): void {
  for (const issue of issues.flatMap((one) => unfold(one, data))) {
    if (check.isOpen && issue.path.length > 0 && hasReference(readPath(data, issue.path))) continue;
    tellIssue(issue, data, part, check);
  }
}

function tellIssue(issue: Issue, data: JsonValue, part: Part, check: ShapeCheck & { schema: z.ZodType }): void {
  const { problems } = check;
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = listKeys(describe(check.schema), path);
    for (const key of issue.keys)
      tellUnknownKey(problems, locate(part, [...path, key], true), key, nameOf(path, check.label), known);
    return;
  }
  const value = readPath(data, path);
  const start = path.length === 0 ? part.start : locate(part, path);
  if (value === undefined) {
    const parent = path.slice(0, -1);
    const at = parent.length === 0 ? check.keyStart : locate(part, parent, true);
    const key = String(path.at(-1) ?? check.label);
    problems.add('missing_key', at, `"${key}" is missing in ${nameOf(parent, check.label)}`, { expected: wordsOf(issue) });
    return;
  }
  const label = nameOf(path, check.label);
  const detail = issue.code === 'custom' ? (issue.params as IssueDetail | undefined) : undefined;
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const known = issue.values.map(String);
    const expected = list(known);
    problems.add('unknown_value', start, `unknown ${label} ${show(value)}`, { expected, near: [value, known] });
  } else if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    const at = locate(part, path, true);
    const [inner] = issue.issues;
    const params = inner?.code === 'custom' ? (inner.params as IssueDetail | undefined) : undefined;
    const problem = params?.problem ?? `${show(String(path.at(-1)))} is no key of ${nameOf(path.slice(0, -1), check.label)}`;
    problems.add(params?.code ?? 'invalid_value', at, problem, inner ? { expected: wordsOf(inner) } : {});
  } else {
    const code =
      detail?.code ?? (issue.code === 'invalid_type' || issue.code === 'invalid_union' ? 'wrong_type' : 'invalid_value');
    const problem = detail?.problem ? `${label}: ${detail.problem}` : `${label} is ${show(value)}`;
    problems.add(code, start, problem, { expected: wordsOf(issue) });
  }
}

/** @param meant what was meant where no known key is near. */
export function tellUnknownKey(
  problems: Problems,
  at: number,
  key: string,
  where: string,
  known: readonly string[],
  meant?: string,
): void {
  const expected = known.length === 0 ? 'none' : list(known);
  problems.add('unknown_key', at, `unknown key ${show(key)} in ${where}`, { expected, near: [key, known, meant] });
}

/** Of several forms the one that was meant: that which complains about something within, not about the kind of value. */
function unfold(issue: Issue, data: JsonValue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const value = readPath(data, issue.path);
  const wantsInside = typeof value === 'object' && value !== null;
  const meant = issue.errors.find((errors) =>
    errors.some((one) => one.code === 'custom' || (wantsInside && (one.path.length > 0 || one.code === 'unrecognized_keys'))),
  );
  if (!meant) return [issue];
  return meant.flatMap((one) => unfold({ ...one, path: [...issue.path, ...one.path] } as Issue, data));
}

/** Our own schemas say it in their messages; what the others say begins with zod's words. */
function wordsOf(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) return nameType(issue.expected);
  if (issue.code === 'invalid_value') return list(issue.values.map((value) => (typeof value === 'string' ? value : show(value))));
  if (issue.code === 'too_small' && /^Too small/.test(issue.message)) return `at least ${issue.minimum}${unitOf(issue.origin)}`;
  if (issue.code === 'too_big' && /^Too big/.test(issue.message)) return `at most ${issue.maximum}${unitOf(issue.origin)}`;
  return issue.message.replace(/^(Invalid input|Invalid string): (expected )?/, '').replace(/\.$/, '');
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '';
}

function nameType(type: string): string {
  if (type === 'object' || type === 'record') return 'a map of keys and values';
  if (type === 'array') return 'a list';
  if (type === 'string') return 'a text';
  return type === 'boolean' ? 'true or false' : type === 'int' ? 'a whole number' : `a ${type}`;
}

/** `expect.acknowledged`, `tags[0]` */
function nameOf(path: readonly PropertyKey[], label: string): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step).slice(0, 60)}`));
  return `${label}${steps.join('')}`.replace(/^\./, '') || 'the file';
}

function readPath(data: JsonValue, path: readonly PropertyKey[]): unknown {
  let found: unknown = data;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

const described = new WeakMap<z.ZodType, JsonObject>();

function describe(schema: z.ZodType): JsonObject {
  const known = described.get(schema) ?? describeSchema(schema);
  described.set(schema, known);
  return known;
}

/** The keys that a map takes at a path, of all its forms. */
function listKeys(schema: JsonObject, path: readonly PropertyKey[]): string[] {
  let forms = formsOf(schema);
  for (const step of path)
    forms = forms.flatMap(({ properties, items, additionalProperties }) => {
      const next =
        isObject(properties) && Object.hasOwn(properties, step) ? properties[String(step)] : (items ?? additionalProperties);
      return isObject(next) ? formsOf(next) : [];
    });
  return [...new Set(forms.flatMap(({ properties }) => (isObject(properties) ? Object.keys(properties) : [])))];
}

function formsOf(schema: JsonObject): JsonObject[] {
  const members = [schema.anyOf, schema.oneOf].find(Array.isArray) ?? [];
  return [schema, ...members.filter(isObject).flatMap(formsOf)];
}
