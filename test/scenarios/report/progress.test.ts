import { expect, test } from 'vitest';
import type { Scenario, Step } from '../../../server/scenarios/format/scenario.js';
import { createLineProgress, createLiveProgress } from '../../../server/scenarios/report/progress.js';
import type { TextStyle } from '../../../server/scenarios/report/text.js';
import { makeScenario, makeStep } from './make-report.js';

const plain: TextStyle = { paint: (_tone, text) => text, clean: (text) => text };
const wait = (title: string): Step => ({ ...makeStep({ title }), type: 'wait', until: { type: 'idle' }, withinMs: 1 });

function makeFile(name: string, steps: readonly Step[]): Scenario {
  const { file, tags } = makeScenario();
  return {
    file,
    tags,
    name,
    description: '',
    accounts: {},
    target: {},
    variables: [],
    app: null,
    notAsked: [],
    withoutTarget: [],
    probe: null,
    steps,
    stepCount: steps.length,
  };
}

/** What a terminal shows after these writes: enough of one to take back lines. */
function show(written: readonly string[]): string[] {
  let lines = [''];
  for (const text of written)
    for (const part of text.split(/(\u001b\[\d*[AJ]|\r|\n)/)) {
      const up = /^\u001b\[(\d+)A$/.exec(part);
      if (up) lines = [...lines.slice(0, lines.length - 1 - Number(up[1])), ''];
      else if (part === '\n') lines.push('');
      else if (part !== '\r' && !part.startsWith('\u001b')) lines[lines.length - 1] += part;
    }
  return lines;
}

test('on a terminal each scenario has one line that tells its step, and finished ones stay above', () => {
  const written: string[] = [];
  const screen = { write: (text: string) => void written.push(text), columns: () => 60, rows: () => 24 };
  const progress = createLiveProgress(plain, screen, () => 0);
  const repeat: Step = { ...makeStep({ title: 'repeat' }), type: 'repeat', times: 2, counter: null, steps: [wait('again')] };
  const one = makeFile('One', [wait('create'), repeat, wait('expect')]);
  const two = makeFile(`Two ${'x'.repeat(100)}`, [wait('create')]);
  progress.onEvent({ type: 'scenario_started', scenario: one });
  progress.onEvent({ type: 'scenario_started', scenario: two });
  expect(show(written)).toEqual(['playing One  1/4 create  0 ms', expect.stringMatching(/^playing Two x+…$/), '']);
  progress.onEvent({ type: 'step_finished', scenario: one, step: makeStep() });
  progress.onEvent({ type: 'step_finished', scenario: one, step: makeStep() });
  expect(show(written)[0]).toBe('playing One  3/4 again  0 ms');
  progress.onEvent({ type: 'scenario_finished', scenario: two, result: makeScenario({ name: 'Two' }) });
  expect(show(written)).toEqual(['passed  Two  1.2 s', 'playing One  3/4 again  0 ms', '']);
  progress.end();
  expect(show(written)).toEqual(['passed  Two  1.2 s', '']);
  for (const line of written.join('').split('\n')) expect([...line.replace(/\u001b\[\d*[AJ]|\r/g, '')].length).toBeLessThan(60);
});

test('in a pipe there is one line for each scenario that has ended, and nothing else', () => {
  const lines: string[] = [];
  const progress = createLineProgress(plain, (line) => lines.push(line));
  const scenario = makeFile('One', [wait('create')]);
  progress.onEvent({ type: 'scenario_started', scenario });
  progress.onEvent({ type: 'step_finished', scenario, step: makeStep() });
  progress.onEvent({ type: 'scenario_finished', scenario, result: makeScenario({ name: 'One' }) });
  progress.end();
  expect(lines).toEqual(['passed  One  1.2 s']);
});
