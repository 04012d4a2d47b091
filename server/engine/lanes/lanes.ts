import { HarnessError } from '../../domain/errors.js';
import { DEFAULT_LANE, LANE_NAME } from '../../domain/lane.js';
import { nearestName } from '../../domain/nearest.js';
import type { EventLog } from '../../log/event-log.js';
import type { IdSource } from '../../providers/provider.js';
import { AdjustableClock, createSystemClock } from '../time/clock.js';
import type { Activity } from './activity.js';
import { Lane } from './lane.js';
import { createSeededIds } from './seeded-ids.js';

/** Real time, time that stands until somebody moves it, or any start and speed. */
export type LaneClock = 'simulated' | { startAtMs?: number | undefined; speed?: number | undefined };

export interface LaneOptions {
  /** Default: generated. */
  name?: string | undefined;
  /** Makes ids and keys the same again for the same name; with a clock that stands, the lane is repeatable. */
  seed?: string | undefined;
  /** Default: real time. */
  clock?: LaneClock | undefined;
}

export interface LanesParts {
  log: EventLog;
  activity: Activity;
  /** Of the default lane, and where generated names come from. */
  clock: AdjustableClock;
  ids: IdSource;
}

const MAX_LANES = 1_000;
/** Where time starts in a repeatable lane that names no start: any moment will do, as long as it is always the same. */
const REPEATABLE_START_MS = Date.UTC(2026, 0, 1);

/** The lanes that are open. */
export class Lanes {
  readonly default: Lane;
  readonly #parts: LanesParts;
  readonly #open = new Map<string, Lane>();

  constructor(parts: LanesParts) {
    this.#parts = parts;
    const { clock, ids, activity } = parts;
    this.default = new Lane({ name: DEFAULT_LANE, seed: null, isRepeatable: false, clock, ids, activity });
    this.#open.set(DEFAULT_LANE, this.default);
  }

  /** The default one first, then in the order in which they were opened. */
  list(): Lane[] {
    return [...this.#open.values()];
  }

  find(name: string): Lane | undefined {
    return this.#open.get(name);
  }

  /** For whatever goes on after its lane was disposed: that may still ask for the time. */
  of(name: string): Lane {
    return this.#open.get(name) ?? this.default;
  }

  /** @throws HarnessError `unknown_lane` (404) with the nearest name. */
  get(name: string): Lane {
    const lane = this.#open.get(name);
    if (lane) return lane;
    const near = nearestName(name, [...this.#open.keys()]);
    throw new HarnessError('unknown_lane', `There is no lane "${name.slice(0, 80)}".`, {
      status: 404,
      hint: near
        ? `Did you mean "${near}"?`
        : 'It may have been disposed, or the harness started again; POST /_paystage/api/lanes opens one.',
    });
  }

  /**
   * A lane that nobody sees until it is added.
   * @throws HarnessError `invalid_lane`, `lane_exists` (409), `too_many_lanes` (409), `invalid_speed`.
   */
  prepare({ name: given, seed, clock }: LaneOptions): Lane {
    if (this.#open.size > MAX_LANES) {
      throw new HarnessError('too_many_lanes', `${MAX_LANES} lanes are open already.`, {
        status: 409,
        hint: 'Dispose of a lane when its test is over: DELETE /_paystage/api/lanes/{lane}.',
      });
    }
    const name = given ?? this.#makeName(seed);
    if (!LANE_NAME.test(name)) {
      throw new HarnessError('invalid_lane', `"${name.slice(0, 80)}" cannot name a lane.`, {
        hint: 'Take small letters, digits and dashes, 40 at most.',
      });
    }
    if (this.#open.has(name)) {
      throw new HarnessError('lane_exists', `There is a lane "${name}" already.`, {
        status: 409,
        hint: 'Leave the name out to get a new one.',
      });
    }
    const { clock: laneClock, isSimulated } = makeClock(clock, seed !== undefined);
    return new Lane({
      name,
      seed: seed ?? null,
      isRepeatable: isSimulated && seed !== undefined,
      clock: laneClock,
      // The name takes part: lanes of the same seed side by side must not share a key or a payment's id.
      ids: seed === undefined ? this.#parts.ids : createSeededIds(seed, name),
      activity: this.#parts.activity,
    });
  }

  /** @throws HarnessError `storage_full` (507). */
  add(lane: Lane): void {
    const { name, seed, isRepeatable, createdAtMs } = lane;
    lane.firstSeq = this.#parts.log.append(name, createdAtMs, { type: 'lane.created', seed, isRepeatable }).seq;
    this.#open.set(name, lane);
  }

  remove(lane: Lane): void {
    this.#open.delete(lane.name);
    lane.close();
  }

  close(): void {
    for (const lane of this.list()) lane.close();
  }

  #makeName(seed: string | undefined): string {
    for (let number = 1; ; number++) {
      const ids = seed === undefined ? this.#parts.ids : createSeededIds(seed, `name ${number}`);
      const name = `lane-${ids.hex(8)}`;
      if (!this.#open.has(name)) return name;
    }
  }
}

function makeClock(asked: LaneClock | undefined, isSeeded: boolean): { clock: AdjustableClock; isSimulated: boolean } {
  const { startAtMs, speed = 1 } = asked === 'simulated' ? { speed: 0 } : (asked ?? {});
  const isSimulated = speed === 0;
  if (startAtMs === undefined && speed === 1) return { clock: createSystemClock(), isSimulated };
  const startMs = startAtMs ?? (isSimulated && isSeeded ? REPEATABLE_START_MS : Date.now());
  return { clock: new AdjustableClock({ startMs, speed }), isSimulated };
}
