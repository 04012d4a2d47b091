import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deadline } from '../deadline.js';
import { runBurst } from '../load.js';
import type { Plan } from '../plan.js';
import { type Receiver, type System, startProduct } from '../systems.js';
import { Watchers } from '../watchers.js';
import { timeStart } from './cold-start.js';

export interface GrowthStep {
  /** Webhooks that are stored when the step ends. */
  stored: number;
  cpuUsPerWebhook: number;
  webhooksPerSecond: number;
  rssMiB: number;
  lost: number;
}

export interface Growth {
  steps: GrowthStep[];
  /** Each in ms, and how many webhooks were stored. */
  restart: { stored: number; timesMs: number[]; emptyTimesMs: number[] };
}

/** What a webhook costs as more and more are stored, with default settings and one page; and what a start costs when many are. */
export async function measureGrowth(
  receiver: Receiver,
  plan: Plan,
  deadline: Deadline,
  tell: (text: string) => void,
): Promise<Growth> {
  const dataDir = mkdtempSync(join(tmpdir(), 'paystage-growth-'));
  const steps: GrowthStep[] = [];
  let restart: Growth['restart'] = { stored: 0, timesMs: [], emptyTimesMs: [] };
  let system: System | null = null;
  let stored = 0;
  try {
    for (let number = 0; number < plan.growthSteps; number++) {
      const isOver = number > 0 && deadline.hasPassed(plan.lastGrowthAtS);
      if (isOver || number === plan.restartAfterStep) {
        await system?.stop();
        system = null;
        if (restart.stored === 0) restart = { stored, ...(await timeRestarts(dataDir, plan.restarts)) };
      }
      if (isOver) {
        tell('no time for more growth: the machine is busy');
        break;
      }
      tell(`growth ${number + 1} of ${plan.growthSteps}`);
      if (system === null) {
        system = await startProduct(receiver, { dataDir });
        stored += (await runBurst(system, receiver, plan.warmUpPayments)).webhooks;
      }
      const step = await runStep(system, receiver, plan, stored);
      stored = step.stored;
      steps.push(step);
    }
  } finally {
    await system?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return { steps, restart };
}

async function runStep(system: System, receiver: Receiver, plan: Plan, before: number): Promise<GrowthStep> {
  const page = await Watchers.attach(system.url, 1);
  const { webhooks, expected, cpuUsPerWebhook, webhooksPerSecond } = await runBurst(system, receiver, plan.growthStep);
  page.close();
  const { rssBytes } = await system.usage();
  return {
    stored: before + webhooks,
    cpuUsPerWebhook,
    webhooksPerSecond,
    rssMiB: rssBytes / 1_048_576,
    lost: expected - webhooks,
  };
}

async function timeRestarts(dataDir: string, count: number): Promise<{ timesMs: number[]; emptyTimesMs: number[] }> {
  const timesMs: number[] = [];
  const emptyTimesMs: number[] = [];
  for (let round = 0; round < count; round++) {
    timesMs.push(await timeStart('product', ['--data', dataDir]));
    const empty = mkdtempSync(join(tmpdir(), 'paystage-empty-'));
    emptyTimesMs.push(await timeStart('product', ['--data', empty]));
    rmSync(empty, { recursive: true, force: true });
  }
  return { timesMs, emptyTimesMs };
}
