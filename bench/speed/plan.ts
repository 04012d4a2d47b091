import type { BenchOptions } from './options.js';

/** How much of everything is measured. Bounded by count; what takes too long is cut off by time as well. */
export interface Plan {
  repeats: number;
  /** When so many seconds have passed since the beginning, no further cold start, repeat or step of the cost growth is begun. */
  lastColdStartAtS: number;
  lastRepeatAtS: number;
  lastGrowthAtS: number;
  warmUpPayments: number;
  burstPayments: number;
  /** For each number of watchers. */
  watchedPayments: number;
  /** At 40 payments a second. */
  steadySeconds: number;
  coldStarts: number;
  /** Size of one step of the cost growth, in payments, and how many steps there are. */
  growthStep: number;
  growthSteps: number;
  /** After so many steps the stage is stopped and started again a few times. */
  restartAfterStep: number;
  restarts: number;
  /** Webhooks sent by each side of the delivery path, each time. */
  pathWebhooks: number;
}

const FULL: Plan = {
  repeats: 5,
  lastColdStartAtS: 20,
  lastRepeatAtS: 200,
  lastGrowthAtS: 290,
  warmUpPayments: 500,
  burstPayments: 1_667,
  watchedPayments: 500,
  steadySeconds: 4,
  coldStarts: 15,
  growthStep: 1_667,
  growthSteps: 10,
  restartAfterStep: 5,
  restarts: 3,
  pathWebhooks: 10_000,
};
const QUICK: Plan = {
  ...FULL,
  repeats: 3,
  lastColdStartAtS: 8,
  lastRepeatAtS: 35,
  lastGrowthAtS: 55,
  warmUpPayments: 200,
  burstPayments: 500,
  watchedPayments: 150,
  steadySeconds: 2,
  coldStarts: 5,
  growthStep: 250,
  growthSteps: 4,
  restartAfterStep: 2,
  restarts: 1,
  pathWebhooks: 3_000,
};
const SMOKE: Plan = {
  ...QUICK,
  repeats: 1,
  warmUpPayments: 2,
  burstPayments: 8,
  watchedPayments: 2,
  steadySeconds: 0.25,
  coldStarts: 1,
  growthStep: 4,
  growthSteps: 2,
  restartAfterStep: 1,
  pathWebhooks: 50,
};

export function choosePlan({ isQuick, isSmoke }: BenchOptions): Plan {
  if (isSmoke) return SMOKE;
  return isQuick ? QUICK : FULL;
}
