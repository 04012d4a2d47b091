import type { RequestListener } from 'node:http';
import { HarnessError } from './domain/errors.js';
import { type AccountOverride, Accounts } from './engine/accounts.js';
import { AdjustableClock, createSystemClock } from './engine/clock.js';
import { Engine } from './engine/engine.js';
import { randomIds } from './engine/ids.js';
import { Address } from './http/address.js';
import { createApp } from './http/app.js';
import { Guard } from './http/guard.js';
import { type Listening, listen } from './http/listen.js';
import { LiveStream } from './http/stream.js';
import type { StorageProblem } from './log/event-log.js';
import { openStore, type Store } from './log/open-store.js';
import { createRedactor } from './log/redact.js';
import { packageFile } from './package-files.js';
import type { HarnessNotice } from './protocol/records.js';
import { providers as allProviders } from './providers/index.js';
import type { Provider } from './providers/provider.js';
import { createTargetPolicy } from './transport/target-policy.js';
import { createTransport, type Transport } from './transport/transport.js';
import { version } from './version.js';

export { HarnessError } from './domain/errors.js';
export type { LogRecord } from './protocol/records.js';
export { version };

/** Everything about a harness that can be chosen. All have defaults. */
export interface HarnessOptions {
  /** Address to listen on; beyond loopback a token is required. Default: loopback, both families. */
  host?: string;
  /** 0 picks a free port. Default 4747. */
  port?: number;
  /** Folder of the journal and the accounts; null keeps everything in memory. Default null. */
  dataDir?: string | null;
  /** Needed on the control plane, the page's data and the stream when set. */
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
/** Attempts that are under way may take this long when the harness closes. */
const CLOSE_GRACE_MS = 3_000;

/**
 * Builds a harness; it listens once `listen` is called.
 * @throws HarnessError `data_in_use` (exit 3), `data_damaged` and `data_too_new` (exit 4), `invalid_setting` and `token_needed` (exit 2).
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
  const startedAt = new Date().toISOString();
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const store = await openStore({
    dataDir: options.dataDir ?? null,
    limits,
    instance: { pid: process.pid, startedAt, url: address.publicUrl },
    ...(options.fresh === undefined ? {} : { fresh: options.fresh }),
    ...(options.recover === undefined ? {} : { recover: options.recover }),
  });
  try {
    return await assemble(options, { address, token, startedAt, store });
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Base {
  address: Address;
  token: string | null;
  startedAt: string;
  store: Store;
}

async function assemble(options: HarnessOptions, { address, token, startedAt, store }: Base): Promise<Harness> {
  const report = options.onNotice ?? (() => {});
  const providers = new Map<string, Provider>(allProviders.map((provider) => [provider.name, provider]));
  const newest = await store.log.get(store.log.newestSeq);
  const clock = options.clock ? new AdjustableClock(options.clock) : createSystemClock(newest ? Date.parse(newest.at) : 0);
  const accounts = new Accounts({
    storage: store.accounts,
    providers,
    ids: randomIds,
    ...(options.accounts ? { overrides: options.accounts } : {}),
    defaultTarget: (provider) => `${address.publicUrl}/_paystage/bin/${provider}`,
  });
  await accounts.ensureLane('default');
  const transport = createTransport({ policy: createTargetPolicy(options.allowTargets ?? []) });
  const engine = new Engine({
    providers,
    log: store.log,
    state: store.state,
    accounts,
    transport,
    clock,
    ids: randomIds,
    providerUrl: (provider) => (options.pagesOnHostForm ? address.providerHostUrl(provider) : address.providerUrl(provider)),
    secrets: {
      get: (paymentId, name) => store.accounts.secretOf(paymentId, name),
      put: (paymentId, secrets) => store.accounts.putSecrets(paymentId, secrets),
    },
    formKey: store.accounts.formKey,
  });
  const guard = new Guard({ address, allowHosts: options.allowHosts ?? [], token });
  const stream = new LiveStream(store.log, version);
  const app = createApp({
    engine,
    guard,
    address,
    redact: createRedactor(() => accounts.secretValues()),
    reportDefect: (error, where) =>
      report({ level: 'error', message: `A defect of Paystage showed up in ${where}.`, detail: error }),
    reportRefusal: (message) => report({ level: 'warning', message }),
    version,
    startedAt,
    uiFolder: packageFile('dist/ui'),
  });
  for (const notice of store.notices) engine.log.append('default', engine.nowMs(), notice);
  const stopWatching = store.log.subscribeHealth((problem) => {
    const notice = describeStorage(problem);
    engine.log.append('default', engine.nowMs(), notice);
    report({ level: notice.level, message: notice.message });
  });
  return new Harness({ address, engine, guard, stream, store, transport, clock, handle: app.callback(), stopWatching });
}

function describeStorage(problem: StorageProblem | null): HarnessNotice {
  if (problem === null) {
    return {
      type: 'harness.notice',
      level: 'info',
      code: 'storage_recovered',
      message: 'Records are stored again; what had to wait is on disk.',
    };
  }
  return {
    type: 'harness.notice',
    level: 'error',
    code: 'storage_failing',
    message: `Records cannot be stored, so new calls are answered 507: ${problem.message}`,
    hint: 'It is tried again every half second; nothing that was acknowledged is lost.',
  };
}

interface HarnessParts {
  address: Address;
  engine: Engine;
  guard: Guard;
  stream: LiveStream;
  store: Store;
  transport: Transport;
  clock: AdjustableClock;
  handle: RequestListener;
  /** Ends the watch on storage trouble: what the closing itself runs into is told by its result. */
  stopWatching(): void;
}

/** A running stage: one process, one port, both providers. */
export class Harness {
  readonly engine: Engine;
  readonly address: Address;
  readonly #parts: HarnessParts;
  #listening: Listening | null = null;
  #closing: Promise<void> | null = null;

  constructor(parts: HarnessParts) {
    this.#parts = parts;
    this.engine = parts.engine;
    this.address = parts.address;
  }

  /** Base URL, without trailing slash; final once `listen` has resolved. */
  get url(): string {
    return this.address.publicUrl;
  }

  /**
   * Starts to listen and takes up what an earlier run left open.
   * @throws HarnessError `port_in_use` (exit 2); the harness is closed then.
   */
  async listen(): Promise<this> {
    const { address, handle, stream, guard, store, engine } = this.#parts;
    try {
      this.#listening = await listen({ host: address.host, port: address.port, handle, stream, guard });
    } catch (error) {
      await this.close();
      throw error;
    }
    address.port = this.#listening.port;
    store.setInstanceUrl(address.publicUrl);
    engine.accounts.refresh();
    engine.resume();
    return this;
  }

  /** Base URL, keys and secrets that an app needs, as environment variables. */
  get env(): Record<string, string> {
    const env: Record<string, string> = { PAYSTAGE_URL: this.url };
    for (const provider of this.engine.providers.values()) {
      const account = this.engine.accounts.inLane(provider.name, 'default');
      Object.assign(env, provider.buildEnv(account, this.address.providerUrl(provider.name)));
    }
    return env;
  }

  /** Stops: nothing new starts, running attempts get 3 s, the log is on disk when this resolves. Calling it again waits for the same end. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { engine, stream, store, transport, clock, stopWatching } = this.#parts;
    engine.stop();
    const stopped = this.#listening?.close(CLOSE_GRACE_MS);
    await withLimit(engine.activity.whenIdle(), CLOSE_GRACE_MS);
    await transport.close();
    stream.close();
    await stopped;
    stopWatching();
    clock.close();
    await store.close();
  }
}

function withLimit(work: Promise<void>, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limitMs);
    void work.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
