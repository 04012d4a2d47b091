import { describe, expect, test } from 'vitest';
import { buildTimeline, collectRelated } from '../../ui/src/story/build-timeline.js';
import { makeAttemptFinished, makeAttemptStarted, makeEventAnnounced, makePaymentCreated, makeRecord } from './make-record.js';
import { acted, announced, apiCall, at, changed, lay, outline, P, page, redirected, rowOf } from './story-records.js';

describe('who caused what', () => {
  test('a call of the app stands above the payment that it made', () => {
    expect(outline(lay(makePaymentCreated(1, P), apiCall(2)))).toEqual([
      'API call: App called create: POST /x',
      '  Payment: Payment p created: 45.99 EUR for “Order 7”',
    ]);
  });

  test('an event stands under the change that it announces, the redirect beside it, both under what the customer did', () => {
    const timeline = lay(
      acted(1),
      changed(2, 'new', 'paying'),
      announced(3, 'PAYING'),
      changed(4, 'paying', 'paid'),
      announced(5, 'PAID'),
      redirected(6),
      page(7),
    );
    expect(outline(timeline)).toEqual([
      'Page: Browser sent a form to pay page: /x',
      '  Action: Customer chose “pay” on the checkout page',
      '    Status: new → paying: It moved on',
      '      Event: “PAYING” to localhost:3000/hook',
      '    Status: paying → paid: It moved on',
      '      Event: “PAID” to localhost:3000/hook',
      '    Redirect: Browser sent back to localhost:3000/back',
    ]);
  });

  test('an event for several endpoints has a row for each of them', () => {
    const timeline = lay(changed(1, 'new', 'paid'), announced(2, 'PAID', ['http://a/hook', 'http://b/hook']));
    expect(outline(timeline)).toEqual([
      'Status: new → paid: It moved on',
      '  Event: Event “PAID” goes to 2 endpoints',
      '    Event: “PAID” to a/hook',
      '    Event: “PAID” to b/hook',
    ]);
  });

  test('what a call of the control plane did is not put under a page that was open at the time', () => {
    expect(outline(lay(acted(1, 'control'), changed(2, 'new', 'paid'), page(3, 'GET')))).toEqual([
      'Action: Customer played by a call: “pay”',
      '  Status: new → paid: It moved on',
      'Page: Browser opened pay page: /x',
    ]);
  });

  test('what a timer brought stands under the timer, and one that was cleared before is no row', () => {
    const set = (seq: number, timer: string, dueAt: string) =>
      makeRecord(seq, { type: 'payment.timer_set', paymentId: P, timer, dueAt });
    const cleared = (seq: number, timer: string) => makeRecord(seq, { type: 'payment.timer_cleared', paymentId: P, timer });
    const timeline = lay(
      set(1, 'expire', '2025-11-22T00:00:00.000Z'),
      set(2, 'other', '2025-11-28T00:00:00.000Z'),
      set(3, 'stays', '2025-11-29T00:00:00.000Z'),
      cleared(4, 'other'),
      at(cleared(5, 'expire'), '2025-11-22T00:00:00.000Z'),
      at(changed(6, 'new', 'expired'), '2025-11-22T00:00:00.000Z'),
    );
    expect(outline(timeline)).toEqual(['Timer: Timer “expire” came due', '  Status: new → expired: It moved on']);
    expect(timeline.waits).toEqual([{ timer: 'stays', text: 'Timer “stays” is due', dueAt: '2025-11-29T00:00:00.000Z' }]);
  });

  test('a timer is told in the words of its provider, where it has some', () => {
    const set = (seq: number, timer: string, dueAt: string) =>
      makeRecord(seq, { type: 'payment.timer_set', paymentId: P, timer, dueAt });
    const records = [
      set(1, 'expire', '2025-11-22T00:00:00.000Z'),
      set(2, 'expire-again', '2025-11-28T00:00:00.000Z'),
      set(3, 'toString', '2025-11-29T00:00:00.000Z'),
      at(makeRecord(4, { type: 'payment.timer_cleared', paymentId: P, timer: 'expire' }), '2025-11-22T00:00:00.000Z'),
    ];
    const titles = { expire: 'The week is over', 'expire-again': 'Another week is over' };
    const { rows, waits } = buildTimeline({ records }, undefined, titles);
    expect(rows.map(({ sentence }) => sentence)).toEqual(['The week is over']);
    expect(waits.map(({ text }) => text)).toEqual(['Another week is over', 'Timer “toString” is due']);
  });

  test('pointing at a row finds everything that led to it and all that came of it, and nothing else', () => {
    const timeline = lay(
      acted(1),
      changed(2, 'new', 'paying'),
      announced(3, 'PAYING'),
      changed(4, 'paying', 'paid'),
      announced(5, 'PAID'),
    );
    const related = collectRelated(timeline.links, rowOf(timeline, 'new → paying').id);
    expect(timeline.rows.filter(({ id }) => related.has(id)).map(({ sentence }) => sentence)).toEqual([
      'Customer chose “pay” on the checkout page',
      'new → paying: It moved on',
      '“PAYING” to localhost:3000/hook',
    ]);
  });
});

describe('a delivery', () => {
  const failed = (seq: number, number: number, nextAttemptAt: string | null) =>
    makeAttemptFinished(seq, P, number, {
      code: 'not_acknowledged',
      sentence: 'answered 500.',
      deliveryStatus: nextAttemptAt === null ? 'exhausted' : 'pending',
      nextAttemptAt,
      response: { status: 500, headers: [] },
    });

  test('is one row with a mark for each attempt, as long as its answer took', () => {
    const row = rowOf(
      lay(
        makeEventAnnounced(1, P),
        makeAttemptStarted(2, P, 1),
        failed(40, 1, '2025-11-21T03:06:00.000Z'),
        at(makeAttemptStarted(41, P, 2), '2025-11-21T03:06:00.000Z'),
        at(makeAttemptFinished(42, P, 2), '2025-11-21T03:06:00.090Z'),
      ),
      '“paid”',
    );
    const attempts = row.marks.filter(({ shape }) => shape === 'attempt');
    expect(attempts.map(({ fromMs, toMs, tone }) => [(toMs ?? 0) - fromMs, tone])).toEqual([
      [38, 'bad'],
      [90, 'good'],
    ]);
    expect(attempts[0]?.label).toBe('Attempt 1, 500, not acknowledged, 12 ms');
    expect(row.verdict).toEqual({ text: 'acknowledged', tone: 'good' });
    expect(row.delivery).toMatchObject({ deliveryId: 'dlv_1', attemptCount: 2, nextAttemptAt: null, isHeld: false });
  });

  test('shows when its next attempt is due, and where that stands on the axis', () => {
    const due = '2025-11-21T05:00:00.000Z';
    const timeline = lay(makeEventAnnounced(1, P), makeAttemptStarted(2, P, 1), failed(3, 1, due));
    const row = rowOf(timeline, '“paid”');
    expect(row.delivery?.nextAttemptAt).toBe(due);
    const next = row.marks.find(({ shape }) => shape === 'next');
    expect(next?.label).toBe('Attempt 2 is due');
    expect(timeline.scale.positionOf(next?.fromMs ?? 0)).toBe(1);
    expect(timeline.scale.gaps).toHaveLength(1);
  });

  test('waits for an answer until there is one', () => {
    const row = rowOf(lay(makeEventAnnounced(1, P), makeAttemptStarted(2, P, 1)), '“paid”');
    expect(row.marks.at(-1)).toMatchObject({ shape: 'running', toMs: null });
    expect(row.verdict?.text).toBe('waiting for an answer');
    expect(row.delivery?.nextAttemptAt).toBeNull();
  });

  test('shows from when to when somebody held it', () => {
    const head = { paymentId: P, eventId: 'evt_1', deliveryId: 'dlv_1' };
    const held = makeRecord(2, { type: 'delivery.held', ...head, holdId: 'h' });
    expect(rowOf(lay(makeEventAnnounced(1, P), held), '“paid”')).toMatchObject({
      verdict: { text: 'held' },
      delivery: { isHeld: true },
    });
    const row = rowOf(lay(makeEventAnnounced(1, P), held, makeRecord(9, { type: 'delivery.released', ...head })), '“paid”');
    const hold = row.marks.find(({ shape }) => shape === 'hold');
    expect((hold?.toMs ?? 0) - (hold?.fromMs ?? 0)).toBe(7);
    expect(row.delivery?.isHeld).toBe(false);
  });

  test('says that it was given up', () => {
    const row = rowOf(lay(makeEventAnnounced(1, P), makeAttemptStarted(2, P, 1), failed(3, 1, null)), '“paid”');
    expect(row.verdict).toEqual({ text: 'given up', tone: 'bad' });
  });

  test('waits for nothing more when what was left of it is dropped', () => {
    const dropped = makeRecord(9, { type: 'delivery.dropped', paymentId: P, eventId: 'evt_1', deliveryId: 'dlv_1' });
    const tried = [makeEventAnnounced(1, P), makeAttemptStarted(2, P, 1), failed(3, 1, '2025-11-21T05:00:00.000Z')];
    const row = rowOf(lay(...tried, dropped), '“paid”');
    expect(row.verdict).toEqual({ text: 'given up', tone: 'bad' });
    expect(row.delivery?.nextAttemptAt).toBeNull();
    expect(row.marks.map(({ shape }) => shape)).not.toContain('next');
    expect(rowOf(lay(makeEventAnnounced(1, P), dropped), '“paid”').verdict?.text).toBe('never sent');
  });

  test('keeps an attempt whose event is no longer held', () => {
    expect(outline(lay(makeAttemptFinished(7, P)))).toEqual(['Answer: Answered 204: acknowledged.']);
  });
});

describe('a redirect that somebody held', () => {
  const held = makeRecord(3, { type: 'redirect.held', paymentId: P, redirectId: 'r', location: 'http://app/back', holdId: 'h' });
  const released = (reason: 'by_hand' | 'browser_left') =>
    makeRecord(8, { type: 'redirect.released', paymentId: P, redirectId: 'r', reason });

  test('is one row from when it was held until the browser went', () => {
    const timeline = lay(acted(1), changed(2, 'new', 'paid'), held, released('by_hand'), redirected(9));
    const row = rowOf(timeline, 'Browser sent back');
    expect(timeline.rows.filter(({ kind }) => kind === 'Redirect')).toHaveLength(1);
    expect(row.marks.map(({ shape }) => shape)).toEqual(['hold', 'point']);
    expect(row.depth).toBe(1);
  });

  test('stands below the page that the browser left at last, with all that the customer did there', () => {
    const attempt = makeAttemptFinished(5, P);
    const leftAt = '2026-01-01T00:10:00.000Z';
    const timeline = lay(
      acted(1),
      changed(2, 'new', 'paid'),
      held,
      attempt,
      ...[released('by_hand'), redirected(9), { ...page(10), durationMs: 500_000 }].map((record) => at(record, leftAt)),
    );
    expect(outline(timeline).map((line) => line.replace(/:.*/, ''))).toEqual([
      'Page',
      '  Action',
      '    Status',
      '    Redirect',
      'Answer',
    ]);
  });

  test('belongs to what the customer did also when the webhook was answered before it left', () => {
    const timeline = lay(acted(1), changed(2, 'new', 'paid'), makeAttemptFinished(5, P), redirected(6), page(7));
    expect(outline(timeline).map((line) => line.replace(/:.*/, ''))).toEqual([
      'Page',
      '  Action',
      '    Status',
      '    Redirect',
      'Answer',
    ]);
  });

  test('is not the next redirect, when its browser had left', () => {
    const timeline = lay(acted(1), held, released('browser_left'), acted(20), redirected(21));
    expect(timeline.rows.filter(({ kind }) => kind === 'Redirect')).toHaveLength(2);
  });
});

describe('a long story', () => {
  test('has no more rows than can be read, and says how many it leaves out and where', () => {
    const records = Array.from({ length: 600 }, (_, index) => apiCall(index + 1));
    const { rows, leftOut } = buildTimeline({ records }, undefined, {}, { maxRows: 50, maxAttempts: 10 });
    expect(rows).toHaveLength(50);
    expect(leftOut).toEqual({ count: 550, index: 10 });
    expect([rows[9]?.seq, rows[10]?.seq, rows.at(-1)?.seq]).toEqual([10, 561, 600]);
  });

  test('has no more marks of a delivery than can be told apart: the first ones and the newest', () => {
    const records = [
      makeEventAnnounced(1, P),
      ...Array.from({ length: 5_000 }, (_, index) => [
        makeAttemptStarted(index * 2 + 2, P, index + 1),
        makeAttemptFinished(index * 2 + 3, P, index + 1, { attemptId: `att_${index + 1}` }),
      ]).flat(),
    ];
    const row = rowOf(lay(...records), '“paid”');
    const attempts = row.marks.filter(({ shape }) => shape === 'attempt');
    expect(attempts).toHaveLength(40);
    expect([attempts[0]?.id, attempts.at(-1)?.id]).toEqual(['att_1', 'att_5000']);
    expect(row.delivery).toMatchObject({ attemptCount: 5_000, leftOutCount: 4_960 });
  });
});
