import { readNewestSeq } from '../../client/record-reader.js';
import { HarnessError } from '../../domain/errors.js';
import { toSentence } from '../../domain/sentence.js';
import { hideCredentialsOfUrls } from '../../domain/url-credentials.js';
import type { CheckResult as RunVerdict } from '../../protocol/check-records.js';
import { maskTexts } from '../../scenarios/report/mask-texts.js';
import { catalogue, gate } from '../catalogue/index.js';
import type { Check, ExamGiven, Finding } from '../check.js';
import { Budget } from '../exam/budget.js';
import { createOrderMaker } from '../exam/create-order.js';
import { Exam, type ExamParts } from '../exam/exam.js';
import { InconclusiveError } from '../exam/inconclusive-error.js';
import { Lateness } from '../exam/lateness.js';
import { Reactions } from '../exam/reactions.js';
import type { Sent } from '../exam/sent.js';
import { type AccountWish, BorrowedAccount } from './borrowed-account.js';
import { noteTraffic } from './note-traffic.js';
import { refuseKey } from './refuse-key.js';
import type { CheckedFinding, CheckRun } from './results.js';
import { RunJournal } from './run-journal.js';
import type { RunChecksOptions } from './run-options.js';

export const DEFAULT_MAX_REQUESTS = 200;
/** Checks mostly wait, so several do so at the same time. */
const SIDE_BY_SIDE = 6;

/** Puts a receiver through the checks. @throws HarnessError when the stage or the account refuses what is needed, before anything is sent. */
export async function runChecks(options: RunChecksOptions): Promise<CheckRun> {
  const { provider, endpoint, callback, secret } = options;
  const { exam: profile } = provider;
  const startedAt = new Date();
  const settings = {
    ...profile.settings,
    [profile.endpointSetting]: [endpoint],
    ...(profile.callback && callback !== undefined ? { [profile.callback.setting]: [callback] } : {}),
  };
  const keys = secret === undefined ? {} : { [profile.secretKey]: secret };
  refuseKey(provider, secret);
  const run = new Run(options);
  // First of all: a second run in the lane, which would change the same account, is refused here.
  const runId = await run.begin();
  try {
    await run.borrow({ settings, keys });
    options.onStart?.(runId);
    const { findings, result } = await run.watchLateness(() => run.runAll());
    await run.end(result);
    return {
      runId,
      provider: provider.name,
      providerTitle: provider.title,
      documentation: profile.documentation,
      endpoint,
      startedAt: startedAt.toISOString(),
      durationMs: Date.now() - startedAt.getTime(),
      requests: run.requests,
      findings,
      notes: run.notes,
      result,
    };
  } catch (error) {
    return await run.giveUp(error);
  }
}

class Run {
  readonly #options: RunChecksOptions;
  readonly #parts: ExamParts;
  readonly #given: ExamGiven;
  readonly #journal: RunJournal;
  readonly #findings = new Map<string, CheckedFinding>();
  readonly #budget: Budget;
  readonly #chosen: readonly Check[];

  constructor(options: RunChecksOptions) {
    const {
      lane,
      provider,
      endpoint,
      callback,
      findProbe,
      create,
      askOperator,
      maxRequests,
      settleMs,
      reconcileMs,
      encryptionKey,
      signal,
      lookup,
    } = options;
    this.#options = options;
    this.#budget = new Budget(maxRequests ?? DEFAULT_MAX_REQUESTS, signal);
    const sent: Sent[] = [];
    this.#journal = new RunJournal(lane.control);
    this.#parts = {
      lane,
      provider,
      borrowed: new BorrowedAccount(lane, provider.name, this.#journal),
      endpoint,
      callback: callback ?? null,
      findProbe: findProbe ?? null,
      createOrder: create === undefined ? null : createOrderMaker(create, lane, provider.name, { signal, lookup }),
      askOperator: askOperator ?? null,
      budget: this.#budget,
      reactions: new Reactions(settleMs),
      lateness: new Lateness(),
      reconcileMs,
      encryptionKey,
      sent,
      paymentIds: [],
      sinceSeq: 0,
      settings: {},
      signal,
      lookup,
    };
    this.#given = {
      hasProbe: findProbe !== undefined,
      hasCreate: create !== undefined,
      hasCallback: callback !== undefined,
      isInteractive: askOperator !== undefined,
    };
    this.#chosen = this.#choose();
  }

  get notes(): string[] {
    return noteTraffic(this.#parts.sent);
  }

  /** Whatever else happens, its timer ends with it. */
  async watchLateness<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#parts.lateness.start();
    return await work().finally(() => this.#parts.lateness.stop());
  }

  get requests(): number {
    return this.#budget.spent;
  }

  /** @returns the run's name in the log. @throws HarnessError `check_running` (409). */
  async begin(): Promise<string> {
    const { lane, provider, endpoint } = this.#options;
    this.#parts.sinceSeq = await readNewestSeq(lane.control);
    return await this.#journal.start(provider.name, endpoint, this.#chosen);
  }

  /** Makes the account as the checks want it, until the run ends. */
  async borrow(wish: AccountWish): Promise<void> {
    await this.#parts.borrowed.change(wish);
    this.#parts.settings = await this.#parts.borrowed.readSettings();
  }

  /** Nothing of the run is left when the log says that it has ended: who waits for that makes the next payment. */
  async end(result: RunVerdict): Promise<void> {
    await this.#dropUnsent().finally(() => this.#journal.end(result, this.requests, this.notes));
    // The lane may go with the run's end; until then it is somebody's.
    await this.#options.lane.refreshKeys().catch(ignoreGone);
  }

  /** Nobody goes on with it, so nobody should wait for it. */
  async giveUp(error: unknown): Promise<never> {
    // What went wrong is told, not what the end ran into.
    await this.end('stopped').catch(() => {});
    throw error;
  }

  async runAll(): Promise<{ findings: CheckedFinding[]; result: RunVerdict }> {
    const chosen = this.#chosen;
    const ordered = () => chosen.flatMap(({ id }) => this.#findings.get(id) ?? []);
    const gateFinding = await this.#runOne(gate);
    let result: RunVerdict = 'pass';
    if (gateFinding.verdict === 'pass') {
      await this.#runRest(chosen.filter((check) => check !== gate));
      if (ordered().some(({ verdict }) => verdict === 'fail')) result = 'fail';
    } else {
      result = 'gate';
      const reason = `${gate.id} did not pass, and nothing can be judged without it`;
      for (const check of chosen) if (check !== gate) await this.#note(check, skip(reason), 0);
    }
    if (this.#options.signal?.aborted) result = 'stopped';
    return { findings: ordered(), result };
  }

  /** Nobody wants the rest of what the run made: it would wait for ever, or reach the app when somebody releases everything. */
  async #dropUnsent(): Promise<void> {
    const { control } = this.#options.lane;
    for (const id of this.#parts.paymentIds) await control.post(`/payments/${encodeURIComponent(id)}/drop`).catch(ignoreGone);
  }

  #choose(): Check[] {
    const { provider, only, skip: left } = this.#options;
    return catalogue.filter((check) => {
      if (check === gate) return true;
      if (check.findObstacle(provider.exam, this.#given)?.kind === 'other-provider') return false;
      return (only === undefined || only.includes(check.id)) && !left?.includes(check.id);
    });
  }

  async #runRest(checks: readonly Check[]): Promise<void> {
    const rank = ({ isAlone, isLast, isInteractive }: Check) => (isInteractive ? 3 : isLast ? 2 : isAlone ? 1 : 0);
    const isLate = (check: Check) => rank(check) > 0;
    const together = checks.filter((check) => !isLate(check)).values();
    const work = async () => {
      for (const check of together) await this.#runOne(check);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    for (const check of checks.filter(isLate).toSorted((one, other) => rank(one) - rank(other))) await this.#runOne(check);
  }

  async #runOne(check: Check): Promise<CheckedFinding> {
    const { provider, signal } = this.#options;
    const startMs = performance.now();
    const obstacle = signal?.aborted
      ? { reason: 'the run was stopped' }
      : (check.findObstacle(provider.exam, this.#given) ??
        (check.isInteractive && !this.#given.isInteractive ? { reason: 'it needs an operator: --interactive' } : null));
    const finding = obstacle ? skip(obstacle.reason) : await this.#judge(check);
    return this.#note(check, finding, performance.now() - startMs);
  }

  async #judge(check: Check): Promise<Finding> {
    try {
      return await check.run(new Exam(check.id, this.#parts));
    } catch (error) {
      if (error instanceof InconclusiveError)
        return { verdict: 'inconclusive', sentence: `Not judged: ${toSentence(error.message)}`, evidence: [] };
      throw error;
    }
  }

  async #note(
    { id, title, severity, advice }: Check,
    { fixes, ...finding }: Finding,
    durationMs: number,
  ): Promise<CheckedFinding> {
    const noted = {
      // What an app or a probe is called by stands in errors of many kinds.
      ...{ id, title, severity, durationMs: Math.round(durationMs), ...maskTexts(finding, hideCredentialsOfUrls) },
      advice: fixes ? { ...advice, fixes } : advice,
    };
    this.#findings.set(id, noted);
    await this.#journal.note(noted);
    this.#options.onFinding?.(noted);
    return noted;
  }
}

/** Everything may have been forgotten meanwhile, with a reset or with the lane. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof HarnessError && ['unknown_payment', 'unknown_lane'].includes(error.code))) throw error;
}

function skip(reason: string): Finding {
  return { verdict: 'skipped', sentence: `Skipped: ${reason}.`, evidence: [] };
}
