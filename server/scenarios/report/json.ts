import type { ScenarioResult, StepResult } from '../run/results.js';
import { countScenarios, hasCheckedNothing, judgeRun, type Report } from './report.js';

/** The report for programs. docs/running.md describes it; fields are only ever added. */
export function buildJsonReport(report: Report) {
  return {
    format: 'paystage-run',
    formatVersion: 1,
    paystage: report.version,
    verdict: judgeRun(report),
    startedAt: report.startedAt,
    durationMs: report.durationMs,
    stopped: report.stopped,
    counts: countScenarios(report),
    scenarios: report.scenarios.map(presentScenario),
    notPlayed: report.notPlayed.map(({ name, file, tags }) => ({ name, file, tags })),
  };
}

export function formatJson(report: Report): string {
  return `${JSON.stringify(buildJsonReport(report), null, 2)}\n`;
}

function presentScenario(result: ScenarioResult) {
  const { name, file, tags, verdict, durationMs, lane, seed, problem, steps, withoutTarget } = result;
  const hasChecked = !hasCheckedNothing(result);
  const notAsked = result.notAsked.map(({ place, what, why }) => ({ line: place.line, column: place.column, what, why }));
  const head = { name, file, tags, verdict, hasChecked, durationMs, lane, seed, withoutTarget, notAsked, problem };
  return { ...head, steps: steps.map(presentStep) };
}

function presentStep({ title, path, place, verdict, durationMs, judgements, problem }: StepResult) {
  return {
    title,
    path,
    line: place.line,
    column: place.column,
    verdict,
    durationMs,
    judgements: judgements.map(({ isMet, expected, seen, nearest }) => ({ isMet, expected, seen, nearest })),
    problem,
  };
}
