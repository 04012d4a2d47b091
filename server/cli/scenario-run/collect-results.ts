import type { Scenario } from '../../scenarios/format/scenario.js';
import type { Report, ScenarioHead } from '../../scenarios/report/report.js';
import type { RunResult, ScenarioResult, StepResult } from '../../scenarios/run/results.js';
import type { RunEvent } from '../../scenarios/run/run-scenarios.js';

/** What is known of a run at any moment, so that one which is stopped still has a report. */
export class ResultCollector {
  readonly #startedAt = new Date().toISOString();
  readonly #startMs = performance.now();
  readonly #steps = new Map<Scenario, StepResult[]>();
  readonly #results = new Map<Scenario, ScenarioResult>();

  onEvent(event: RunEvent): void {
    if (event.type === 'scenario_started') this.#steps.set(event.scenario, []);
    else if (event.type === 'step_finished') this.#steps.get(event.scenario)?.push(event.step);
    else this.#results.set(event.scenario, event.result);
  }

  /** @param result of the run when it came to its end. */
  build(scenarios: readonly Scenario[], result: RunResult | null, isStopped: boolean): Omit<Report, 'version'> {
    const notPlayed = scenarios.filter((scenario) => !this.#steps.has(scenario)).map(toHead);
    return {
      startedAt: result?.startedAt ?? this.#startedAt,
      durationMs: result?.durationMs ?? Math.round(performance.now() - this.#startMs),
      scenarios: result?.scenarios ?? scenarios.flatMap((scenario) => this.#results.get(scenario) ?? []),
      notPlayed,
      stopped: isStopped ? 'signal' : notPlayed.length > 0 ? 'bail' : null,
    };
  }

  /** Ends the scenarios in the middle of which the run was stopped. @returns what there is to be told of it. */
  cutOff(): RunEvent[] {
    const cut = [...this.#steps].filter(([scenario]) => !this.#results.has(scenario));
    return cut.map(([scenario, steps]) => {
      const durationMs = steps.reduce((sum, step) => sum + step.durationMs, 0);
      const problem = { code: 'stopped', message: 'The run was stopped in the middle of it.', hint: null };
      const { notAsked, withoutTarget } = scenario;
      const head = { ...toHead(scenario), notAsked, withoutTarget };
      const result = { ...head, verdict: 'broken' as const, durationMs, lane: '', seed: null, steps, problem };
      this.#results.set(scenario, result);
      return { type: 'scenario_finished', scenario, result };
    });
  }
}

function toHead({ name, file, tags }: Scenario): ScenarioHead {
  return { name, file, tags };
}
