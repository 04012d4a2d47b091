/** A stretch of time in which nothing happens, drawn shorter than it was. Positions go from 0 to 1. */
export interface TimeGap {
  fromMs: number;
  toMs: number;
  from: number;
  to: number;
}

/** Where instants stand on an axis from 0 to 1: later is never further left, and nothing stands outside. */
export interface TimeScale {
  startMs: number;
  endMs: number;
  /** In order of time; between them the axis is linear. */
  gaps: readonly TimeGap[];
  positionOf(ms: number): number;
}

interface Segment {
  fromMs: number;
  toMs: number;
  isGap: boolean;
  /** How much of the axis it gets, in relation to the others. */
  weight: number;
}

/** Shorter pauses are never cut out: a reader counts them. */
const LEAST_GAP_MS = 2_000;
/** Of the whole axis for all gaps together, where there is something else to show. */
const MOST_FOR_GAPS = 0.45;
const FOR_EACH_GAP = 0.05;

/**
 * A scale for these instants, in any order. A pause counts as a gap when it lasts longer than all the short ones together: drawn to scale
 * it would leave no room for them.
 */
export function buildTimeScale(instants: Iterable<number>): TimeScale {
  const times = [...new Set(instants)].filter(Number.isFinite).sort((one, other) => one - other);
  const segments = weigh(cut(times));
  const startMs = times[0] ?? 0;
  const endMs = times.at(-1) ?? startMs;
  const total = segments.reduce((sum, { weight }) => sum + weight, 0);
  const edges: number[] = [];
  let position = 0;
  for (const { weight } of segments) {
    edges.push(position);
    position = Math.min(1, position + weight / total);
  }
  edges.push(1);
  const edgeAt = (index: number) => edges[index] ?? 1;

  return {
    startMs,
    endMs,
    gaps: segments.flatMap(({ fromMs, toMs, isGap }, index) =>
      isGap ? [{ fromMs, toMs, from: edgeAt(index), to: edgeAt(index + 1) }] : [],
    ),
    positionOf(ms) {
      if (segments.length === 0 || ms <= startMs) return 0;
      if (ms >= endMs) return 1;
      const index = findSegment(segments, ms);
      const segment = segments[index];
      if (!segment) return 1;
      const share = (ms - segment.fromMs) / (segment.toMs - segment.fromMs);
      return edgeAt(index) + share * (edgeAt(index + 1) - edgeAt(index));
    },
  };
}

/** Stretches between the instants; neighbours that are no gaps are one stretch. */
function cut(times: readonly number[]): Segment[] {
  const pauses = times.slice(1).map((toMs, index) => ({ fromMs: times[index] ?? toMs, toMs }));
  const lively = pauses.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs < LEAST_GAP_MS ? toMs - fromMs : 0), 0);
  const leastGapMs = Math.max(LEAST_GAP_MS, lively);
  const segments: Segment[] = [];
  for (const { fromMs, toMs } of pauses) {
    const isGap = toMs - fromMs >= leastGapMs;
    const last = segments.at(-1);
    if (last && !isGap && !last.isGap) last.toMs = toMs;
    else segments.push({ fromMs, toMs, isGap, weight: 0 });
  }
  return segments;
}

/** Gaps get a share that grows slowly with their length; the rest is divided to scale. */
function weigh(segments: Segment[]): Segment[] {
  const gaps = segments.filter(({ isGap }) => isGap);
  const livelyMs = segments.reduce((sum, { isGap, fromMs, toMs }) => sum + (isGap ? 0 : toMs - fromMs), 0);
  const bulks = gaps.map(({ fromMs, toMs }) => 1 + Math.log10((toMs - fromMs) / LEAST_GAP_MS));
  const bulk = bulks.reduce((sum, value) => sum + value, 0);
  const forGaps = livelyMs === 0 ? 1 : Math.min(MOST_FOR_GAPS, FOR_EACH_GAP * bulk);
  for (const [index, gap] of gaps.entries()) gap.weight = (forGaps * (bulks[index] ?? 1)) / bulk;
  for (const segment of segments)
    if (!segment.isGap) segment.weight = ((1 - forGaps) * (segment.toMs - segment.fromMs)) / livelyMs;
  return segments;
}

function findSegment(segments: readonly Segment[], ms: number): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle]?.toMs ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
