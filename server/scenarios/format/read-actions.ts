import type { JsonObject } from '../../protocol/records.js';
import { tellIssues, tellUnknownKey } from './check-shape.js';
import { limits } from './limits.js';
import { eachText, findEntry, locate, type Part, toPlain } from './part.js';
import { list, type Problems, show } from './problem.js';
import { findProvider, readBeside, readPayment, readValue, type StepPart } from './reading.js';
import { hasReference } from './references.js';
import type { ActionStep, OpenStep } from './scenario.js';
import { besideSchemas, stepSchemas } from './step-schemas.js';
import { type ActionWords, actionsOf, findOnlyField, type ProviderWords } from './vocabulary.js';

export function readOpen(step: StepPart): OpenStep | undefined {
  readValue(step, stepSchemas.open);
  const payment = readPayment(step);
  const closeTab = readBeside(step, 'closeTab', besideSchemas.closeTab) ?? false;
  return payment === undefined ? undefined : { type: 'open', payment, closeTab };
}

/** A step that is named after an action: `pay: { card: challenge }`, `challenge: pass`, `cancel:`. */
export function readNamedAction(step: StepPart, words: ActionWords): ActionStep | undefined {
  const { entry, reading } = step;
  const { value } = entry;
  let fields: JsonObject;
  if (value.kind === 'map') fields = toPlain(value) as JsonObject;
  else if (value.kind === 'scalar' && value.value === null) fields = {};
  else {
    const field = findOnlyField(words);
    if (field === undefined || value.kind === 'list') {
      reading.problems.add('wrong_type', value.start, `${entry.key} is ${show(toPlain(value))}`, {
        expected: words.fields.length === 0 ? 'nothing behind it' : `a map with ${list(words.fields.map(({ name }) => name))}`,
      });
      return undefined;
    }
    fields = { [field]: value.value };
  }
  return readAction(step, words, fields);
}

/** The long form: `staff: { action: hold }`. */
export function readLongAction(step: StepPart, actor: 'customer' | 'staff'): ActionStep | undefined {
  const { entry, reading } = step;
  const given = readValue(step, stepSchemas[actor]);
  const payment = readPayment(step);
  const provider = payment === undefined ? null : findProviderOf(step, payment);
  if (!given || !provider) return undefined;
  const known = [...provider[actor].keys()];
  const { action, ...fields } = given;
  const at = locate(entry.value, ['action']);
  if (action === undefined)
    reading.problems.add('missing_key', entry.keyStart, `"action" is missing in ${entry.key}`, { expected: list(known) });
  else if (typeof action !== 'string')
    reading.problems.add('wrong_type', at, `${entry.key}.action is ${show(action)}`, { expected: list(known) });
  else {
    const words = provider[actor].get(action);
    if (words) return readAction(step, words, fields);
    const who = actor === 'customer' ? `a customer of ${provider.provider.title}` : `the staff of ${provider.provider.title}`;
    reading.problems.add('unknown_action', at, `${who} cannot ${show(action)}`, { expected: list(known), near: [action, known] });
  }
  return undefined;
}

/** The provider of a payment. Null when the file is wrong about it, which was told before. */
export function findProviderOf({ scope, reading }: StepPart, payment: string): ProviderWords | null {
  const name = scope.providerOf(payment);
  return (name === null ? undefined : findProvider(reading, name)) ?? null;
}

function readAction(step: StepPart, words: ActionWords, fields: JsonObject): ActionStep | undefined {
  const { entry, reading, scope } = step;
  const { problems } = reading;
  scope.checkReferences(entry.value, reading.source, problems);
  const payment = readPayment(step);
  const closeTab = readBeside(step, 'closeTab', besideSchemas.closeTab) ?? false;
  const provider = payment === undefined ? null : findProviderOf(step, payment);
  if (payment === undefined || !provider) return undefined;
  const isLong = entry.key === 'customer' || entry.key === 'staff';
  const known = words.fields.map(({ name }) => name);
  for (const key of Object.keys(fields).filter((name) => !known.includes(name))) {
    const at = locate(entry.value, [key], true);
    if (key in besideSchemas && !findEntry(step.part, key))
      problems.add('unknown_key', at, `unknown key ${show(key)} in ${entry.key}`, {
        expected: `it beside "${entry.key}", not in it`,
      });
    else tellUnknownKey(problems, at, key, entry.key, isLong ? ['action', ...known] : known);
  }
  if (!areWords(entry.value, problems)) return undefined;
  const never = actionsOf(provider, words.actor)?.neverPossible?.[words.action];
  if (never) {
    const at = isLong ? locate(entry.value, ['action']) : entry.keyStart;
    const problem = `${show(words.action)} is always refused: ${never.message}. ${never.hint.replace(/\.$/, '')}`;
    problems.add('impossible_action', at, problem);
    return undefined;
  }
  const given = { action: words.action, ...Object.fromEntries(Object.entries(fields).filter(([key]) => known.includes(key))) };
  const actions = actionsOf(provider, words.actor);
  const parsed = actions?.schema.safeParse(given);
  if (!actions || !parsed) return undefined;
  const before = problems.count;
  if (!parsed.success) {
    const inside = entry.value.kind === 'map' ? entry.value : asMap(step, findOnlyField(words));
    const check = { label: entry.key, keyStart: entry.keyStart, problems, schema: actions.schema, isOpen: true };
    tellIssues(parsed.error.issues, given, inside, check);
  }
  if (problems.count > before) return undefined;
  const isFilled = parsed.success && !hasReference(given);
  const action = isFilled ? { ...parsed.data, action: words.action } : given;
  return { type: words.actor, payment, provider: provider.provider.name, action, closeTab };
}

/** Texts that a provider's schema compares and repeats are short. */
export function areWords(part: Part, problems: Problems): boolean {
  for (const { text, start } of eachText(part)) {
    if (text.length <= limits.wordChars) continue;
    problems.add('text_too_long', start, `a text of ${text.length} characters`, { expected: `at most ${limits.wordChars} here` });
    return false;
  }
  return true;
}

/** A plain value stands where its field would. */
function asMap({ entry }: StepPart, field: string | undefined): Part {
  const { keyStart, value } = entry;
  return field === undefined ? value : { kind: 'map', start: value.start, entries: [{ key: field, keyStart, value }] };
}
