import { HarnessError } from '../../domain/errors.js';
import type { State } from '../../domain/state.js';
import type { EventLog } from '../../log/event-log.js';
import type { AccountOverride } from '../accounts/account-override.js';
import type { Accounts } from '../accounts/accounts.js';
import type { CallWindows } from '../accounts/call-windows.js';
import type { Bins } from '../bins/bins.js';
import type { Deliveries } from '../delivery/deliveries.js';
import type { Faults } from '../faults/faults.js';
import type { Holds } from '../holds/holds.js';
import type { PaymentTimers } from '../payment-timers.js';
import type { Lane } from './lane.js';
import type { LaneOptions, Lanes } from './lanes.js';

export interface LaneLifeParts {
  log: EventLog;
  state: State;
  lanes: Lanes;
  accounts: Accounts;
  bins: Bins;
  windows: CallWindows;
  holds: Holds;
  faults: Faults;
  deliveries: Deliveries;
  timers: PaymentTimers;
}

/** Opens, empties and ends lanes, with everything in the engine that belongs to them. */
export class LaneLife {
  readonly #parts: LaneLifeParts;

  constructor(parts: LaneLifeParts) {
    this.#parts = parts;
  }

  /** @throws HarnessError as `Lanes.prepare` and `Accounts.openLane`; `storage_full` (507). */
  open(options: LaneOptions, overrides: Readonly<Record<string, AccountOverride>>): Lane {
    const { lanes, accounts } = this.#parts;
    this.#refuseWithoutStorage();
    const lane = lanes.prepare(options);
    accounts.openLane(lane.name, lane.ids, overrides);
    lanes.add(lane);
    return lane;
  }

  /** @throws HarnessError `unknown_lane` (404), `lane_is_default` (409), `storage_full` (507). */
  dispose(name: string): void {
    const { lanes, accounts, bins, windows } = this.#parts;
    const lane = lanes.get(name);
    if (lane === lanes.default) {
      throw new HarnessError('lane_is_default', 'The default lane cannot be disposed.', {
        status: 409,
        hint: 'POST /_paystage/api/reset forgets its payments.',
      });
    }
    this.#forgetPayments(lane, 'lane.disposed');
    bins.reset(name);
    accounts.disposeLane(name);
    lanes.remove(lane);
    windows.forget(name);
  }

  /** @throws HarnessError `unknown_lane` (404), `storage_full` (507). */
  reset(name: string): void {
    const { lanes, bins } = this.#parts;
    const lane = lanes.get(name);
    this.#forgetPayments(lane, 'stage.reset');
    lane.clock.returnToRealTime();
    bins.reset(name);
  }

  /** Ends the lanes that an earlier run left in the log: a lane lives as long as its process. */
  endLeftovers(nowMs: number): void {
    const { log, lanes, state } = this.#parts;
    const { payments, holds, faults } = state;
    const named = [
      ...state.lanes.keys(),
      ...[...payments.heads(), ...holds.values(), ...faults.values()].map(({ lane }) => lane),
    ];
    for (const name of new Set(named)) if (!lanes.find(name)) log.append(name, nowMs, { type: 'lane.disposed' });
  }

  /** In one turn: whoever waits in the lane is answered, what runs is cut off and written down as such, then everything is forgotten. */
  #forgetPayments({ name, clock }: Lane, type: 'stage.reset' | 'lane.disposed'): void {
    const { log, holds, faults, deliveries, timers } = this.#parts;
    this.#refuseWithoutStorage();
    holds.forget(name);
    deliveries.cutOff(name);
    log.append(name, clock.nowMs(), { type });
    deliveries.forgetMissing();
    faults.forgetMissing();
    timers.forgetMissing();
  }

  #refuseWithoutStorage(): void {
    const problem = this.#parts.log.storageProblem;
    if (problem) throw new HarnessError('storage_full', problem.message, { status: 507 });
  }
}
