import type { ClockView } from '../http/control/replies.js';
import type { ControlClient } from './control-client.js';
import { type Duration, toMs } from './duration.js';

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

  /** @throws HarnessError `invalid_duration`. */
  async advance(by: Duration): Promise<ClockView> {
    return this.#client.post('/clock', { advanceMs: toMs(by) });
  }

  /** To whatever is due next; the clock stays when nothing is. */
  jump(to: 'next-attempt' | 'next-timer'): Promise<ClockView> {
    return this.#client.post('/clock', { jumpTo: to });
  }

  /** @throws HarnessError `invalid_move` for a moment that has passed. */
  moveTo(moment: Date): Promise<ClockView> {
    return this.#client.post('/clock', { to: moment.toISOString() });
  }

  /** 1 is real time, 0 freezes. */
  setSpeed(speed: number): Promise<ClockView> {
    return this.#client.post('/clock', { speed });
  }

  freeze(): Promise<ClockView> {
    return this.setSpeed(0);
  }
}
