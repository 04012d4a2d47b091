import type { ControlClient } from '../../client/control-client.js';
import type { CheckResult } from '../../protocol/check-records.js';
import type { Check } from '../check.js';
import type { CheckedFinding } from './results.js';

/** The control plane's limits for one finding; the reports have everything. */
const MAX_EVIDENCE = 50;
const MAX_SENTENCE_CHARS = 1_000;

/** Writes a run into the log of its lane, so that the page and the terminal see it while it goes on. */
export class RunJournal {
  readonly #control: ControlClient;
  #runId = '';

  constructor(control: ControlClient) {
    this.#control = control;
  }

  /** Empty before `start`. */
  get runId(): string {
    return this.#runId;
  }

  /** @returns the run's id. */
  async start(provider: string, target: string, checks: readonly Check[]): Promise<string> {
    const titles = checks.map(({ id, title, severity }) => ({ id, title, severity }));
    const started = await this.#control.post<{ runId: string }>('/check-runs', { provider, target, checks: titles, options: {} });
    this.#runId = started.runId;
    return started.runId;
  }

  async note({ id, verdict, sentence, evidence, durationMs }: CheckedFinding): Promise<void> {
    await this.#control.post(`/check-runs/${this.#runId}/findings`, {
      check: id,
      verdict,
      sentence: sentence.slice(0, MAX_SENTENCE_CHARS),
      evidence: evidence.slice(0, MAX_EVIDENCE),
      tookMs: durationMs,
    });
  }

  async end(result: CheckResult, requests: number, notes: readonly string[]): Promise<void> {
    await this.#control.post(`/check-runs/${this.#runId}/end`, { result, requests, notes });
  }
}
