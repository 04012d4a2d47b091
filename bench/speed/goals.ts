import type { Summary } from './summary.js';

/** One line of the table. */
export interface GoalRow {
  /** Number in the list of goals; 0 for a figure without one. */
  goal: number;
  title: string;
  value: number | null;
  /** How the value is shown. */
  unit: 'x' | 'ms' | 'MiB' | '/s' | 'us' | '%' | '';
  /** What the value must not pass; null: it is only told. */
  limit: { atLeast?: number; atMost?: number } | null;
  isReached: boolean | null;
}

type Draft = [goal: number, title: string, value: number | null, unit: GoalRow['unit'], limit?: GoalRow['limit']];

/** Every figure with its goal, in the order of the goals. */
export function judgeGoals(s: Summary): GoalRow[] {
  const drafts: Draft[] = [
    [1, 'delivery path alone: webhooks/s to undici.request on a pool', s.deliveryPathRatio, 'x', { atLeast: 0.7 }],
    [0, 'webhooks/s: signed, journaled, streamed to one page', s.webhooksPerSecond, '/s'],
    [0, 'webhooks/s of the bare loop', s.bareWebhooksPerSecond, '/s'],
    [2, 'webhooks/s to bare loop, the same three calls per payment', s.webhooksPerSecondRatio, 'x', { atLeast: 0.5 }],
    [0, 'webhooks/s to a bare loop with one call per payment', s.webhooksPerSecondRatioOneCall, 'x'],
    [0, 'API calls/s', s.callsPerSecond, '/s'],
    [0, 'API calls/s to bare loop', s.callsPerSecondRatio, 'x'],
    [0, 'CPU per webhook', s.cpuUsPerWebhook, 'us'],
    [4, 'CPU per webhook to bare loop', s.cpuPerWebhookRatio, 'x', { atMost: 2.2 }],
    [5, '40/s: call to first webhook, p50 to bare loop', s.firstWebhookP50Ratio, 'x', { atMost: 1.4 }],
    [5, '40/s: call to last webhook, p50 to bare loop', s.lastWebhookP50Ratio, 'x', { atMost: 1.25 }],
    [5, '40/s: call to last webhook, p99 to bare loop', s.lastWebhookP99Ratio, 'x', { atMost: 2 }],
    [0, '40/s: call to first webhook on the wire, p50', s.firstWebhookP50Ms, 'ms'],
    [0, '40/s: call to first webhook on the wire, p99', s.firstWebhookP99Ms, 'ms'],
    [0, '40/s: call to last webhook, p50', s.lastWebhookP50Ms, 'ms'],
    [0, '40/s: call to last webhook, p99', s.lastWebhookP99Ms, 'ms'],
    [0, '40/s: status change to attempt begun, p50', s.statusToAttemptP50Ms, 'ms', { atMost: 15 }],
    [0, '40/s: status change to attempt begun, p99', s.statusToAttemptP99Ms, 'ms', { atMost: 100 }],
    [0, '40/s: status change to acknowledgement, p50', s.statusToAcknowledgedP50Ms, 'ms'],
    [0, '40/s: status change to acknowledgement, p99', s.statusToAcknowledgedP99Ms, 'ms'],
    [0, '40/s: call to its answer, p50', s.answerP50Ms, 'ms'],
    [0, '40/s: call to its answer, p99', s.answerP99Ms, 'ms'],
    [6, '40/s: call to its answer, p99 to bare loop', s.answerP99Ratio, 'x', { atMost: 2 }],
    [0, 'cold start until it listens', s.coldStartMs, 'ms'],
    [7, 'cold start to "node -e 0"', s.coldStartRatio, 'x', { atMost: 4 }],
    [7, 'cold start to bare loop', s.coldStartToBareRatio, 'x', { atMost: 1.3 }],
    [8, `start with ${s.storedStartWebhooks} stored webhooks to an empty one`, s.storedStartRatio, 'x', { atMost: 1.5 }],
    [9, `CPU per webhook with ${s.storedWebhooks} stored to the first step`, s.costGrowthRatio, 'x', { atMost: 1.25 }],
    [0, 'memory (RSS) idle', s.idleRssMiB, 'MiB'],
    [10, 'memory idle to bare loop', s.idleRssRatio, 'x', { atMost: 1.3 }],
    [10, 'memory after the burst to idle', s.loadedToIdleRssRatio, 'x', { atMost: 2 }],
    [0, `memory with ${s.storedWebhooks} stored`, s.grownRssMiB, 'MiB'],
    [10, `memory with ${s.storedWebhooks} stored to the first step`, s.rssGrowthRatio, 'x', { atMost: 1.3 }],
    [11, 'one page costs this share of webhooks/s', s.oneWatcherCost, '%', { atMost: 0.1 }],
    [11, 'ten pages cost this share of webhooks/s', s.tenWatchersCost, '%', { atMost: 0.25 }],
    [11, 'frames/s to a page in the burst', s.framesPerSecond, '/s', { atMost: 63 }],
    [14, 'production install', s.installMiB, 'MiB', { atMost: 20 }],
    [14, 'files in it', s.installFiles, '', { atMost: 1_500 }],
    [15, 'webhooks lost', s.lost, '', { atMost: 0 }],
    [15, 'webhooks out of order, or signed wrongly', s.outOfOrder + s.badSignatures, '', { atMost: 0 }],
  ];
  return drafts.map(([goal, title, value, unit, limit = null]) => ({
    goal,
    title,
    value,
    unit,
    limit,
    isReached: judge(value, limit),
  }));
}

function judge(value: number | null, limit: GoalRow['limit']): boolean | null {
  if (value === null || limit === null || Number.isNaN(value)) return null;
  return value >= (limit.atLeast ?? Number.NEGATIVE_INFINITY) && value <= (limit.atMost ?? Number.POSITIVE_INFINITY);
}
