import { badActions } from './actions.js';
import type { BadStep } from './bad-step.js';
import { badBlocks } from './blocks.js';
import { badCalls } from './calls.js';
import { badExpectations } from './expectations.js';
import { badFaults } from './faults.js';
import { badPlainData } from './plain-data.js';
import { badReferences } from './references.js';
import { badStepWords } from './step-words.js';
import { badWaiting } from './waiting.js';

/** Steps that are refused. */
export const badSteps: readonly BadStep[] = [
  ...badPlainData,
  ...badStepWords,
  ...badFaults,
  ...badActions,
  ...badWaiting,
  ...badCalls,
  ...badBlocks,
  ...badReferences,
  ...badExpectations,
];
