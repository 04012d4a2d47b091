import type { ClockView } from '../http/control/replies.js';
import type { JsonObject } from '../protocol/records.js';
import type { ControlClient } from './control-client.js';
import { type Duration, toMs } from './duration.js';

export interface MoveOptions {
  /** How long the move may take in real time; default: 4 minutes. */
  within?: Duration;
}

/** The time of a lane. Every move answers when the work that came due on the way is done. */
export class LaneClock {
  readonly #client: ControlClient;

  constructor(client: ControlClient) {
    this.#client = client;
  }

  async now(): Promise<Date> {
    return new Date((await this.read()).now);
  }

  read(): Promise<ClockView> {
    return this.#client.get('/clock');
  }

  /**
   * @throws HarnessError `invalid_duration`; `clock_held_up` when `within` is over; `clock_brought_back` when somebody went back to real time
   * meanwhile.
   */
  async advance(by: Duration, options?: MoveOptions): Promise<ClockView> {
    return this.#move({ advanceMs: toMs(by) }, options);
  }

  /** To whatever is due next; the clock stays when nothing is. */
  jump(to: 'next-attempt' | 'next-timer', options?: MoveOptions): Promise<ClockView> {
    return this.#move({ jumpTo: to }, options);
  }

  /** @throws HarnessError `invalid_move` for a moment that has passed. */
  moveTo(moment: Date, options?: MoveOptions): Promise<ClockView> {
    return this.#move({ to: moment.toISOString() }, options);
  }

  /** 1 is real time, 0 freezes. */
  setSpeed(speed: number): Promise<ClockView> {
    return this.#client.post('/clock', { speed });
  }

  freeze(): Promise<ClockView> {
    return this.setSpeed(0);
  }

  /**
   * To the time of this machine, at its own speed; a move that is under way ends.
   * @throws HarnessError `invalid_move` for a lane whose clock is its own.
   */
  returnToRealTime(): Promise<ClockView> {
    return this.#client.post('/clock', { realTime: true });
  }

  #move(change: JsonObject, { within }: MoveOptions = {}): Promise<ClockView> {
    return this.#client.post('/clock', { ...change, ...(within === undefined ? {} : { withinMs: toMs(within) }) });
  }
}
