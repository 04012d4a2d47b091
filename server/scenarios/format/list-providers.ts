import type { Scenario, Step } from './scenario.js';

/** The providers whose payments the scenarios are about, in the order in which they come up. */
export function listProviders(scenarios: readonly Scenario[]): string[] {
  return [...new Set(scenarios.flatMap(({ steps }) => steps.flatMap(listOfStep)))];
}

function listOfStep(step: Step): string[] {
  switch (step.type) {
    case 'create':
    case 'await_payment':
    case 'customer':
    case 'staff':
      return [step.provider];
    case 'repeat':
      return step.steps.flatMap(listOfStep);
    case 'parallel':
      return step.branches.flat().flatMap(listOfStep);
    default:
      return [];
  }
}
