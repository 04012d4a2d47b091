import { afterEach, describe, expect, test, vi } from 'vitest';
import { buildAuthHeaders, listProtocols, takeTokenFromHash } from '../../ui/src/stream/access-token.js';
import { createBatcher, createFrameSchedule } from '../../ui/src/stream/frame-batcher.js';
import { parseMessage } from '../../ui/src/stream/parse-message.js';
import { pickRetryDelay } from '../../ui/src/stream/retry-delay.js';

describe('the access token', () => {
  test('is taken out of the address and leaves the rest of it', () => {
    expect(takeTokenFromHash('#token=abc')).toEqual({ token: 'abc', rest: '' });
    expect(takeTokenFromHash('#view=log&token=a%2Fb')).toEqual({ token: 'a/b', rest: '#view=log' });
    expect(takeTokenFromHash('#view=log')).toEqual({ token: null, rest: '#view=log' });
    expect(takeTokenFromHash('')).toEqual({ token: null, rest: '' });
  });

  test('travels as a sub-protocol and as a bearer header', () => {
    expect(listProtocols('abc')).toEqual(['paystage', 'paystage.token.abc']);
    expect(listProtocols(null)).toEqual(['paystage']);
    expect(buildAuthHeaders('abc')).toEqual({ authorization: 'Bearer abc' });
    expect(buildAuthHeaders(null)).toEqual({});
  });
});

test('the wait before a retry doubles, stays below eight seconds and never gets near zero', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map((tries) => pickRetryDelay(tries, 0))).toEqual([300, 600, 1_200, 2_400, 4_800, 8_000, 8_000]);
  expect(pickRetryDelay(1, 1)).toBe(240);
});

test('a message whose records have no date, number or type cannot be read', () => {
  const read = (record: object) => parseMessage(JSON.stringify({ type: 'records', records: [record] }));
  const record = { seq: 1, at: '2025-11-21T03:05:10.000Z', lane: 'default', type: 'weather.changed' };
  expect(read(record)).toEqual({ type: 'records', records: [record] });
  for (const broken of [{ at: 'yesterday' }, { at: 7 }, { at: undefined }, { seq: '1' }, { type: null }])
    expect(() => read({ ...record, ...broken }), JSON.stringify(broken)).toThrow('something else than records');
});

describe('the batcher', () => {
  function setUp(maxQueued?: number) {
    const flushed: number[][] = [];
    const frames: (() => void)[] = [];
    const batcher = createBatcher<number>(
      (items) => flushed.push([...items]),
      (run) => frames.push(run),
      maxQueued,
    );
    return { flushed, frames, batcher };
  }

  test('hands on once per frame however often something is added', () => {
    const { flushed, frames, batcher } = setUp();
    for (let item = 0; item < 100; item++) batcher.add([item]);
    expect(frames).toHaveLength(1);
    expect(flushed).toEqual([]);
    frames[0]?.();
    expect(flushed).toHaveLength(1);
    expect(flushed[0]).toHaveLength(100);
    batcher.add([100]);
    expect(frames).toHaveLength(2);
  });

  test('does not wait for a frame that may never come once the queue is full', () => {
    const { flushed, batcher } = setUp(3);
    batcher.add([1, 2]);
    expect(flushed).toEqual([]);
    batcher.add([3]);
    expect(flushed).toEqual([[1, 2, 3]]);
  });

  test('forgets what has not been handed on', () => {
    const { flushed, frames, batcher } = setUp();
    batcher.add([1]);
    batcher.clear();
    frames[0]?.();
    expect(flushed).toEqual([]);
  });
});

describe('the schedule of frames', () => {
  function setUp(costMs: number) {
    let nowMs = 0;
    const frames: FrameRequestCallback[] = [];
    vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
    vi.stubGlobal('cancelAnimationFrame', () => {});
    const schedule = createFrameSchedule(() => nowMs);
    const drawnAt: number[] = [];
    const draw = async () => {
      nowMs += 16;
      for (const frame of frames.splice(0)) frame(nowMs);
      await Promise.resolve();
    };
    const ask = () =>
      schedule(() => {
        drawnAt.push(nowMs);
        queueMicrotask(() => {
          nowMs += costMs;
        });
      });
    return { draw, ask, drawnAt };
  }
  afterEach(() => void vi.unstubAllGlobals());

  test('takes every frame while drawing is quick', async () => {
    const { draw, ask, drawnAt } = setUp(0);
    for (let frame = 0; frame < 4; frame++) {
      ask();
      await draw();
    }
    expect(drawnAt).toEqual([16, 32, 48, 64]);
  });

  test('leaves twice the time free that drawing took', async () => {
    const { draw, ask, drawnAt } = setUp(20);
    ask();
    await draw();
    ask();
    // 16 ms and 20 for drawing; free until 76: frames come at 52, 68 and 84.
    await draw();
    await draw();
    expect(drawnAt).toHaveLength(1);
    await draw();
    expect(drawnAt).toEqual([16, 84]);
  });
});
