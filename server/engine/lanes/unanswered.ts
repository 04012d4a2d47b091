import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { AdjustableClock, Timer } from '../time/clock.js';
import type { Activity } from './activity.js';

/** How long an answer is waited for before a clock that stands moves on without it, real ms. */
const PATIENCE_MS = 5_000;
/** The same for an endpoint that has let an attempt time out: nobody waits for it again and again. */
const SILENT_PATIENCE_MS = 300;
const LOOK_AGAIN_MS = 50;

interface Waiting {
  patienceMs: number;
  startedAtMs: number;
  expiresAtMs: number;
  timer: Timer;
}

/**
 * Attempts of a lane that have got no answer yet. While its clock stands no time passes for them; when it is moved past their timeout they
 * end there, after a little patience in real time, as they would have if somebody had waited.
 */
export class Unanswered {
  readonly #clock: AdjustableClock;
  readonly #activity: Activity;
  readonly #waiting = new Set<Waiting>();
  readonly #silent = new Set<string>();

  constructor(clock: AdjustableClock, activity: Activity) {
    this.#clock = clock;
    this.#activity = activity;
  }

  /** For an attempt that begins while the clock stands. @param expire ends it as timed out. @returns to be called when it has ended. */
  begin(endpoint: string, timeoutMs: number, expire: () => void): (isTimeout: boolean) => void {
    const expiresAtMs = this.#clock.nowMs() + timeoutMs;
    const waiting: Waiting = {
      patienceMs: this.#silent.has(endpoint) ? SILENT_PATIENCE_MS : PATIENCE_MS,
      startedAtMs: performance.now(),
      expiresAtMs,
      timer: this.#clock.setTimer(expiresAtMs, () => {
        // What follows from its end is waited for.
        this.#waiting.delete(waiting);
        expire();
      }),
    };
    this.#waiting.add(waiting);
    return (isTimeout) => {
      waiting.timer.cancel();
      this.#waiting.delete(waiting);
      if (isTimeout) this.#silent.add(endpoint);
      else this.#silent.delete(endpoint);
    };
  }

  /** Lane time at which the first of them times out, epoch ms. */
  nextExpiryAtMs(): number | null {
    const moments = [...this.#waiting].map(({ expiresAtMs }) => expiresAtMs);
    return moments.length === 0 ? null : Math.min(...moments);
  }

  /** Resolves when nothing is under way in the lane, or what is has been waited for long enough. */
  async whenSettled(): Promise<void> {
    const idle = this.#activity.whenIdle().then(() => true);
    for (;;) {
      const nowMs = performance.now();
      const leftMs = [...this.#waiting].map(({ startedAtMs, patienceMs }) => startedAtMs + patienceMs - nowMs);
      if (leftMs.length > 0 && leftMs.every((ms) => ms <= 0)) return;
      const end = new AbortController();
      // An attempt that is only about to begin is seen in the next round.
      const pauseMs = leftMs.length === 0 ? LOOK_AGAIN_MS : Math.max(1, ...leftMs);
      const pause = setTimeout(pauseMs, false, { signal: end.signal, ref: false }).catch(() => false);
      const isIdle = await Promise.race([idle, pause]);
      end.abort();
      if (isIdle) return;
    }
  }
}
