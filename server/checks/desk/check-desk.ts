import type { LookupFunction } from 'node:net';
import { ControlClient, type StageAddress } from '../../client/control-client.js';
import { connect, type Stage } from '../../client/stage.js';
import type { CheckRun as LoggedRun } from '../../domain/check-run.js';
import { HarnessError } from '../../domain/errors.js';
import type { CheckDesk as Desk, ReportForm } from '../../http/control/check-desk.js';
import type { CheckCatalogue, StartAsked } from '../../http/control/check-replies.js';
import type { Provider } from '../../providers/provider.js';
import type { ExamProvider } from '../exam/exam.js';
import { findAddress } from '../given/address-template.js';
import { findExamProvider } from '../given/find-exam-provider.js';
import { refusePublic } from '../given/refuse-public.js';

export interface CheckDeskParts {
  providers: ReadonlyMap<string, Provider>;
  version: string;
  /** Where this stage answers, once it does. */
  stage(): StageAddress;
  /** Asks where an address leads; `blocked`: nowhere that the stage may call. */
  askTarget(url: string): Promise<{ state: string; message: string }>;
  /** Refuses names that lead where the stage may not call, at every connection anew: what a name led to before the run may have changed. */
  lookup: LookupFunction;
  /** Told when a run could not be brought to its end. */
  onFailure(error: unknown, lane: string): void;
}

interface Running {
  runId: string | null;
  stop: AbortController;
  done: Promise<void>;
}

/**
 * Makes check runs in the process of the stage, for whoever asks over HTTP. They reach the stage as any other client does. The checks
 * themselves are loaded by the first who asks for them: most runs of a stage never do.
 */
export class CheckDesk implements Desk {
  readonly #parts: CheckDeskParts;
  /** By lane: two runs in one would change the same account. */
  readonly #running = new Map<string, Running>();
  /** What the app was said to have, by run; kept here only, for reports that are asked for later. */
  readonly #secrets = new Map<string, string>();
  readonly #diagnosing = new Map<string, AbortController>();
  #isClosed = false;

  constructor(parts: CheckDeskParts) {
    this.#parts = parts;
  }

  async list(provider: string): Promise<CheckCatalogue> {
    const { describeCatalogue } = await import('./describe-catalogue.js');
    return describeCatalogue(findExamProvider(provider, this.#parts.providers.values()));
  }

  async start(lane: string, asked: StartAsked): Promise<{ runId: string }> {
    const [{ readAsked }, { runChecks }] = await Promise.all([import('./read-asked.js'), import('../run/run-checks.js')]);
    const provider = findExamProvider(asked.provider, this.#parts.providers.values());
    const options = readAsked(asked, provider);
    if (this.#isClosed || this.#running.has(lane)) {
      throw new HarnessError('check_running', 'A check run has begun in this lane and not ended.', {
        status: 409,
        hint: 'Wait for its end, or stop it.',
      });
    }
    const stop = new AbortController();
    const running: Running = { runId: null, stop, done: Promise.resolve() };
    this.#running.set(lane, running);
    return await new Promise((resolve, reject) => {
      const run = async () => {
        const addresses = [
          asked.endpoint,
          asked.callback,
          ...[asked.probe, asked.create].map((text) => text && findAddress(text)),
        ];
        await refusePublic(addresses, (url) => this.#parts.askTarget(url));
        const onStart = (runId: string) => {
          running.runId = runId;
          if (asked.secret !== undefined) this.#secrets.set(runId, asked.secret);
          resolve({ runId });
        };
        await runChecks({
          ...options,
          lane: await this.#stage.openLane(lane),
          provider,
          signal: stop.signal,
          lookup: this.#parts.lookup,
          onStart,
        });
      };
      running.done = run()
        .catch((error: unknown) => {
          // Before it began, whoever asked is told; afterwards it is over for them.
          if (running.runId === null) reject(error);
          else if (!this.#isClosed) this.#parts.onFailure(error, lane);
        })
        .finally(() => this.#running.delete(lane));
    });
  }

  async diagnose(lane: string, deliveryId: string, endpoint?: string): ReturnType<Desk['diagnose']> {
    if (this.#isClosed || this.#diagnosing.has(lane)) {
      throw new HarnessError('diagnosis_running', 'A cause is being looked for in this lane.', {
        status: 409,
        hint: 'Wait for its end; it takes a few seconds.',
      });
    }
    const stop = new AbortController();
    this.#diagnosing.set(lane, stop);
    try {
      const { diagnoseDelivery } = await import('./diagnose-delivery.js');
      const parts = { providers: [...this.#parts.providers.values()], signal: stop.signal };
      return await diagnoseDelivery(await this.#stage.openLane(lane), deliveryId, endpoint, parts);
    } finally {
      this.#diagnosing.delete(lane);
    }
  }

  stop(runId: string): boolean {
    const running = [...this.#running.values()].find((one) => one.runId === runId);
    running?.stop.abort();
    return running !== undefined;
  }

  async report(run: LoggedRun, form: ReportForm): ReturnType<Desk['report']> {
    const { writeReport } = await import('./write-report.js');
    const { providers, version, stage } = this.#parts;
    const provider = findExamProvider(run.provider, providers.values());
    return await writeReport(run, form, {
      provider,
      version,
      secret: this.#secrets.get(run.id) ?? (await this.#findSecret(run, provider)),
      source: { control: new ControlClient(stage()) },
    });
  }

  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  /** Stops every run and takes no more. */
  close(): void {
    this.#isClosed = true;
    for (const { stop } of this.#running.values()) stop.abort();
    for (const stop of this.#diagnosing.values()) stop.abort();
  }

  /** Resolves when no run is under way. */
  async whenIdle(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  /** The key of the run's lane, if that is still there: it signed, unless somebody gave another one. */
  async #findSecret({ lane }: LoggedRun, { name, exam }: ExamProvider): Promise<string | undefined> {
    try {
      return (await this.#stage.openLane(lane)).keys(name)[exam.secretKey];
    } catch (error) {
      if (error instanceof HarnessError && error.code === 'unknown_lane') return undefined;
      throw error;
    }
  }

  get #stage(): Stage {
    return connect(this.#parts.stage());
  }
}
