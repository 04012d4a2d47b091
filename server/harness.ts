import type { RequestListener } from 'node:http';
import type { CheckDesk } from './checks/desk/check-desk.js';
import { findAddress } from './checks/given/address-template.js';
import type { CheckOptions } from './checks/given/check-options.js';
import { findExamProvider } from './checks/given/find-exam-provider.js';
import { refusePublic } from './checks/given/refuse-public.js';
import type { CheckReport } from './checks/report/report.js';
import type { Lane } from './client/lane.js';
import { type LaneOptions, Stage } from './client/stage.js';
import type { DemoDesk } from './demo/demo-desk.js';
import { HarnessError } from './domain/errors.js';
import type { Engine } from './engine/engine.js';
import type { Address } from './http/address.js';
import type { Guard } from './http/guard.js';
import { type Listening, listen } from './http/listen.js';
import type { LiveStream } from './http/stream.js';
import type { Store } from './log/open-store.js';
import type { ProbeTarget } from './transport/probe-target.js';
import type { Transport } from './transport/transport.js';

/** Attempts that are under way may take this long when the harness closes. */
const CLOSE_GRACE_MS = 3_000;

export interface HarnessParts {
  token: string | null;
  address: Address;
  engine: Engine;
  guard: Guard;
  stream: LiveStream;
  store: Store;
  transport: Transport;
  checkDesk: CheckDesk;
  demoDesk: DemoDesk;
  probeTarget: ProbeTarget;
  handle: RequestListener;
  /** Ends the watch on storage trouble: what the closing itself runs into is told by its result. */
  stopWatching(): void;
}

/** How an app is judged, and where its payments are made. */
export interface HarnessCheckOptions extends CheckOptions {
  /** Whose keys the app has. Default: a lane of its own when `secret` names another key than that of `env`, else the lane of `env`. */
  lane?: Lane;
}

/** A running stage: one process, one port, both providers. */
export class Harness {
  readonly engine: Engine;
  readonly address: Address;
  readonly #parts: HarnessParts;
  #listening: Listening | null = null;
  #starting: Promise<this> | null = null;
  #hasFailed = false;
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
   * Starts to listen and takes up what an earlier run left open. Calling it again waits for the same start.
   * @throws HarnessError `port_in_use`, `cannot_listen` (exit 2); `closed`; whatever taking up ran into. The harness is closed then.
   */
  async listen(): Promise<this> {
    this.#refuseClosed();
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<this> {
    const { address, handle, stream, guard, store, engine } = this.#parts;
    try {
      this.#listening = await listen({ host: address.host, port: address.port, handle, stream, guard });
      address.port = this.#listening.port;
      // Closed meanwhile: what an earlier run left open is not for this one any more, and whoever closes takes the port back.
      this.#refuseClosed();
      store.setInstanceUrl(address.publicUrl);
      engine.accounts.refresh();
      engine.resume();
      return this;
    } catch (error) {
      this.#hasFailed = true;
      // Whoever closed it meanwhile waits for this end. What the closing runs into counts less than why we are here.
      if (this.#closing === null) await this.close({ graceMs: 0 }).catch(() => {});
      throw error;
    }
  }

  /** The stage as its clients see it; all of them go through its address, this process's own tests too. @throws HarnessError `not_listening`, `closed`. */
  get stage(): Stage {
    this.#refuseClosed();
    if (this.#listening) return new Stage({ url: this.url, token: this.#parts.token ?? undefined });
    throw new HarnessError('not_listening', 'The harness does not listen yet.', { hint: 'Call "await harness.listen()" first.' });
  }

  /** Opens a lane: keys, targets, faults, clock and log of its own, for one test. @throws HarnessError `not_listening`, `closed`, `lane_exists`, `invalid_setting`. */
  async lane(options: LaneOptions = {}): Promise<Lane> {
    return this.stage.lane(options);
  }

  /**
   * Judges how an app takes webhooks and redirects, as `paystage check` does: valid events and, one difference at a time, wrong ones.
   * @returns what each check came to; `exitCode` 0: none failed, 1: at least one did, 2: nothing could be judged.
   * @throws HarnessError `not_listening`; `blocked_target` for an app beyond this machine and its networks; and as `checkReceiver`.
   */
  async check(provider: string, { lane, ...options }: HarnessCheckOptions): Promise<CheckReport> {
    const { stage, engine } = this;
    const { secretKey } = findExamProvider(provider, engine.providers.values()).exam;
    const { endpoint, callback, secret } = options;
    const addresses = [options.probe, options.create].map((wish) => (typeof wish === 'string' ? findAddress(wish) : null));
    await refusePublic([endpoint, callback, ...addresses], this.#parts.probeTarget);
    const { checkReceiver } = await import('./checks/check-receiver.js');
    if (lane) return await checkReceiver(lane, provider, options);
    const isOfEnv = secret === undefined || secret === engine.accounts.inLane(provider, 'default').keys[secretKey];
    if (isOfEnv) return await checkReceiver(await stage.openLane(), provider, options);
    await using own = await stage.lane();
    return await checkReceiver(own, provider, options);
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

  /**
   * Stops: nothing new starts, running attempts get `graceMs` (3 s), the log is on disk when this resolves. Calling it again waits for the
   * same end.
   */
  close({ graceMs = CLOSE_GRACE_MS }: { graceMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(graceMs);
    return this.#closing;
  }

  #refuseClosed(): void {
    if (this.#closing === null) return;
    throw new HarnessError('closed', 'The harness is closed.', { hint: 'Create another one with createHarness().' });
  }

  async #close(graceMs: number): Promise<void> {
    // A start that is under way comes to its end first; one that failed is what closes us.
    if (this.#listening === null && this.#starting !== null && !this.#hasFailed) await this.#starting.catch(() => {});
    const { engine, stream, store, transport, checkDesk, demoDesk, stopWatching } = this.#parts;
    checkDesk.close();
    await withLimit(checkDesk.whenIdle(), graceMs);
    await withLimit(
      demoDesk.close().catch(() => {}),
      graceMs,
    );
    engine.stop();
    // A run that waits for an app has its request cut off, and ends while the control plane still answers.
    if (!checkDesk.isIdle) {
      engine.interrupt();
      await transport.close();
      await withLimit(checkDesk.whenIdle(), graceMs);
    }
    const stopped = this.#listening?.close(graceMs);
    await withLimit(engine.activity.whenIdle(), graceMs);
    engine.interrupt();
    await transport.close();
    stream.close();
    await stopped;
    stopWatching();
    engine.lanes.close();
    // Once it listened, somebody may have been told that something is kept.
    await (this.#hasFailed && this.#listening === null ? store.undo() : store.close());
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
