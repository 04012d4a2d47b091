import type { Scenario } from '../../scenarios/format/scenario.js';
import { sayCount } from '../../scenarios/report/words.js';
import type { Output } from '../output.js';
import { toTerminalText } from '../terminal-text.js';

/** Says of files that were read and are right what a run would play. @returns the exit code. */
export function countSteps(scenarios: readonly Scenario[], output: Output, isJson: boolean): number {
  if (isJson) {
    output.json(scenarios.map(({ name, file, tags, stepCount }) => ({ name, file, tags, steps: stepCount })));
    return 0;
  }
  for (const { name, file, stepCount } of scenarios)
    output.line(
      `${output.paint('good', 'good')}  ${toTerminalText(file, 300)}  ${toTerminalText(name, 200)}  ${sayCount(stepCount, 'step')}`,
    );
  output.line(`${sayCount(scenarios.length, 'scenario')} read, nothing played`);
  return 0;
}
