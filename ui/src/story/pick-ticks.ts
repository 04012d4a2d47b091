import { sayDuration } from '../schema-form/durations.js';
import type { TimeScale } from './time-scale.js';

export interface Tick {
  position: number;
  /** Time since the start of the story: `0`, `+30 s`. */
  label: string;
}

export interface GapLabel {
  position: number;
  /** `… 2 h …` */
  label: string;
}

/** What is written along the axis. No two labels come nearer to each other than `leastDistance`, a share of the axis. */
export interface AxisLabels {
  ticks: Tick[];
  gaps: GapLabel[];
}

/** Labels for the beginning of every lively stretch and for what was left out between them, as far as there is room. */
export function pickAxisLabels(scale: TimeScale, leastDistance: number): AxisLabels {
  const labels: AxisLabels = { ticks: [{ position: 0, label: '0' }], gaps: [] };
  const taken = [0];
  const isFree = (position: number) => taken.every((other) => Math.abs(other - position) >= leastDistance);
  // The longest first: where room is short they are what a reader must know.
  for (const gap of [...scale.gaps].sort((one, other) => other.toMs - other.fromMs - (one.toMs - one.fromMs))) {
    // Centred, but for one that would stand over the edge or over the 0.
    const position = Math.min(Math.max((gap.from + gap.to) / 2, leastDistance), 1 - leastDistance / 2);
    if (!isFree(position)) continue;
    taken.push(position);
    labels.gaps.push({ position, label: `… ${sayRoundly(gap.toMs - gap.fromMs)} …` });
  }
  for (const ms of listTickTimes(scale)) {
    const position = scale.positionOf(ms);
    const label = `+${sayRoundly(ms - scale.startMs)}`;
    // Two instants far from the start may read the same, and the second would tell nothing.
    if (position > 1 - leastDistance / 2 || !isFree(position) || labels.ticks.some((tick) => tick.label === label)) continue;
    taken.push(position);
    labels.ticks.push({ position, label });
  }
  labels.ticks.sort((one, other) => one.position - other.position);
  labels.gaps.sort((one, other) => one.position - other.position);
  return labels;
}

/** A duration to about a hundredth, in its two largest parts. */
export function sayRoundly(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${Math.round(ms / 100) / 10} s`;
  const unitMs = ms < 3_600_000 ? 1_000 : ms < 2 * 86_400_000 ? 60_000 : 3_600_000;
  return sayDuration(Math.round(ms / unitMs) * unitMs)
    .split(/ (?=\d)/)
    .slice(0, 2)
    .join(' ');
}

/** Ends of gaps, then round distances within the longest lively stretches. */
function listTickTimes(scale: TimeScale): number[] {
  const ends = scale.gaps.map(({ toMs }) => toMs);
  const starts = [scale.startMs, ...ends];
  const stops = [...scale.gaps.map(({ fromMs }) => fromMs), scale.endMs];
  const inner = starts.flatMap((fromMs, index) => listRound(fromMs, stops[index] ?? fromMs, scale));
  return [...ends, ...inner];
}

function listRound(fromMs: number, toMs: number, scale: TimeScale): number[] {
  const share = scale.positionOf(toMs) - scale.positionOf(fromMs);
  const count = Math.floor(share * 5);
  const stepMs = roundDown((toMs - fromMs) / Math.max(1, count));
  if (count < 1 || stepMs <= 0) return [];
  const first = Math.ceil((fromMs - scale.startMs) / stepMs + 1e-9);
  const times: number[] = [];
  for (let step = first; scale.startMs + step * stepMs < toMs && times.length < 12; step++)
    times.push(scale.startMs + step * stepMs);
  return times;
}

/** 1, 2 or 5 times a power of ten. */
function roundDown(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, ms)));
  return ([5, 2, 1].find((factor) => factor * power <= ms) ?? 1) * power;
}
