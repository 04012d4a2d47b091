import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ClockView } from '../../server/http/control/replies.js';
import type { Harness, HarnessOptions } from '../../server/index.js';
import { actAsCustomer, callControl, startHarness } from '../support/harness.js';
import { askControl } from '../support/lanes.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

const MONTH_MS = 30 * 86_400_000;
/** What a busy machine may take between two looks at its clock, ms. */
const SLACK_MS = 60_000;
let folder: string;
let app: Receiver;
let running: Harness[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paystage-real-time-'));
  app = await createReceiver();
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((harness) => harness.close()));
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(options: HarnessOptions): Promise<Harness> {
  const harness = await startHarness({ accounts: { securepayapi: { settings: { webhookUrls: [app.url] } } }, ...options });
  running.push(harness);
  return harness;
}

async function payOne(harness: Harness): Promise<void> {
  const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/securepayapi/payments', {});
  await actAsCustomer(harness, paymentId, { action: 'pay' });
}

const readClock = (harness: Harness) => callControl<ClockView>(harness, 'GET', '/clock');
const readLead = async (harness: Harness) => (await readClock(harness)).aheadMs ?? Number.NaN;

describe('the start after a reset', () => {
  /** As somebody meets it who stops the stage, and as it is after a crash: the folder as it was while the stage ran. */
  const ends = {
    stop: async (harness: Harness) => {
      await harness.close();
      return folder;
    },
    crash: async () => {
      const remains = `${folder}/remains`;
      await cp(`${folder}/data`, `${remains}/data`, { recursive: true });
      return remains;
    },
  };

  test.each(['stop', 'crash'] as const)('is in real time where the clock had been moved (%s)', async (end) => {
    const first = await start({ dataDir: `${folder}/data` });
    await payOne(first);
    await callControl(first, 'POST', '/clock', { advance: '30d' });
    await callControl(first, 'POST', '/reset');
    expect(Math.abs(await readLead(first))).toBeLessThan(SLACK_MS);
    const second = await start({ dataDir: `${await ends[end](first)}/data` });
    expect(Math.abs(await readLead(second))).toBeLessThan(SLACK_MS);
    app.clear();
    await payOne(second);
    const [request] = await app.waitForRequests(1);
    expect(Math.abs(Number(request?.header('x-timestamp')) * 1_000 - Date.now())).toBeLessThan(SLACK_MS);
  });

  test.each(['stop', 'crash'] as const)('is in real time after a clock of its own, which the reset leaves (%s)', async (end) => {
    const first = await start({ dataDir: `${folder}/data`, clock: { startMs: Date.now() + MONTH_MS, speed: 0 } });
    await payOne(first);
    const before = await readClock(first);
    await callControl(first, 'POST', '/reset');
    expect(await readClock(first)).toMatchObject({ now: before.now, speed: 0, aheadMs: null });
    const second = await start({ dataDir: `${await ends[end](first)}/data` });
    expect(Math.abs(await readLead(second))).toBeLessThan(SLACK_MS);
  });

  test('goes on from where the clock had come to when something was done since, or nothing was reset', async () => {
    const first = await start({ dataDir: `${folder}/data` });
    await callControl(first, 'POST', '/reset');
    await callControl(first, 'POST', '/clock', { advance: '30d' });
    await first.close();
    const second = await start({ dataDir: `${folder}/data` });
    expect(Math.abs((await readLead(second)) - MONTH_MS)).toBeLessThan(SLACK_MS);
  });
});

describe('a move of the clock that is under way', () => {
  const ways = {
    'a reset': (harness: Harness) => callControl(harness, 'POST', '/reset'),
    'going back': (harness: Harness) => callControl(harness, 'POST', '/clock', { realTime: true }),
  };
  const moves = {
    advance: () => ({ advance: '30d' }),
    to: () => ({ to: new Date(Date.now() + MONTH_MS).toISOString() }),
    'next-timer': () => ({ jumpTo: 'next-timer' }),
    'next-attempt': () => ({ jumpTo: 'next-attempt' }),
  };
  const cases = (Object.keys(ways) as (keyof typeof ways)[]).flatMap((way) =>
    (Object.keys(moves) as (keyof typeof moves)[]).map((move) => ({ way, move })),
  );

  /** An app that answers when the returned function is called. */
  function makeAppHang(): () => void {
    let answer = (_reply: { status: number }) => {};
    const answered = new Promise<{ status: number }>((resolve) => {
      answer = resolve;
    });
    app.replyWith(() => answered);
    return () => answer({ status: 204 });
  }

  /** While a move is under way the clock stands. */
  async function untilHeld(harness: Harness): Promise<void> {
    for (;;) {
      const beforeMs = harness.engine.nowMs();
      await setTimeout(20);
      if (harness.engine.nowMs() === beforeMs) return;
    }
  }

  test.each(cases)('ends with $way, and the lane stays in real time: $move', async ({ way, move }) => {
    const harness = await start({});
    const answer = makeAppHang();
    await payOne(harness);
    await app.waitForRequests(1);
    const moving = askControl(harness, 'POST', '/clock', moves[move]());
    await untilHeld(harness);
    const advance = vi.spyOn(harness.engine.clock, 'advance');
    const waiting = askControl(harness, 'POST', '/clock', { advance: '60d' });
    await expect.poll(() => advance.mock.calls.length).toBe(1);
    await ways[way](harness);
    // The app has not answered yet: it is not what ends the move.
    for (const ended of await Promise.all([moving, waiting])) {
      expect(ended).toMatchObject({ status: 409, code: 'clock_brought_back' });
      expect(ended.text).toMatch(/during this move, which had come to 2\d{3}-/);
    }
    answer();
    await harness.engine.activity.whenIdle();
    await setTimeout(20);
    expect(await readClock(harness)).toMatchObject({ speed: 1 });
    expect(Math.abs(await readLead(harness))).toBeLessThan(SLACK_MS);
    expect(await callControl(harness, 'POST', '/clock', { advance: '1h' })).toMatchObject({ speed: 1 });
    expect(Math.abs((await readLead(harness)) - 3_600_000)).toBeLessThan(SLACK_MS);
  });

  test('is done to its end where the clock is its own: a reset has nowhere to go back to', async () => {
    const harness = await start({ clock: { startMs: Date.UTC(2026, 0, 1), speed: 0 } });
    const answer = makeAppHang();
    await payOne(harness);
    await app.waitForRequests(1);
    const moving = askControl(harness, 'POST', '/clock', { advance: '30d' });
    await setTimeout(50);
    await callControl(harness, 'POST', '/reset');
    expect(await moving).toMatchObject({ status: 200 });
    expect((await readClock(harness)).now).toBe('2026-01-31T00:00:00.000Z');
    answer();
  });
});
