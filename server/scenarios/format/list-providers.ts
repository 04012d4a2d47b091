import type { Scenario, Step } from './scenario.js';

/** The providers whose payments the scenarios are about, or which they give a target, in the order in which they come up. */
export function listProviders(scenarios: readonly Scenario[]): string[] {
  return [...new Set(scenarios.flatMap(({ steps, target }) => [...steps.flatMap(listOfStep), ...Object.keys(target)]))];
}

function listOfStep(step: Step): string[] {
  switch (step.type) {
    case 'create':
    case 'await_payment':
    case 'customer':
    case 'staff':
    case 'refund':
      return [step.provider];
    case 'repeat':
      return step.steps.flatMap(listOfStep);
    case 'parallel':
      return step.branches.flat().flatMap(listOfStep);
    default:
      return [];
  }
}
