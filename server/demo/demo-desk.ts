import type { StageAddress } from '../client/control-client.js';
import type { Lane } from '../client/lane.js';
import { connect } from '../client/stage.js';
import { HarnessError } from '../domain/errors.js';
import type { DemoDesk as Desk } from '../http/control/demo-desk.js';
import type { DemoShopView } from '../http/control/demo-replies.js';
import type { AccountView } from '../http/control/replies.js';
import type { JsonValue } from '../protocol/records.js';
import type { Provider } from '../providers/provider.js';
import { describeShop, endpointOf } from './describe-shop.js';
import { type RunningShop, startShop } from './start-shop.js';

export interface DemoDeskParts {
  providers: ReadonlyMap<string, Provider>;
  /** Where this stage answers, once it does. */
  stage(): StageAddress;
  /** Why a shop on this machine would be of no use, and what helps; null: it would be. */
  findObstacle(): { why: string; hint: string } | null;
}

interface Running {
  view: DemoShopView;
  process: RunningShop;
  putBack(): Promise<void>;
}

/** Runs the sample shop in a process beside the stage: one at a time, with the keys of the default accounts. */
export class DemoDesk implements Desk {
  readonly #parts: DemoDeskParts;
  #running: Running | null = null;
  /** The start or stop that is under way: the next one waits for it. */
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(parts: DemoDeskParts) {
    this.#parts = parts;
  }

  get shop(): DemoShopView | null {
    return this.#running?.view ?? null;
  }

  start(): Promise<DemoShopView> {
    return this.#inTurn(async () => this.#running?.view ?? (await this.#start()));
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      const running = this.#running;
      this.#running = null;
      if (!running) return;
      await running.putBack().finally(() => running.process.stop());
    });
  }

  /** Ends the shop while the control plane still answers, and starts no other. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.stop();
  }

  async #start(): Promise<DemoShopView> {
    const { providers, stage, findObstacle } = this.#parts;
    const obstacle = this.#isClosed ? { why: 'the stage is stopping', hint: 'Start it again.' } : findObstacle();
    if (obstacle) {
      const message = `The demo shop cannot run: ${obstacle.why}.`;
      throw new HarnessError('demo_not_possible', message, { status: 409, hint: obstacle.hint });
    }
    const lane = await connect(stage()).openLane();
    const shop = await startShop(lane.env, Number(new URL(stage().url).port) + 1);
    try {
      const putBack = await sendEventsTo(shop.url, lane, [...providers.values()]);
      this.#running = { view: describeShop(shop.url, providers.values()), process: shop, putBack };
    } catch (error) {
      await shop.stop();
      throw error;
    }
    const { view } = this.#running;
    // It may be killed, too. Then nothing is sent there any more.
    void shop.ended.then(async () => {
      if (this.shop === view && !this.#isClosed) await this.stop().catch(() => {});
    });
    return view;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}

/**
 * Lets the events of every provider go to the shop: beside the app that was named, or in place of the built-in receiver.
 * @returns how to take that back.
 */
async function sendEventsTo(url: string, lane: Lane, providers: readonly Provider[]): Promise<() => Promise<void>> {
  const targets = providers.flatMap(({ name, targets: all }) =>
    all.filter(({ receivesEvents }) => receivesEvents).map(({ setting }) => ({ name, setting, own: endpointOf(url, name) })),
  );
  const read = async (name: string, setting: string): Promise<string[]> => {
    const { settings } = await lane.control.get<AccountView>(`/accounts/${encodeURIComponent(name)}`);
    return listTexts(settings[setting]);
  };
  const before = new Map<string, string[]>();
  for (const { name, setting, own } of targets) {
    const urls = await read(name, setting);
    before.set(`${name} ${setting}`, urls);
    await lane.configure(name, { [setting]: [...urls.filter((other) => !other.includes('/_paystage/bin/')), own] });
  }
  return async () => {
    for (const { name, setting, own } of targets) {
      const urls = await read(name, setting);
      // Whoever has changed it meanwhile wants it so.
      if (!urls.includes(own)) continue;
      const others = urls.filter((other) => other !== own);
      const earlier = before.get(`${name} ${setting}`) ?? [];
      await lane.configure(name, { [setting]: others.length > 0 ? others : earlier });
    }
  };
}

function listTexts(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
