import { Child, programPath } from '../child.js';
import type { Deadline } from '../deadline.js';
import { type Burst, runBurst } from '../load.js';
import type { Plan } from '../plan.js';
import { runSteady, type Steady } from '../steady.js';
import { type Receiver, type System, startBareLoop, startProduct } from '../systems.js';
import { Watchers } from '../watchers.js';

const WATCHERS = [0, 1, 10] as const;

/** What one fresh process did: after a warm-up a burst, then 40 payments a second. */
export interface Run {
  burst: Burst;
  steady: Steady;
  idleRssMiB: number;
  loadedRssMiB: number;
}

export interface ProductRun extends Run {
  /** Webhooks per second with none, one and ten pages that watch. */
  watched: Record<(typeof WATCHERS)[number], number>;
  framesPerSecond: number;
}

export interface Repeat {
  product: ProductRun;
  bare: Run;
  /** Of a bare loop to which a payment is one call. */
  oneCall: Burst;
}

/** The product and the bare loop in turns, with fresh processes each time. @param tell says how far it is. */
export async function measureRepeats(
  receiver: Receiver,
  plan: Plan,
  deadline: Deadline,
  tell: (text: string) => void,
): Promise<Repeat[]> {
  const repeats: Repeat[] = [];
  for (let number = 1; number <= plan.repeats; number++) {
    if (number > 1 && deadline.hasPassed(plan.lastRepeatAtS)) {
      tell('no time for more repeats: the machine is busy');
      break;
    }
    tell(`repeat ${number} of ${plan.repeats}`);
    const product = await runProduct(receiver, plan, number);
    const bare = await withSystem(startBareLoop(receiver), (system) => runSystem(system, receiver, plan, null));
    const oneCall = await withSystem(startBareLoop(receiver, true), async (system) => {
      await runBurst(system, receiver, plan.warmUpPayments);
      return await runBurst(system, receiver, plan.burstPayments);
    });
    repeats.push({ product, bare, oneCall });
  }
  return repeats;
}

async function runProduct(receiver: Receiver, plan: Plan, number: number): Promise<ProductRun> {
  return await withSystem(startProduct(receiver), async (system) => {
    const page = await Watchers.attach(system.url, 1);
    const run = await runSystem(system, receiver, plan, page);
    const { framesPerSecond } = page;
    page.close();
    const watched = { 0: 0, 1: 0, 10: 0 };
    // Another one begins each time: the process gets faster as it goes.
    for (let turn = 0; turn < WATCHERS.length; turn++) {
      const count = WATCHERS[(turn + number) % WATCHERS.length] ?? 0;
      const pages = await attachPages(system.url, count);
      watched[count] = (await runBurst(system, receiver, plan.watchedPayments)).webhooksPerSecond;
      await pages?.stop();
    }
    return { ...run, watched, framesPerSecond };
  });
}

async function attachPages(url: string, count: number): Promise<Child | null> {
  if (count === 0) return null;
  const pages = new Child([programPath('pages'), url, String(count)]);
  await pages.whenReady();
  return pages;
}

async function runSystem(system: System, receiver: Receiver, plan: Plan, page: Watchers | null): Promise<Run> {
  const idle = await system.usage();
  await runBurst(system, receiver, plan.warmUpPayments);
  page?.startCounting();
  const burst = await runBurst(system, receiver, plan.burstPayments);
  page?.stopCounting();
  const loaded = await system.usage();
  const steady = await runSteady(system, receiver, plan.steadySeconds, page);
  return { burst, steady, idleRssMiB: idle.rssBytes / 1_048_576, loadedRssMiB: loaded.rssBytes / 1_048_576 };
}

async function withSystem<T>(starting: Promise<System>, work: (system: System) => Promise<T>): Promise<T> {
  const system = await starting;
  try {
    return await work(system);
  } finally {
    await system.stop();
  }
}
