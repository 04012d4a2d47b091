import { type CheckRun, countVerdicts } from '../domain/check-run.js';
import { HarnessError } from '../domain/errors.js';
import type { State } from '../domain/state.js';
import { hideCredentials } from '../domain/url-credentials.js';
import type { EventLog } from '../log/event-log.js';
import type { CheckFinished, CheckRunEnded, CheckRunStarted } from '../protocol/check-records.js';
import type { AccountChanges } from './account-changes.js';
import type { Accounts } from './accounts/accounts.js';
import type { Loan } from './accounts/layers.js';
import type { Lane } from './lanes/lane.js';
import type { Lanes } from './lanes/lanes.js';

export interface CheckRunsParts {
  log: EventLog;
  state: State;
  lanes: Lanes;
  accounts: Accounts;
  accountChanges: AccountChanges;
}

/** What somebody reports of one check; what it is called was said when the run began. */
export type ReportedFinding = Pick<CheckFinished, 'check' | 'verdict' | 'sentence' | 'evidence' | 'tookMs'>;

/** What somebody reports of the end of a run; the rest is counted. */
export type ReportedEnd = Pick<CheckRunEnded, 'result' | 'requests' | 'notes'>;

/** Keeps the record of checks that somebody else makes: a command, a test, the page. */
export class CheckRuns {
  readonly #parts: CheckRunsParts;

  constructor(parts: CheckRunsParts) {
    this.#parts = parts;
  }

  /** Newest first. @param inLane those of this lane only, as long as it has been open. */
  list(inLane?: string): CheckRun[] {
    const { state, lanes } = this.#parts;
    const firstSeq = inLane === undefined ? 1 : lanes.of(inLane).firstSeq;
    const runs = [...state.checkRuns.values()].filter((run) => inLane === undefined || run.lane === inLane);
    return runs.filter(({ seq }) => seq >= firstSeq).reverse();
  }

  /** @throws HarnessError `unknown_check_run` (404). */
  get(id: string, inLane?: string): CheckRun {
    const run = this.list(inLane).find((candidate) => candidate.id === id);
    if (run) return run;
    throw new HarnessError('unknown_check_run', `There is no check run "${id}".`, {
      status: 404,
      hint: 'GET /_paystage/api/check-runs lists the last ones.',
    });
  }

  /** @throws HarnessError `unknown_lane` (404), `repeated_check`, `check_running` (409). */
  start(laneName: string, asked: Omit<CheckRunStarted, 'type' | 'runId'>): CheckRun {
    const { log, lanes } = this.#parts;
    const lane = lanes.get(laneName);
    const ids = asked.checks.map(({ id }) => id);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) throw new HarnessError('repeated_check', `The run names the check "${twice}" twice.`);
    this.refuseWhileOpen(lane.name);
    // Of a run that is forgotten by now and was never ended.
    this.#parts.accountChanges.giveBack(lane.name);
    // Named after its place in the log, as events are.
    const runId = `chk_${log.newestSeq + 1}`;
    log.append(lane.name, lane.clock.nowMs(), {
      type: 'check.run_started',
      runId,
      ...asked,
      target: hideCredentials(asked.target),
    });
    return this.get(runId);
  }

  /**
   * Makes settings and keys of the account count until the run ends; what it had before stays. Nothing of it is stored.
   * @throws HarnessError `invalid_setting`, `unknown_key`, `invalid_key`, `key_in_use`, with nothing changed; and as `report`.
   */
  lend(run: CheckRun, loan: Loan): void {
    const { accounts, accountChanges } = this.#parts;
    this.#laneOf(run);
    accountChanges.lend(accounts.inLane(run.provider, run.lane), loan);
  }

  /** @throws HarnessError `unknown_check`; `check_run_ended` (409); `unknown_lane` (404) once the lane of the run is disposed. */
  report(run: CheckRun, { check, verdict, sentence, evidence, tookMs }: ReportedFinding): void {
    const known = run.checks.find(({ id }) => id === check);
    if (!known) {
      throw new HarnessError('unknown_check', `The run has no check "${check}".`, {
        hint: `It began with ${run.checks.map(({ id }) => id).join(', ')}.`,
      });
    }
    const { title, severity } = known;
    const took = tookMs === undefined ? {} : { tookMs };
    this.#append(run, { type: 'check.finished', runId: run.id, check, title, severity, verdict, sentence, evidence, ...took });
  }

  /** The account is as it was when the log says so. @throws HarnessError as `report`. */
  end(run: CheckRun, { result, requests, notes = [] }: ReportedEnd): void {
    const sent = requests === undefined ? {} : { requests };
    const noted = notes.length === 0 ? {} : { notes };
    this.#laneOf(run);
    this.#parts.accountChanges.giveBack(run.lane);
    this.#append(run, { type: 'check.run_ended', runId: run.id, counts: countVerdicts(run), result, ...sent, ...noted });
  }

  /** Ends what an earlier process left open: nobody goes on with it. */
  endLeftovers(): void {
    const { state, lanes } = this.#parts;
    for (const run of state.checkRuns.values())
      if (run.result === null && lanes.find(run.lane)) this.end(run, { result: 'stopped' });
  }

  /** The run of a lane that has not ended. */
  findOpen(lane: string): CheckRun | undefined {
    return this.list(lane).find(({ result }) => result === null);
  }

  /** Two at a time would take each other's settings from the account. @throws HarnessError `check_running` (409). */
  refuseWhileOpen(lane: string): void {
    const open = this.findOpen(lane);
    if (!open) return;
    throw new HarnessError('check_running', `The check run ${open.id} of ${open.target} has not ended.`, {
      status: 409,
      hint: `Two at a time would change the same account. Wait for its end, or stop it on the page under Checks, or with POST /_paystage/api/check-runs/${open.id}/stop.`,
    });
  }

  #append(run: CheckRun, record: Parameters<EventLog['append']>[2]): void {
    const lane = this.#laneOf(run);
    this.#parts.log.append(lane.name, lane.clock.nowMs(), record);
  }

  /** Of a run that goes on. */
  #laneOf(run: CheckRun): Lane {
    const lane = this.#parts.lanes.get(run.lane);
    if (run.result !== null) {
      throw new HarnessError('check_run_ended', `The check run ${run.id} has ended.`, {
        status: 409,
        hint: 'Begin another one with POST /_paystage/api/check-runs.',
      });
    }
    return lane;
  }
}
