import type { ProbeTarget } from '../transport/probe-target.js';

/** Told how targets are found. */
export interface TargetNews {
  /** Somebody listens, or nobody: at first, and whenever that changes. */
  target(hostAndPort: string, isUp: boolean, isFirst: boolean): void;
  /** Deliveries may not go there, and why; it is not looked at again. */
  refusedTarget(hostAndPort: string, reason: string): void;
}

const LOOK_AGAIN_MS = 2_000;

/** Knows which targets somebody listens on. One that is down is looked at every 2 s; one that is up until a delivery finds it down. */
export class TargetWatch {
  readonly #states = new Map<string, boolean>();
  readonly #probe: ProbeTarget;
  readonly #news: TargetNews;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #isStopped = false;

  constructor(probe: ProbeTarget, news: TargetNews) {
    this.#probe = probe;
    this.#news = news;
  }

  /** True while nobody listens on some target. */
  get isAnyDown(): boolean {
    return this.#timers.size > 0;
  }

  /** Looks at a target for the first time; one that is known already is left alone. */
  add(hostAndPort: string): void {
    if (!this.#states.has(hostAndPort) && !this.#timers.has(hostAndPort)) void this.#look(hostAndPort);
  }

  /** A delivery found that nobody listens. */
  noteRefused(hostAndPort: string): void {
    if (this.#states.get(hostAndPort) === true) this.#set(hostAndPort, false);
  }

  /** A delivery was answered. */
  noteAnswered(hostAndPort: string): void {
    if (this.#states.get(hostAndPort) === false) this.#set(hostAndPort, true);
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  async #look(hostAndPort: string): Promise<void> {
    const { state, message } = await this.#probe(`http://${hostAndPort}`);
    if (this.#isStopped) return;
    if (state === 'blocked') this.#news.refusedTarget(hostAndPort, message);
    else this.#set(hostAndPort, state === 'reachable');
  }

  #set(hostAndPort: string, isUp: boolean): void {
    const before = this.#states.get(hostAndPort);
    this.#states.set(hostAndPort, isUp);
    clearTimeout(this.#timers.get(hostAndPort));
    this.#timers.delete(hostAndPort);
    if (!isUp) this.#timers.set(hostAndPort, setTimeout(() => void this.#look(hostAndPort), LOOK_AGAIN_MS).unref());
    if (before !== isUp) this.#news.target(hostAndPort, isUp, before === undefined);
  }
}
