import { tellUnknownKey } from './check-shape.js';
import { guessStep } from './guess-step.js';
import type { MapPart, Part, PartEntry } from './part.js';
import { findEntry, toPlain } from './part.js';
import { list, show } from './problem.js';
import { findProviderOf, readLongAction, readNamedAction, readOpen } from './read-actions.js';
import { type ListPlace, readParallel, readRepeat, type StepList } from './read-blocks.js';
import { readExpect, readWait } from './read-expectations.js';
import { readFault } from './read-fault.js';
import { readAwaitPayment, readCreate } from './read-payments.js';
import { readCall, readClock, readHold, readRelease, readSet } from './read-plain-steps.js';
import { readDispute, readRefund } from './read-refund.js';
import { placeOf, type Reading, readBeside, type StepPart } from './reading.js';
import type { Step } from './scenario.js';
import type { Scope } from './scope.js';
import { type BesideName, besideSchemas, listBeside, type StepName, stepNames, stepSchemas } from './step-schemas.js';
import { findAction, type ProviderWords } from './vocabulary.js';

/** Reads a list of steps in order, because each may use what those before it define. */
export function readSteps(reading: Reading, scope: Scope, part: Part, place: ListPlace): StepList {
  const { problems } = reading;
  if (part.kind !== 'list') {
    problems.add('wrong_type', part.start, `${place.label} is ${show(toPlain(part))}`, { expected: 'a list of steps' });
    return { steps: [], count: 0 };
  }
  if (part.items.length === 0)
    problems.add('empty_steps', place.keyStart, `${place.label} has no step`, { expected: 'at least one' });
  const steps: Step[] = [];
  let count = 0;
  for (const [index, item] of part.items.entries()) {
    const read = readStep(reading, scope, item, `${place.path}[${index}]`, place);
    count += read.count;
    if (read.step) steps.push(read.step);
  }
  return { steps, count };
}

function readStep(
  reading: Reading,
  scope: Scope,
  part: Part,
  path: string,
  { depth, within }: ListPlace,
): { step: Step | undefined; count: number } {
  const { problems } = reading;
  const nothing = { step: undefined, count: 1 };
  if (part.kind !== 'map') {
    const near = part.kind === 'scalar' && typeof part.value === 'string' ? { near: [part.value, stepNames] as const } : {};
    problems.add('wrong_type', part.start, `the step is ${show(toPlain(part))}`, {
      expected: 'a map such as "create: {}"',
      ...near,
    });
    return nothing;
  }
  const words = findWords(reading, scope, part);
  const [entry, second] = part.entries.filter(({ key }) => isStepKey(key, words));
  if (!entry) {
    tellUnknownStep(reading, part, words);
    return nothing;
  }
  if (second)
    problems.add('several_steps', second.keyStart, `"${entry.key}" and "${second.key}" are two steps`, {
      expected: 'one in each item of the list: begin a new one with "- "',
    });
  const action = isBuiltIn(entry.key) || !words ? undefined : findAction(words, entry.key);
  const allowed = listBeside(isBuiltIn(entry.key) ? entry.key : action?.actor === 'staff' ? 'staff action' : 'customer action');
  for (const { key, keyStart } of part.entries)
    if (!isStepKey(key, words) && !allowed.includes(key as BesideName))
      tellUnknownKey(problems, keyStart, key, `a step with "${entry.key}"`, [entry.key, ...allowed], guessIndent(entry, key));
  const place = placeOf(reading, entry.keyStart);
  const step: StepPart = { reading, scope, part, entry, head: { title: entry.key, path, place } };
  const name = readBeside(step, 'name', besideSchemas.name);
  const head = { title: within + (name ?? entry.key), path, place };
  if (entry.key === 'repeat' || entry.key === 'parallel') {
    // No report has a line for a block, so its steps say which one they belong to.
    const around = { depth, within: name === undefined ? within : `${within}${name}: ` };
    const block = entry.key === 'repeat' ? readRepeat(step, around, readSteps) : readParallel(step, around, readSteps);
    return { step: block.step && { ...block.step, ...head }, count: 1 + block.count };
  }
  const body = action ? readNamedAction(step, action) : readBody(step, entry.key as StepName);
  return { step: body && { ...body, ...head }, count: 1 };
}

function readBody(step: StepPart, name: StepName) {
  switch (name) {
    case 'create':
      return readCreate(step);
    case 'await payment':
      return readAwaitPayment(step);
    case 'fault':
      return readFault(step);
    case 'open':
      return readOpen(step);
    case 'customer':
    case 'staff':
      return readLongAction(step, name);
    case 'refund':
      return readRefund(step);
    case 'dispute':
      return readDispute(step);
    case 'wait':
      return readWait(step);
    case 'clock':
      return readClock(step);
    case 'hold':
      return readHold(step);
    case 'release':
      return readRelease(step);
    case 'call':
      return readCall(step);
    case 'set':
      return readSet(step);
    case 'expect':
      return readExpect(step);
    default:
      return undefined;
  }
}

/** Behind a step of which nothing is said yet stands what should be within it, two blanks too far to the left. */
function guessIndent({ key: step, value }: PartEntry, key: string): string | undefined {
  return value.kind === 'scalar' && value.value === null ? `${step}: { ${key}: ... }` : undefined;
}

function isBuiltIn(key: string): key is StepName {
  return Object.hasOwn(stepSchemas, key);
}

function isStepKey(key: string, words: ProviderWords | null): boolean {
  return isBuiltIn(key) || (words !== null && findAction(words, key) !== undefined);
}

/** Whose actions the step may be named after: the provider of its payment, else that of the file. */
function findWords(reading: Reading, scope: Scope, part: MapPart): ProviderWords | null {
  const named = findEntry(part, 'payment')?.value;
  const name = named?.kind === 'scalar' && typeof named.value === 'string' ? named.value : scope.last;
  const step = { scope, reading } as StepPart;
  return (name === null ? null : findProviderOf(step, name)) ?? reading.provider;
}

function tellUnknownStep(reading: Reading, part: MapPart, words: ProviderWords | null): void {
  const { problems, vocabulary } = reading;
  const actions = words ? [...new Set([...words.customer.keys(), ...words.staff.keys()])] : [];
  const known = [...stepNames, ...actions.filter((action) => !isBuiltIn(action))];
  const wrong: PartEntry | undefined = part.entries.find(({ key }) => !Object.hasOwn(besideSchemas, key));
  if (!wrong) {
    problems.add('unknown_step', part.start, 'the step has no key that says what it does', { expected: list(known) });
    return;
  }
  const owners = vocabulary.providers.filter((one) => findAction(one, wrong.key));
  const whose = owners.map(({ provider }) => provider.title).join(', ');
  const why =
    owners.length === 0
      ? ''
      : words
        ? ` for a payment of ${words.provider.title}: it is one of ${whose}`
        : `: no provider is known here`;
  problems.add('unknown_step', wrong.keyStart, `unknown step ${show(wrong.key)}${why}`, {
    expected: list(known),
    near: [wrong.key, known],
    meant: guessStep(wrong.key, words),
  });
}
