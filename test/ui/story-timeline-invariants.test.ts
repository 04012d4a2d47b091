import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogRecord, RecordBody } from '../../server/protocol/records.js';
import { buildTimeline } from '../../ui/src/story/build-timeline.js';
import { makeAttemptFinished, makeAttemptStarted, makeEventAnnounced, makeRecord } from './make-record.js';
import { acted, announced, apiCall, changed, P, page, redirected } from './story-records.js';

describe('whatever the records are', () => {
  const bodies: fc.Arbitrary<(seq: number) => LogRecord> = fc.constantFrom(
    apiCall,
    page,
    acted,
    (seq: number) => acted(seq, 'control'),
    (seq: number) => changed(seq, 'a', 'b'),
    (seq: number) => announced(seq, `e${seq}`),
    (seq: number) => announced(seq, `e${seq}`, ['http://a/', 'http://b/']),
    (seq: number) => announced(seq, `e${seq}`, []),
    (seq: number) => makeEventAnnounced(seq, P),
    (seq: number) => makeAttemptStarted(seq, P, seq),
    (seq: number) => makeAttemptFinished(seq, P, seq),
    redirected,
    ...(
      [
        { type: 'redirect.held', paymentId: P, redirectId: 'r', location: 'http://a/', holdId: 'h' },
        { type: 'redirect.released', paymentId: P, redirectId: 'r', reason: 'by_hand' },
        { type: 'delivery.held', paymentId: P, eventId: 'evt_1', deliveryId: 'dlv_1', holdId: 'h' },
        { type: 'delivery.released', paymentId: P, eventId: 'evt_1', deliveryId: 'dlv_1' },
        { type: 'delivery.requeued', paymentId: P, deliveryId: 'dlv_1' },
        { type: 'payment.timer_set', paymentId: P, timer: 't', dueAt: '2025-11-21T03:05:10.010Z' },
        { type: 'payment.timer_cleared', paymentId: P, timer: 't' },
        { type: 'hold.set', holdId: 'h', target: 'delivery', paymentId: P, count: 1 },
      ] satisfies RecordBody[]
    ).map((body) => (seq: number) => makeRecord(seq, body)),
  );
  const stories = fc
    .array(fc.tuple(bodies, fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 5, 5_000, 9_000_000)), { maxLength: 60 })
    .map((parts) => {
      let [seq, ms] = [0, 0];
      const known = new Set<string>();
      return parts.flatMap(([make, step, pause]) => {
        seq += step;
        ms += pause;
        const record = make(seq);
        // A log announces an event once.
        if (record.type === 'event.announced' && known.has(record.eventId)) return [];
        if (record.type === 'event.announced') known.add(record.eventId);
        return [{ ...record, at: new Date(Date.parse(record.at) + ms).toISOString() } as LogRecord];
      });
    });

  test('every row is there once, below its cause and one step deeper, with marks on the axis', () => {
    fc.assert(
      fc.property(stories, (records) => {
        const { rows, links, scale } = buildTimeline({ records });
        const place = new Map(rows.map(({ id }, index) => [id, index]));
        expect(place.size).toBe(rows.length);
        for (const { from, to } of links) {
          const [cause, effect] = [place.get(from) ?? Number.NaN, place.get(to) ?? Number.NaN];
          expect(cause).toBeLessThan(effect);
          expect(rows[effect]?.depth).toBe((rows[cause]?.depth ?? 0) + 1);
        }
        expect(rows.filter(({ depth }) => depth > 0)).toHaveLength(links.length);
        for (const { fromMs, toMs } of rows.flatMap(({ marks }) => marks)) {
          expect(fromMs).toBeLessThanOrEqual(toMs ?? Number.POSITIVE_INFINITY);
          const [left, right] = [scale.positionOf(fromMs), scale.positionOf(toMs ?? scale.endMs)];
          expect(left >= 0 && left <= right && right <= 1).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a row keeps its place when more is learnt', () => {
    fc.assert(
      fc.property(stories, fc.nat(), (records, cut) => {
        const before = buildTimeline({ records: records.slice(0, cut % (records.length + 1)) });
        const after = new Set(buildTimeline({ records }).rows.map(({ id }) => id));
        for (const { id } of before.rows) expect(after.has(id)).toBe(true);
      }),
    );
  });
});
