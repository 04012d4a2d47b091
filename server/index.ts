import { CheckDesk } from './checks/desk/check-desk.js';
import type { DiagnosisReport } from './checks/diagnose/diagnose.js';
import { type DiagnoseAppOptions, diagnoseApp } from './checks/diagnose/diagnose-app.js';
import type { Stage } from './client/stage.js';
import { DemoDesk } from './demo/demo-desk.js';
import { HarnessError } from './domain/errors.js';
import { DEFAULT_LANE, endsLane } from './domain/lane.js';
import { isStageToken, STAGE_TOKEN_HINT, STAGE_TOKEN_WORDS } from './domain/stage-token.js';
import { type AccountOverride, refuseWrongOverride } from './engine/accounts/account-override.js';
import { Accounts } from './engine/accounts/accounts.js';
import { findWrongSettings } from './engine/accounts/find-wrong-settings.js';
import { Engine } from './engine/engine.js';
import { randomIds } from './engine/lanes/ids.js';
import { AdjustableClock, createSystemClock } from './engine/time/clock.js';
import { describeMovedClock } from './engine/time/moved-clock.js';
import { Harness } from './harness.js';
import { Address } from './http/address.js';
import { createApp } from './http/app.js';
import { Guard } from './http/guard.js';
import { LiveStream } from './http/stream.js';
import { openStore, type Store } from './log/open-store.js';
import { createRedactor } from './log/redact.js';
import { describeStorage } from './log/storage-notice.js';
import { maskNotice } from './mask-notice.js';
import { packageFile } from './package-files.js';
import type { HarnessNotice } from './protocol/records.js';
import { providers as allProviders } from './providers/index.js';
import type { Provider } from './providers/provider.js';
import { createLookup } from './transport/create-lookup.js';
import { createResolver } from './transport/loopback-lookup.js';
import { createTargetProbe } from './transport/probe-target.js';
import { createTargetPolicy } from './transport/target-policy.js';
import { createTransport } from './transport/transport.js';
import { version } from './version.js';

export type { Framework } from './checks/check.js';
export { checkReceiver } from './checks/check-receiver.js';
export type { DiagnoseOptions, DiagnosisReport } from './checks/diagnose/diagnose.js';
export type { DiagnoseAppOptions } from './checks/diagnose/diagnose-app.js';
export type { SentProbe } from './checks/diagnose/send-probe.js';
export type { CheckCreate, CheckOptions, CheckProbe, OrderValues } from './checks/given/check-options.js';
export type { CheckReport, ReportedCheck, ReportedEvidence } from './checks/report/report.js';
export type { CheckedFinding } from './checks/run/results.js';
export type { StageAddress } from './client/control-client.js';
export type { Craft } from './client/craft.js';
export { Customer, type OpenOptions, type VisitOptions } from './client/customer.js';
export type { Duration } from './client/duration.js';
export { ExpectPayment } from './client/expect-payment.js';
export { ExpectationError } from './client/expectation-error.js';
export { Lane } from './client/lane.js';
export { LaneClock } from './client/lane-clock.js';
export { type ActiveFault, LaneFaults } from './client/lane-faults.js';
export { type HoldOptions, LaneHolds } from './client/lane-holds.js';
export type { Probe, ProbeAnswer, ProbePaths } from './client/probe/probe.js';
export type { RecordQuery } from './client/record-reader.js';
export { connect, type LaneOptions, Stage } from './client/stage.js';
export { type PaymentReference, type PaymentWish, WaitFor, type WaitOptions } from './client/wait-for.js';
export { HarnessError } from './domain/errors.js';
export type { FaultSpec, FaultWhen } from './domain/fault-spec.js';
export { Harness, type HarnessCheckOptions } from './harness.js';
export type { PaymentSummary, PaymentView } from './http/control/replies.js';
export type { VisitReply, VisitView } from './http/control/visit-replies.js';
export type { AcknowledgedWish, RefusedWish } from './judge/judge-deliveries.js';
export type { VisitWish } from './judge/judge-visit.js';
export type { Judgement, NearestRecord } from './judge/judgement.js';
export type { RecordPattern } from './judge/match-record.js';
export type { CheckEvidence, CheckResult, CheckSeverity, CheckVerdict } from './protocol/check-records.js';
export type { JsonObject, JsonValue, LogRecord, RecordHead, ResendFinished } from './protocol/records.js';
export { ProviderApiError } from './providers/api-client.js';
export type { ProviderClients } from './providers/clients.js';
export type { DiagnosedCause, Diagnosis } from './providers/diagnosis.js';
export { version };

/** Everything about a harness that can be chosen. All have defaults. */
export interface HarnessOptions {
  /** Address to listen on; beyond loopback a token is required. Default: loopback, both families. */
  host?: string;
  /** 0 picks a free port. Default 4747. */
  port?: number;
  /** Folder of the journal and the accounts; null keeps everything in memory. Default null. */
  dataDir?: string | null;
  /** Needed on the control plane, the page's data and the stream when set; at least 6 characters. */
  token?: string | null;
  /** Further Host header values that are taken for ours; the first one names a harness that listens on every address. */
  allowHosts?: readonly string[];
  /** Public hosts that deliveries may go to; loopback and private addresses always may. */
  allowTargets?: readonly string[];
  /** Settings and keys per provider, for this run only; they win over what the data folder holds. */
  accounts?: Readonly<Record<string, AccountOverride>>;
  limits?: Partial<HarnessLimits>;
  /** Where lane time starts (epoch ms) and how fast it runs: 1 real, 0 frozen. Default: the machine's time. */
  clock?: { startMs?: number; speed?: number };
  /** Give each provider's pages an origin of their own, `http://<provider>.localhost:<port>`. Default false. */
  pagesOnHostForm?: boolean;
  /** Start empty after damage, keeping the damaged files beside it. */
  fresh?: boolean;
  /** After damage, keep every record before it. */
  recover?: boolean;
  /** Told about defects of Paystage itself and about requests that the guard turned away. */
  onNotice?(notice: { level: 'info' | 'warning' | 'error'; message: string; detail?: unknown }): void;
}

/** How much is kept. */
export interface HarnessLimits {
  /** Payments; the oldest finished one makes room for a new one. Default 10,000. */
  maxPayments: number;
  /** Bytes of the journal on disk before the older half is dropped. Default 256 MiB. */
  maxJournalBytes: number;
}

export const DEFAULT_PORT = 4747;
export const DEFAULT_LIMITS: HarnessLimits = { maxPayments: 10_000, maxJournalBytes: 268_435_456 };

/**
 * Finds out how an app checks the signature of what it gets, by sending it at most 120 deliveries of which it accepts those that fit its way.
 * @throws HarnessError `unknown_provider`, `not_signed`, `blocked_target`, `no_stage`.
 */
export async function diagnose(stage: Stage, provider: string, options: DiagnoseAppOptions): Promise<DiagnosisReport> {
  return diagnoseApp(stage, allProviders, provider, options);
}

/**
 * Builds a harness; it listens once `listen` is called.
 * @throws HarnessError `data_in_use` (exit 3), `data_damaged` and `data_too_new` (exit 4), `invalid_setting`, `unknown_key`, `invalid_key`,
 * `invalid_token` and `token_needed` (exit 2).
 */
export async function createHarness(options: HarnessOptions = {}): Promise<Harness> {
  const host = options.host ?? '127.0.0.1';
  const address = new Address(host, options.port ?? DEFAULT_PORT, options.allowHosts?.[0]);
  const token = options.token ?? null;
  if (!address.isLoopback && token === null) {
    throw new HarnessError('token_needed', `Listening on ${host} opens the harness to the network, so it needs a token.`, {
      hint: 'Add --token <secret>, or leave --host out to stay on this machine.',
    });
  }
  if (token !== null && !isStageToken(token))
    throw new HarnessError('invalid_token', `Expected ${STAGE_TOKEN_WORDS}.`, { hint: STAGE_TOKEN_HINT });
  const providers = new Map<string, Provider>(allProviders.map((provider) => [provider.name, provider]));
  // Before anything of the folder is touched: --fresh puts files aside.
  for (const [name, override] of Object.entries(options.accounts ?? {})) refuseWrongOverride(providers.get(name), override);
  const startedAt = new Date().toISOString();
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const store = await openStore({
    dataDir: options.dataDir ?? null,
    limits,
    instance: { pid: process.pid, startedAt, url: address.publicUrl },
    findWrongSettings: (account) => findWrongSettings(providers, account),
    ...(options.fresh === undefined ? {} : { fresh: options.fresh }),
    ...(options.recover === undefined ? {} : { recover: options.recover }),
  });
  try {
    return await assemble(options, { address, token, startedAt, store, providers });
  } catch (error) {
    await store.undo();
    throw error;
  }
}

interface Base {
  address: Address;
  token: string | null;
  startedAt: string;
  store: Store;
  providers: ReadonlyMap<string, Provider>;
}

async function assemble(options: HarnessOptions, { address, token, startedAt, store, providers }: Base): Promise<Harness> {
  const newest = await store.log.get(store.log.newestSeq);
  const clock = options.clock
    ? new AdjustableClock(options.clock)
    : createSystemClock(
        store.state.stageTimeMs ?? (newest?.lane === DEFAULT_LANE && !endsLane(newest) ? Date.parse(newest.at) : 0),
      );
  const accounts = new Accounts({
    storage: store.accounts,
    providers,
    ids: randomIds,
    ...(options.accounts ? { overrides: options.accounts } : {}),
    ...(token === null ? {} : { furtherSecrets: [token] }),
    defaultTarget: (provider, lane) => address.binUrl(lane === DEFAULT_LANE ? provider : `${lane}.${provider}`),
  });
  await accounts.ensureDefault();
  const policy = createTargetPolicy(options.allowTargets ?? []);
  const transport = createTransport({ policy });
  const engine = new Engine({
    providers,
    log: store.log,
    state: store.state,
    accounts,
    transport,
    clock,
    ids: randomIds,
    providerUrl: (provider) => (options.pagesOnHostForm ? address.providerHostUrl(provider) : address.providerUrl(provider)),
    pagesUrl: (provider) => address.pagesUrl(provider, options.pagesOnHostForm === true),
    secrets: {
      get: (paymentId, name) => store.accounts.secretOf(paymentId, name),
      of: (paymentId) => store.accounts.secretsOf(paymentId),
      put: (paymentId, secrets) => store.accounts.putSecrets(paymentId, secrets),
    },
    formKey: store.accounts.formKey,
  });
  const redact = createRedactor(() => accounts.secretValues());
  const report: NonNullable<HarnessOptions['onNotice']> = (notice) => options.onNotice?.(maskNotice(notice, redact));
  const guard = new Guard({
    address,
    allowHosts: options.allowHosts ?? [],
    token,
    onRefusal: ({ message }) => report({ level: 'warning', message }),
  });
  const stream = new LiveStream(store.log, version, (name) => engine.lanes.find(name)?.firstSeq ?? null);
  const probeTarget = createTargetProbe(policy);
  const checkDesk = new CheckDesk({
    providers,
    version,
    stage: () => ({ url: address.ownUrl, token: token ?? undefined }),
    askTarget: probeTarget,
    lookup: createLookup(createResolver(policy)),
    onFailure(error, lane) {
      // A lane that is gone tells nothing more.
      if (!engine.lanes.find(lane)) return;
      const message = `The check run was given up: ${error instanceof Error ? error.message : String(error)}`;
      if (!(error instanceof HarnessError)) report({ level: 'error', message, detail: error });
      const hint = 'What was found before stands in its run.';
      engine.log.append(lane, engine.nowMs(lane), {
        type: 'harness.notice',
        level: 'error',
        code: 'check_given_up',
        message,
        hint,
      });
    },
  });
  const demoDesk = new DemoDesk({
    providers,
    stage: () => ({ url: address.ownUrl, token: token ?? undefined }),
    async invite(provider, url) {
      engine.accountChanges.invite(provider, url);
      await engine.whenDurable();
    },
    async dismiss(provider, url) {
      engine.accountChanges.dismiss(provider, url);
      await engine.whenDurable();
    },
    findObstacle: () =>
      address.isLoopback
        ? null
        : {
            why: `the stage is open to the network (--host ${address.host}), and the shop is for this machine only`,
            hint: 'Start a stage without --host, or run "paystage demo".',
          },
  });
  const app = createApp({
    engine,
    guard,
    address,
    redact,
    reportDefect: (error, where) =>
      report({ level: 'error', message: `A defect of Paystage showed up in ${where}.`, detail: error }),
    probeTarget,
    checkDesk,
    demoDesk,
    version,
    startedAt,
    uiFolder: packageFile('dist/ui'),
  });
  for (const notice of store.notices) engine.log.append('default', engine.nowMs(), notice);
  const tell = (notice: HarnessNotice) => {
    engine.log.append('default', engine.nowMs(), notice);
    report({ level: notice.level, message: notice.message });
  };
  const stopWatching = store.log.subscribeHealth((problem) => tell(describeStorage(problem)));
  clock.watchWall((byMs) => tell(describeMovedClock(byMs)));
  return new Harness({
    token,
    address,
    engine,
    guard,
    stream,
    store,
    transport,
    checkDesk,
    demoDesk,
    probeTarget,
    handle: app.callback(),
    stopWatching,
  });
}
