import type { ColdStarts } from './measure/cold-start.js';
import type { measureDeliveryPath } from './measure/delivery-path.js';
import type { Growth } from './measure/growth.js';
import type { InstallSize } from './measure/install.js';
import type { Repeat } from './measure/repeats.js';
import { median, pairedRatio } from './statistics.js';

/** Everything that was measured, as it came. */
export interface Measured {
  path: Awaited<ReturnType<typeof measureDeliveryPath>>;
  repeats: Repeat[];
  growth: Growth;
  coldStarts: ColdStarts;
  /** Null: left out; a text: why it failed. */
  install: InstallSize | string | null;
}

/** The figures that goals speak of, each a median. Ratios are of the product to the bare loop unless the name says otherwise. */
export type Summary = ReturnType<typeof summarize>;

export function summarize({ path, repeats, growth, coldStarts, install }: Measured) {
  const of = <T>(pick: (repeat: Repeat) => T) => repeats.map(pick);
  const ratio = (pick: (repeat: Repeat, side: 'product' | 'bare') => number) =>
    pairedRatio(
      of((repeat) => pick(repeat, 'product')),
      of((repeat) => pick(repeat, 'bare')),
    );
  const speedRatio = ratio((repeat, side) => repeat[side].burst.webhooksPerSecond);
  const cpuRatio = ratio((repeat, side) => repeat[side].burst.cpuUsPerWebhook);
  const oneCall = pairedRatio(
    of(({ product }) => product.burst.webhooksPerSecond),
    of((repeat) => repeat.oneCall.webhooksPerSecond),
  );
  const { node, bare, product } = coldStarts.timesMs;
  const first = growth.steps[0];
  const last = growth.steps.at(-1);
  const watched = (count: 1 | 10) =>
    pairedRatio(
      of((repeat) => repeat.product.watched[count]),
      of((repeat) => repeat.product.watched[0]),
    );
  const size = typeof install === 'object' && install !== null ? install : null;
  return {
    webhooksPerSecond: median(of((repeat) => repeat.product.burst.webhooksPerSecond)),
    bareWebhooksPerSecond: median(of(({ bare: { burst } }) => burst.webhooksPerSecond)),
    webhooksPerSecondRatio: speedRatio.median,
    webhooksPerSecondRatioRange: [speedRatio.min, speedRatio.max],
    webhooksPerSecondRatioOneCall: oneCall.median,
    callsPerSecond: median(of((repeat) => repeat.product.burst.callsPerSecond)),
    callsPerSecondRatio: ratio((repeat, side) => repeat[side].burst.callsPerSecond).median,
    cpuUsPerWebhook: median(of((repeat) => repeat.product.burst.cpuUsPerWebhook)),
    bareCpuUsPerWebhook: median(of((repeat) => repeat.bare.burst.cpuUsPerWebhook)),
    cpuPerWebhookRatio: cpuRatio.median,
    deliveryPathRatio: path.speedRatio.median,
    deliveryPathCpuRatio: path.cpuRatio.median,
    answerP50Ms: median(of((repeat) => repeat.product.steady.answer.p50Ms)),
    answerP99Ms: median(of((repeat) => repeat.product.steady.answer.p99Ms)),
    answerP99Ratio: ratio((repeat, side) => repeat[side].steady.answer.p99Ms).median,
    firstWebhookP50Ms: median(of((repeat) => repeat.product.steady.firstWebhook.p50Ms)),
    firstWebhookP99Ms: median(of((repeat) => repeat.product.steady.firstWebhook.p99Ms)),
    firstWebhookP50Ratio: ratio((repeat, side) => repeat[side].steady.firstWebhook.p50Ms).median,
    lastWebhookP50Ms: median(of((repeat) => repeat.product.steady.lastWebhook.p50Ms)),
    lastWebhookP99Ms: median(of((repeat) => repeat.product.steady.lastWebhook.p99Ms)),
    lastWebhookP50Ratio: ratio((repeat, side) => repeat[side].steady.lastWebhook.p50Ms).median,
    lastWebhookP99Ratio: ratio((repeat, side) => repeat[side].steady.lastWebhook.p99Ms).median,
    statusToAttemptP50Ms: median(of((repeat) => repeat.product.steady.toAttempt?.p50Ms ?? Number.NaN)),
    statusToAttemptP99Ms: median(of((repeat) => repeat.product.steady.toAttempt?.p99Ms ?? Number.NaN)),
    statusToAcknowledgedP50Ms: median(of((repeat) => repeat.product.steady.toAcknowledged?.p50Ms ?? Number.NaN)),
    statusToAcknowledgedP99Ms: median(of((repeat) => repeat.product.steady.toAcknowledged?.p99Ms ?? Number.NaN)),
    coldStartMs: median(product),
    nodeStartMs: median(node),
    coldStartRatio: median(product) / median(node),
    coldStartToBareRatio: median(product) / median(bare),
    storedStartMs: median(growth.restart.timesMs),
    storedStartWebhooks: growth.restart.stored,
    storedStartRatio: pairedRatio(growth.restart.timesMs, growth.restart.emptyTimesMs).median,
    storedWebhooks: last?.stored ?? 0,
    costGrowthRatio: (last?.cpuUsPerWebhook ?? Number.NaN) / (first?.cpuUsPerWebhook ?? Number.NaN),
    idleRssMiB: median(of((repeat) => repeat.product.idleRssMiB)),
    idleRssRatio: ratio((repeat, side) => repeat[side].idleRssMiB).median,
    loadedRssMiB: median(of((repeat) => repeat.product.loadedRssMiB)),
    loadedToIdleRssRatio: pairedRatio(
      of((repeat) => repeat.product.loadedRssMiB),
      of((repeat) => repeat.product.idleRssMiB),
    ).median,
    grownRssMiB: last?.rssMiB ?? Number.NaN,
    rssGrowthRatio: (last?.rssMiB ?? Number.NaN) / (first?.rssMiB ?? Number.NaN),
    oneWatcherCost: 1 - watched(1).median,
    tenWatchersCost: 1 - watched(10).median,
    framesPerSecond: median(of((repeat) => repeat.product.framesPerSecond)),
    installMiB: size === null ? null : size.bytes / 1_048_576,
    installFiles: size?.files ?? null,
    lost:
      repeats.reduce((sum, { product: run, bare: bound }) => sum + countLost(run) + countLost(bound), 0) +
      growth.steps.reduce((sum, step) => sum + step.lost, 0),
    outOfOrder: repeats.reduce((sum, { product: run }) => sum + run.burst.outOfOrder, 0),
    badSignatures: repeats.reduce((sum, { product: run }) => sum + run.burst.badSignatures, 0),
  };
}

function countLost({ burst, steady }: Repeat['bare']): number {
  return burst.expected - burst.webhooks + steady.lost;
}
