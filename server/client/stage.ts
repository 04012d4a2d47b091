import { canParseUrl } from '../domain/can-parse-url.js';
import { HarnessError } from '../domain/errors.js';
import type { LaneSummary, LaneView } from '../http/control/lane-replies.js';
import type { JsonObject } from '../protocol/records.js';
import { ControlClient, type StageAddress } from './control-client.js';
import { Lane } from './lane.js';

/** What a lane starts with; everything has a default. */
export interface LaneOptions {
  /** Small letters, digits and dashes, 40 at most; generated when left out. */
  name?: string;
  /** Makes ids and keys the same again for a lane of the same name. */
  seed?: string | number;
  /** `simulated` stands still until the test moves it. Default: real time. */
  clock?: 'simulated' | { startAt?: Date | string; speed?: number };
  /** Settings and keys by provider. */
  accounts?: Readonly<Record<string, { settings?: JsonObject; keys?: Readonly<Record<string, string>> }>>;
}

/** A running stage, in this process or in another. */
export class Stage {
  readonly #client: ControlClient;

  constructor(address: StageAddress) {
    this.#client = new ControlClient({ ...address, url: address.url.replace(/(?<!\/)\/+$/, '') });
  }

  get url(): string {
    return this.#client.url;
  }

  /** Opens a lane: keys, targets, faults, clock and log of its own, for one test. @throws HarnessError `no_stage`, `lane_exists`, `invalid_setting`. */
  async lane(options: LaneOptions = {}): Promise<Lane> {
    const { clock, ...rest } = options;
    const startAt = typeof clock === 'object' && clock.startAt instanceof Date ? clock.startAt.toISOString() : undefined;
    const asked = typeof clock === 'object' && startAt !== undefined ? { ...clock, startAt } : clock;
    const view = await this.#client.post<LaneView>('/lanes', { ...rest, ...(asked === undefined ? {} : { clock: asked }) });
    return new Lane(this.#client, view);
  }

  /** A lane that is open already, such as `default`. @throws HarnessError `no_stage`, `unknown_lane`. */
  async openLane(name = 'default'): Promise<Lane> {
    return new Lane(this.#client, await this.#client.post<LaneView>(`/lanes/${encodeURIComponent(name)}/reveal`));
  }

  /** Every lane that is open, secrets masked. */
  async lanes(): Promise<LaneSummary[]> {
    return (await this.#client.get<{ lanes: LaneSummary[] }>('/lanes')).lanes;
  }
}

/** A running stage by its address. Nothing is asked of it yet. @throws HarnessError `invalid_address`. */
export function connect(address: StageAddress | string): Stage {
  const given = typeof address === 'string' ? { url: address } : address;
  const url: unknown = given?.url;
  if (typeof url === 'string' && isHttp(url)) return new Stage(given);
  const isMeant = typeof url === 'string' && isHttp(`http://${url}`);
  throw new HarnessError('invalid_address', `The address of a stage is an absolute http URL, found ${JSON.stringify(url)}.`, {
    hint: isMeant ? `Did you mean "http://${url}"?` : 'Such as http://localhost:4747, which "paystage start" prints.',
  });
}

function isHttp(text: string): boolean {
  return /^https?:\/\//i.test(text) && canParseUrl(text);
}
