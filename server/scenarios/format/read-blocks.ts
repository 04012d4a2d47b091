import { limits } from './limits.js';
import { findEntry, type Part } from './part.js';
import { declareVariable } from './read-payments.js';
import { type Reading, readValue, type StepPart } from './reading.js';
import type { ParallelStep, RepeatStep, Step } from './scenario.js';
import type { Scope } from './scope.js';
import { stepSchemas } from './step-schemas.js';

/** Reads a list of steps: the caller's own, so that blocks and steps need not know each other. */
type ReadSteps = (reading: Reading, scope: Scope, part: Part, place: ListPlace) => StepList;

export interface StepList {
  steps: Step[];
  /** Repeats counted out. */
  count: number;
}

/** Where a list of steps stands: how it is called, its path, and how deep. */
export interface ListPlace {
  label: string;
  path: string;
  keyStart: number;
  depth: number;
  /** What the titles of its steps begin with: names of the blocks around it, such as `Three orders: `. */
  within: string;
}

/** How deep the block stands, and what the titles of its steps begin with. */
type Around = Pick<ListPlace, 'depth' | 'within'>;

interface Block<Read extends ParallelStep | RepeatStep> {
  step: Read | undefined;
  /** Steps within, repeats counted out. */
  count: number;
}

/** The steps are read once: what the first round defines, the next defines again. */
export function readRepeat(step: StepPart, around: Around, readSteps: ReadSteps): Block<RepeatStep> {
  const { entry, reading, scope, head } = step;
  const wish = readValue(step, stepSchemas.repeat);
  const counter = findEntry(entry.value, 'counter');
  if (counter?.value.kind === 'scalar' && typeof counter.value.value === 'string')
    declareVariable(step, counter.value.value, counter.value.start);
  const inside = findEntry(entry.value, 'steps');
  if (inside?.value.kind !== 'list' || isTooDeep(step, around)) return { step: undefined, count: 0 };
  const place = {
    label: 'repeat.steps',
    path: `${head.path}.repeat.steps`,
    keyStart: inside.keyStart,
    depth: around.depth + 1,
    within: around.within,
  };
  const { steps, count } = readSteps(reading, scope, inside.value, place);
  if (!wish) return { step: undefined, count };
  return { step: { type: 'repeat', times: wish.times, counter: wish.counter ?? null, steps }, count: count * wish.times };
}

/** No branch sees what another defines; afterwards all of it is there. */
export function readParallel(step: StepPart, around: Around, readSteps: ReadSteps): Block<ParallelStep> {
  const { entry, reading, scope, head } = step;
  readValue(step, stepSchemas.parallel);
  if (entry.value.kind !== 'list' || isTooDeep(step, around)) return { step: undefined, count: 0 };
  const forks = entry.value.items.map((branch, index) => {
    const fork = scope.fork();
    const label = `parallel[${index}]`;
    const path = `${head.path}.${label}`;
    const place = { label, path, keyStart: branch.start, depth: around.depth + 1, within: around.within };
    return { fork, ...(branch.kind === 'list' ? readSteps(reading, fork, branch, place) : { steps: [], count: 0 }) };
  });
  scope.join(forks.map(({ fork }) => fork));
  const count = forks.reduce((sum, fork) => sum + fork.count, 0);
  return { step: { type: 'parallel', branches: forks.map(({ steps }) => steps) }, count };
}

function isTooDeep({ reading, entry }: StepPart, { depth }: Around): boolean {
  if (depth < limits.blocks) return false;
  reading.problems.add(
    'nested_too_deep',
    entry.keyStart,
    `"repeat" and "parallel" stand more than ${limits.blocks} deep within each other`,
    {
      expected: `at most ${limits.blocks}`,
    },
  );
  return true;
}
