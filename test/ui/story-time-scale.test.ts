import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pickAxisLabels, sayRoundly } from '../../ui/src/story/pick-ticks.js';
import { buildTimeScale } from '../../ui/src/story/time-scale.js';

const SECOND = 1_000;
const HOUR = 3_600_000;
/** Bursts and long pauses, as a payment's story has them. */
const instants = fc
  .array(
    fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 500, max: 60_000 }), fc.integer({ min: HOUR, max: 90 * HOUR })),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((pauses) => {
    let ms = 1_700_000_000_000;
    return pauses.map((pause) => (ms += pause));
  });

describe('the axis of time', () => {
  test('never puts what is later further left, and nothing outside', () => {
    fc.assert(
      fc.property(instants, fc.array(fc.double({ min: -0.5, max: 1.5, noNaN: true }), { maxLength: 30 }), (times, shares) => {
        const scale = buildTimeScale(times);
        const span = scale.endMs - scale.startMs;
        const asked = [...times, ...shares.map((share) => scale.startMs + share * span)].sort((one, other) => one - other);
        const positions = asked.map((ms) => scale.positionOf(ms));
        for (const [index, position] of positions.entries()) {
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThanOrEqual(1);
          expect(position).toBeGreaterThanOrEqual(positions[index - 1] ?? 0);
        }
        expect(scale.positionOf(scale.startMs)).toBe(0);
        if (span > 0) expect(scale.positionOf(scale.endMs)).toBe(1);
      }),
    );
  });

  test('tells different instants of a lively stretch apart', () => {
    fc.assert(
      fc.property(instants, (times) => {
        const scale = buildTimeScale(times);
        const positions = [...new Set(times)].map((ms) => scale.positionOf(ms));
        expect(new Set(positions).size).toBe(positions.length);
      }),
    );
  });

  test('does not depend on the order in which the instants come', () => {
    fc.assert(
      fc.property(instants, (times) => {
        const [one, other] = [buildTimeScale(times), buildTimeScale([...times].reverse())];
        for (const ms of times) expect(other.positionOf(ms)).toBe(one.positionOf(ms));
      }),
    );
  });

  test('keeps gaps in order, apart from each other and free of instants', () => {
    fc.assert(
      fc.property(instants, (times) => {
        const { gaps } = buildTimeScale(times);
        for (const [index, gap] of gaps.entries()) {
          expect(gap.to).toBeGreaterThan(gap.from);
          expect(gap.from).toBeGreaterThanOrEqual(gaps[index - 1]?.to ?? 0);
          expect(times.some((ms) => ms > gap.fromMs && ms < gap.toMs)).toBe(false);
        }
      }),
    );
  });

  test('draws a pause of two hours so that the milliseconds around it can still be seen', () => {
    const scale = buildTimeScale([0, 40, 120, 2 * HOUR, 2 * HOUR + 30]);
    expect(scale.gaps.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([[120, 2 * HOUR]]);
    expect(scale.positionOf(40)).toBeGreaterThan(0.1);
    expect(1 - scale.positionOf(2 * HOUR)).toBeGreaterThan(0.1);
  });

  test('is linear where something happens all the time', () => {
    const scale = buildTimeScale([0, 500, 1_000, 1_500, 2_000]);
    expect(scale.gaps).toEqual([]);
    expect(scale.positionOf(500)).toBeCloseTo(0.25);
    expect(scale.positionOf(1_750)).toBeCloseTo(0.875);
  });

  test('puts a story of one instant, or of none, at the beginning', () => {
    expect(buildTimeScale([5]).positionOf(5)).toBe(0);
    expect(buildTimeScale([]).positionOf(5)).toBe(0);
    expect(buildTimeScale([Number.NaN, 5]).positionOf(5)).toBe(0);
  });
});

describe('labels along the axis', () => {
  test('never stand nearer to each other than they may, and name the gap that was left out', () => {
    fc.assert(
      fc.property(instants, fc.double({ min: 0.05, max: 0.4, noNaN: true }), (times, leastDistance) => {
        const { ticks, gaps } = pickAxisLabels(buildTimeScale(times), leastDistance);
        const positions = [...ticks, ...gaps].map(({ position }) => position).sort((one, other) => one - other);
        for (const [index, position] of positions.entries())
          if (index > 0) expect(position - (positions[index - 1] ?? 0)).toBeGreaterThanOrEqual(leastDistance - 1e-9);
      }),
    );
    const { ticks, gaps } = pickAxisLabels(buildTimeScale([0, 100, 2 * HOUR]), 0.1);
    expect(gaps.map(({ label }) => label)).toEqual(['… 1 h 59 min …'.replace('1 h 59 min', sayRoundly(2 * HOUR - 100))]);
    expect(ticks[0]).toEqual({ position: 0, label: '0' });
  });

  test('say durations as somebody would', () => {
    expect([12, 1_500, 30 * SECOND, 2 * HOUR, 25.5 * HOUR].map(sayRoundly)).toEqual(['12 ms', '1.5 s', '30 s', '2 h', '1 d 1 h']);
  });

  test('always says how much the longest pause left out, and no distance twice', () => {
    const start = 1_700_000_000_000;
    // A slow answer after the pause leaves the pause little room.
    for (const slow of [10, 50, 400]) {
      const scale = buildTimeScale([start, start + 2, start + 2 * HOUR, start + 2 * HOUR + slow]);
      const { ticks, gaps } = pickAxisLabels(scale, 0.3);
      expect(gaps.map(({ label }) => label)).toEqual(['… 2 h …']);
      expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
    }
  });
});
