import type { StageAddress } from '../client/control-client.js';
import { connect } from '../client/stage.js';
import { HarnessError } from '../domain/errors.js';
import type { DemoDesk as Desk } from '../http/control/demo-desk.js';
import type { DemoShopView } from '../http/control/demo-replies.js';
import type { Provider } from '../providers/provider.js';
import { describeShop, endpointOf } from './describe-shop.js';
import { type RunningShop, startShop } from './start-shop.js';

export interface DemoDeskParts {
  providers: ReadonlyMap<string, Provider>;
  /** Where this stage answers, once it does. */
  stage(): StageAddress;
  /** Lets the events of a provider's default account go to one more address. @throws HarnessError `invalid_setting`: it has too many. */
  invite(provider: string, url: string): Promise<void>;
  /** Sends no events there any more: they go where they went before. */
  dismiss(provider: string, url: string): Promise<void>;
  /** Why a shop on this machine would be of no use, and what helps; null: it would be. */
  findObstacle(): { why: string; hint: string } | null;
}

interface Running {
  view: DemoShopView;
  process: RunningShop;
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
      await this.#dismiss(running.process).finally(() => running.process.stop());
    });
  }

  /** Ends the shop while the control plane still answers, and starts no other. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.stop();
  }

  async #start(): Promise<DemoShopView> {
    const { providers, stage, findObstacle, invite } = this.#parts;
    const obstacle = this.#isClosed ? { why: 'the stage is stopping', hint: 'Start it again.' } : findObstacle();
    if (obstacle) {
      const message = `The demo shop cannot run: ${obstacle.why}.`;
      throw new HarnessError('demo_not_possible', message, { status: 409, hint: obstacle.hint });
    }
    const lane = await connect(stage()).openLane();
    const shop = await startShop(lane.env, Number(new URL(stage().url).port) + 1);
    try {
      for (const name of providers.keys()) await invite(name, endpointOf(shop.url, name));
      this.#running = { view: describeShop(shop.url, providers.values()), process: shop };
    } catch (error) {
      // What went wrong is told, not what its undoing ran into.
      await this.#dismiss(shop).catch(() => {});
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

  async #dismiss({ url }: RunningShop): Promise<void> {
    const { providers, dismiss } = this.#parts;
    await Promise.all([...providers.keys()].map((name) => dismiss(name, endpointOf(url, name))));
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}
