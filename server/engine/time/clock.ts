import { performance } from 'node:perf_hooks';
import { HarnessError } from '../../domain/errors.js';
import { describeBroughtBack, orEnded } from './ended-move.js';
import { readClocks } from './read-clocks.js';
import { type HeapTimer, TimerHeap } from './timer-heap.js';

export interface Timer {
  /** Takes the timer back; does nothing once it has fired. */
  cancel(): void;
}

export interface Clock {
  /** Lane time, whole epoch milliseconds. */
  nowMs(): number;
  /**
   * Calls `run` when lane time reaches `dueAtMs`; on a later turn of the event loop when that moment has passed. Never early, and exact for
   * any distance: a bare `setTimeout` fires at once beyond 24.8 days. NaN counts as "now", Infinity as "never".
   */
  setTimer(dueAtMs: number, run: () => void): Timer;
  /** Lane milliseconds per real millisecond: 1 is real time, 0 frozen. */
  readonly speed: number;
}

export interface AdjustableClockOptions {
  /** Lane time at the start, epoch ms. Default: the wall clock. */
  startMs?: number;
  /** Default: 1. */
  speed?: number;
  /** Monotonic milliseconds from any origin. Default: `performance.now`. */
  monotonicNow?: () => number;
  /** Wall clock to catch up with after the machine slept, epoch ms. Default: none, lane time is its own. */
  wallNow?: () => number;
}

/** Largest delay of `setTimeout`, ms; anything above wraps to 1 ms. Source: nodejs.org/api/timers.html. */
const MAX_TIMEOUT_MS = 2_147_483_647;

/** The monotonic clock stands still while the machine sleeps. What the wall clock is ahead by less than this is drift, not sleep. */
const SLEEP_MS = 2_000;
/** A clock that watches for sleep looks at least this often, ms. */
const WATCH_MS = 30_000;

/**
 * Real, speeded-up and simulated time in one: lane time is an anchor plus the monotonic time since then, times the speed. A wall clock that is
 * set back moves no due time. One that is ahead, because the machine slept, is caught up with, so that signed timestamps are not stale; what
 * came due meanwhile fires once.
 */
export class AdjustableClock implements Clock {
  readonly #heap = new TimerHeap();
  readonly #monotonicNow: () => number;
  readonly #wallNow: (() => number) | null;
  #onWallMoved: (byMs: number) => void = () => {};
  /** How far back the wall clock was when that was told; 0 when it is not. */
  #toldBackMs = 0;
  /** How far lane time is ahead of the wall clock on purpose. */
  #leadMs = 0;
  #anchorLaneMs: number;
  #anchorMonotonicMs: number;
  #speed: number;
  #order = 0;
  #alarm: { timeout?: NodeJS.Timeout; immediate?: NodeJS.Immediate } = {};
  /** While lane time is moved by hand, real time does not move it. */
  #isHeld = false;
  #isClosed = false;
  #moves: Promise<unknown> = Promise.resolve();
  /** Ends every move that was asked for so far. */
  #moving = new AbortController();

  /** @throws HarnessError `invalid_speed`. */
  constructor(options: AdjustableClockOptions = {}) {
    this.#monotonicNow = options.monotonicNow ?? (() => performance.now());
    this.#wallNow = options.wallNow ?? null;
    const { wallMs, monotonicMs } = readClocks(this.#wallNow ?? Date.now, this.#monotonicNow);
    this.#anchorLaneMs = options.startMs ?? wallMs;
    this.#anchorMonotonicMs = monotonicMs;
    if (this.#wallNow !== null) this.#leadMs = this.#anchorLaneMs - wallMs;
    this.#speed = checkSpeed(options.speed ?? 1);
  }

  get speed(): number {
    return this.#speed;
  }

  nowMs(): number {
    return Math.floor(this.#exactNowMs());
  }

  /**
   * Calls `tell` when the wall clock has moved by itself, once for each move and on a later turn: ahead, and lane time followed it, or back
   * (negative), and it did not.
   */
  watchWall(tell: (byMs: number) => void): void {
    this.#onWallMoved = tell;
  }

  /** How far lane time is ahead of the wall clock; null where it is its own. */
  leadMs(): number | null {
    return this.#wallNow === null ? null : this.nowMs() - this.#wallNow();
  }

  setTimer(dueAtMs: number, run: () => void): Timer {
    if (this.#isClosed || dueAtMs === Number.POSITIVE_INFINITY) return { cancel: () => {} };
    const dueMs = Number.isNaN(dueAtMs) ? this.nowMs() : Math.ceil(dueAtMs);
    const timer: HeapTimer = { dueAtMs: dueMs, order: this.#order++, run, index: -1 };
    this.#heap.push(timer);
    if (timer.index === 0) this.#arm();
    return {
      cancel: () => {
        const isNext = timer.index === 0;
        this.#heap.remove(timer);
        if (isNext) this.#arm();
      },
    };
  }

  /**
   * Back to the wall clock at its own speed, where there is one. Timers keep their due times. A move that is under way, and those that wait
   * for it, end with `clock_brought_back` (409): they would lead away from real time again.
   */
  returnToRealTime(): void {
    if (this.#wallNow === null) return;
    this.#moving.abort(describeBroughtBack(this.nowMs()));
    this.#moving = new AbortController();
    this.#isHeld = false;
    this.#speed = 1;
    this.#anchor(null);
    this.#arm();
  }

  /** Changes how fast lane time runs from now on; 0 freezes it. Lane time does not jump. @throws HarnessError `invalid_speed`. */
  setSpeed(speed: number): void {
    checkSpeed(speed);
    this.#anchor(this.#exactNowMs());
    this.#speed = speed;
    this.#arm();
  }

  /**
   * Moves lane time forward, firing due timers in order, each at its own due time. Waits for `settle` before the first and after each one, so
   * that work which is under way (real sockets) can finish and set its own timers. Real time stands still meanwhile. Moves queue up; one that
   * is awaited from inside a timer or `settle` would wait for itself.
   * @throws HarnessError `invalid_move` for a negative or endless move; `clock_brought_back` (409); and whatever a timer throws.
   */
  advance(ms: number, settle: () => Promise<void> = takeTurn): Promise<void> {
    if (!Number.isFinite(ms) || ms < 0) {
      throw new HarnessError('invalid_move', `The clock cannot move by ${ms} ms.`, {
        hint: 'Give a number of milliseconds from 0 up.',
      });
    }
    return this.#whileHeld(async (ended) => {
      await settle();
      ended.throwIfAborted();
      await this.#fireUntil(this.#anchorLaneMs + ms, settle, ended);
    });
  }

  /**
   * As `advance`, to the moment that `find` names once everything has settled; false when it names none. The clock stays for a moment that
   * has passed.
   */
  advanceTo(find: () => number | null, settle: () => Promise<void> = takeTurn): Promise<boolean> {
    return this.#whileHeld(async (ended) => {
      await settle();
      ended.throwIfAborted();
      const targetMs = find();
      if (targetMs === null) return false;
      await this.#fireUntil(Math.max(targetMs, this.#anchorLaneMs), settle, ended);
      return true;
    });
  }

  /** As `advanceTo`, to the next timer, which fires with any others of the same moment. */
  advanceToNextTimer(settle?: () => Promise<void>): Promise<boolean> {
    return this.advanceTo(() => this.nextTimerAtMs(), settle);
  }

  /** Lane time of the next timer, or null when none is set. */
  nextTimerAtMs(): number | null {
    return this.#heap.peek()?.dueAtMs ?? null;
  }

  /** Cancels every timer and takes no more of them. */
  close(): void {
    this.#isClosed = true;
    this.#heap.clear();
    this.#disarm();
  }

  #exactNowMs(): number {
    if (this.#isHeld) return this.#anchorLaneMs;
    const laneMs = this.#anchorLaneMs + (this.#monotonicNow() - this.#anchorMonotonicMs) * this.#speed;
    if (this.#wallNow === null || this.#speed !== 1) return laneMs;
    const wallMs = this.#wallNow() + this.#leadMs;
    if (wallMs - laneMs < SLEEP_MS) {
      this.#noteSetBack(laneMs - wallMs);
      return laneMs;
    }
    this.#anchorLaneMs = wallMs;
    this.#anchorMonotonicMs = this.#monotonicNow();
    this.#tellWallMoved(wallMs - laneMs);
    return wallMs;
  }

  /** Back by another step than was told; a wall clock that fits again is nothing to tell. */
  #noteSetBack(backMs: number): void {
    if (backMs < SLEEP_MS) this.#toldBackMs = 0;
    else if (backMs - this.#toldBackMs >= SLEEP_MS) {
      this.#tellWallMoved(this.#toldBackMs - backMs);
      this.#toldBackMs = backMs;
    }
  }

  /** Whoever asked for the time is in the middle of something. */
  #tellWallMoved(byMs: number): void {
    setImmediate(() => {
      if (!this.#isClosed) this.#onWallMoved(byMs);
    });
  }

  /** Lane time goes on from here; from the wall clock for null. */
  #anchor(laneMs: number | null): void {
    const { wallMs, monotonicMs } = readClocks(this.#wallNow ?? Date.now, this.#monotonicNow);
    this.#toldBackMs = 0;
    this.#anchorLaneMs = laneMs ?? wallMs;
    this.#anchorMonotonicMs = monotonicMs;
    if (this.#wallNow !== null) this.#leadMs = this.#anchorLaneMs - wallMs;
  }

  /** @param move looks after every wait whether it has been ended: the clock is no longer its own then. */
  #whileHeld<T>(move: (ended: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = this.#moving;
    const moved = this.#moves.then(async () => {
      signal.throwIfAborted();
      this.#anchorLaneMs = this.#exactNowMs();
      this.#isHeld = true;
      this.#disarm();
      try {
        return await orEnded(move(signal), signal);
      } finally {
        if (!signal.aborted) {
          this.#isHeld = false;
          this.#anchor(this.#anchorLaneMs);
          this.#arm();
        }
      }
    });
    this.#moves = moved.catch(() => {});
    return moved;
  }

  async #fireUntil(targetMs: number, settle: () => Promise<void>, ended: AbortSignal): Promise<void> {
    for (;;) {
      const next = this.#heap.peek();
      if (next === undefined || next.dueAtMs > targetMs) break;
      this.#anchorLaneMs = Math.max(this.#anchorLaneMs, next.dueAtMs);
      this.#heap.remove(next);
      next.run();
      await settle();
      ended.throwIfAborted();
    }
    this.#anchorLaneMs = targetMs;
  }

  #fireDue(): void {
    this.#alarm = {};
    const nowMs = this.#exactNowMs();
    const firstNewOrder = this.#order;
    try {
      for (;;) {
        const next = this.#heap.peek();
        // What a timer sets while we fire waits for the next turn, so that a chain of overdue timers cannot starve the sockets.
        if (next === undefined || next.dueAtMs > nowMs || next.order >= firstNewOrder) return;
        this.#heap.remove(next);
        next.run();
      }
    } finally {
      this.#arm();
    }
  }

  /** One real timer for the earliest of ours. It does not keep the process alive. */
  #arm(): void {
    this.#disarm();
    const next = this.#heap.peek();
    if (next === undefined || this.#isHeld) return;
    const laneDelayMs = next.dueAtMs - this.#exactNowMs();
    if (laneDelayMs <= 0) {
      // Not unref'd: an unref'd immediate lets an idle loop sleep on. It is gone after one turn.
      this.#alarm = { immediate: setImmediate(() => this.#fireDue()) };
    } else if (this.#speed > 0) {
      const longestMs = this.#wallNow === null ? MAX_TIMEOUT_MS : WATCH_MS;
      const delayMs = Math.min(longestMs, Math.max(1, Math.ceil(laneDelayMs / this.#speed)));
      this.#alarm = { timeout: setTimeout(() => this.#fireDue(), delayMs).unref() };
    }
  }

  #disarm(): void {
    clearTimeout(this.#alarm.timeout);
    clearImmediate(this.#alarm.immediate);
    this.#alarm = {};
  }
}

/**
 * The clock of a lane in real time: runs on the monotonic clock and catches up with the wall clock after the machine slept.
 * @param notBeforeMs where lane time had come to in an earlier run, epoch ms: a clock that was moved on by hand goes on from there, or due
 * times and timestamps of the log would lie in the future.
 */
export function createSystemClock(notBeforeMs = 0): AdjustableClock {
  return new AdjustableClock({ wallNow: Date.now, ...(notBeforeMs > Date.now() && { startMs: notBeforeMs }) });
}

function checkSpeed(speed: number): number {
  if (Number.isFinite(speed) && speed >= 0) return speed;
  throw new HarnessError('invalid_speed', `The clock cannot run at speed ${speed}.`, {
    hint: 'Give a factor from 0 (frozen) up; 1 is real time.',
  });
}

function takeTurn(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}
