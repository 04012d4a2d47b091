import type { Judgement } from '../../../server/judge/judgement.js';
import type { Report } from '../../../server/scenarios/report/report.js';
import type { ScenarioResult, StepResult } from '../../../server/scenarios/run/results.js';

export function makeJudgement(parts: Partial<Judgement> = {}): Judgement {
  return { isMet: true, expected: 'event PAID acknowledged', seen: 'acknowledged', nearest: null, ...parts };
}

export const unmet = makeJudgement({
  isMet: false,
  expected: 'the app acted once',
  seen: '$.count is 2',
  nearest: { seq: 12, type: 'attempt.finished', sentence: 'attempt 2: answered 204.' },
});

export function makeStep(parts: Partial<StepResult> = {}): StepResult {
  const place = { line: 7, column: 5 };
  return { title: 'expect', path: 'steps[2]', place, verdict: 'passed', durationMs: 12, judgements: [], problem: null, ...parts };
}

export function makeScenario(parts: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    name: 'Paid once',
    file: 'shop/paid-once.yaml',
    tags: [],
    notAsked: [],
    withoutTarget: [],
    verdict: 'passed',
    durationMs: 1_234,
    lane: 'default',
    seed: null,
    steps: [makeStep({ judgements: [makeJudgement()] })],
    problem: null,
    ...parts,
  };
}

/** Not as expected in its second step, so that the third was skipped. */
export function makeFailed(parts: Partial<ScenarioResult> = {}): ScenarioResult {
  return makeScenario({
    name: 'Paid twice',
    file: 'shop/paid-twice.yaml',
    verdict: 'failed',
    steps: [
      makeStep({ title: 'pay' }),
      makeStep({ verdict: 'failed', judgements: [makeJudgement(), unmet], place: { line: 9, column: 5 } }),
      makeStep({ verdict: 'skipped', durationMs: 0 }),
    ],
    ...parts,
  });
}

/** The app could not be asked. */
export function makeBroken(parts: Partial<ScenarioResult> = {}): ScenarioResult {
  const problem = { code: 'probe_failed', message: 'Nobody answers at http://localhost:9.', hint: 'Start the app.' };
  return makeScenario({
    name: 'Asked in vain',
    file: 'shop/asked.yaml',
    verdict: 'broken',
    steps: [makeStep({ verdict: 'broken', problem })],
    ...parts,
  });
}

export function makeReport(parts: Partial<Report> = {}): Report {
  return {
    version: '1.2.3',
    startedAt: '2026-03-01T12:00:00.000Z',
    durationMs: 2_345,
    scenarios: [makeScenario()],
    notPlayed: [],
    stopped: null,
    ...parts,
  };
}
