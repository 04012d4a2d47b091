import type { BadStep } from './bad-step.js';

/** Repeats and branches. */
export const badBlocks: readonly BadStep[] = [
  [
    'a repeat without a number',
    '  - repeat: { steps: [ { open: } ] }',
    ['missing_key 8:5 "times" is missing in repeat; expected a whole number from 1 to 2000'],
  ],
  [
    'a repeat of no steps',
    '  - repeat: { times: 2, steps: [] }',
    ['empty_steps 8:25 repeat.steps has no step; expected at least one'],
  ],
  [
    'a repeat of no times',
    '  - repeat: { times: 0, steps: [ { open: } ] }',
    ['invalid_value 8:22 repeat.times is 0; expected a whole number from 1 to 2000'],
  ],
  [
    'more steps than a run may take',
    '  - repeat: { times: 50, steps: [ { repeat: { times: 50, steps: [ { open: } ] } } ] }',
    ['too_many_steps 5:1 a run takes 2553 steps; expected at most 2000, repeats counted out'],
  ],
  [
    'blocks that are too deep',
    '  - repeat: { times: 1, steps: [ { repeat: { times: 1, steps: [ { repeat: { times: 1, steps: [ { repeat: { times: 1, steps: [ { repeat: { times: 1, steps: [ { repeat: { times: 1, steps: [ { open: } ] } } ] } } ] } } ] } } ] } } ] }',
    ['nested_too_deep 8:160 "repeat" and "parallel" stand more than 5 deep within each other; expected at most 5'],
  ],
  [
    'a single branch',
    '  - parallel: [ [ { open: } ] ]',
    ['invalid_value 8:15 parallel is [[{"open":null}]]; expected at least two lists of steps'],
  ],
  [
    'a branch that uses what another names',
    '  - parallel: [ [ { create: {}, as: a } ], [ { open: , payment: a } ] ]',
    ['unknown_payment 8:65 no earlier step names a payment "a"; expected first'],
  ],
  [
    'two branches that use one name',
    '  - parallel: [ [ { create: {}, as: a } ], [ { create: {}, as: a } ] ]',
    ['name_taken 8:64 the name "a" is taken; expected another name'],
  ],
];
