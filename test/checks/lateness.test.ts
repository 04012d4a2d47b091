import { afterAll, beforeAll, expect, test } from 'vitest';
import { ack2 } from '../../server/checks/catalogue/ack-2.js';
import { ack3 } from '../../server/checks/catalogue/ack-3.js';
import { rob1 } from '../../server/checks/catalogue/rob-1.js';
import { Lateness } from '../../server/checks/exam/lateness.js';
import { isBlurred } from '../../server/checks/exam/sent.js';
import type { Harness, Lane } from '../../server/index.js';
import { block } from '../support/block.js';
import { startHarness } from '../support/harness.js';
import { judgeOne } from './support/judge-one.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

/** While deliveries are out, this process, in which stage and checks run, does nothing for longer than an app may take. */
function disturb(lane: Lane, ms = 1_200, isDisturbed: (nth: number) => boolean = () => true): void {
  const send = lane.send.bind(lane);
  let count = 0;
  lane.send = (...given) => {
    const sending = send(...given);
    count += 1;
    if (isDisturbed(count)) setTimeout(() => block(ms), 150);
    return sending;
  };
}

test('what this process was late is known, also before the timer that is overdue has fired, and only since a moment', async () => {
  const lateness = new Lateness();
  lateness.start();
  const startMs = performance.now();
  block(300);
  expect(lateness.since(startMs)).toBeGreaterThan(200);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(lateness.since(startMs)).toBeGreaterThan(200);
  block(100);
  expect(lateness.since(startMs)).toBeGreaterThan(300);
  expect(lateness.since(performance.now() - 100)).toBeLessThan(200);
  lateness.stop();
});

test('a latency is blurred where the part that may be ours decides', () => {
  expect(isBlurred({ latencyMs: 1_200, oursMs: 300 }, 1_000)).toBe(true);
  expect(isBlurred({ latencyMs: 1_200, oursMs: 100 }, 1_000)).toBe(false);
  expect(isBlurred({ latencyMs: 900, oursMs: 900 }, 1_000)).toBe(false);
});

test.each([ack2, ack3, rob1])('$id does not accuse an app of what this process was late', async (check) => {
  const file = '../../test/checks/receivers/takes-a-moment.mjs';
  const judge = async () => {
    const trial = { check, provider: 'secpaid', file, requests: 14, beforehand: (lane: Lane) => disturb(lane) };
    const { verdict, sentence } = await judgeOne(harness, trial);
    return `${verdict}: ${sentence}`;
  };
  // An app that a busy machine holds up was slow; it is not slow each time.
  await expect.poll(judge).toMatch(/^(pass|inconclusive: .*held up meanwhile)/);
});

test('ACK-2 measures anew where only its own lateness keeps an app from being far too slow', async () => {
  const file = '../../test/checks/receivers/stalls-twice-in-twenty.mjs';
  const beforehand = (lane: Lane) => disturb(lane, 3_000, (nth) => nth === 19 || nth === 20);
  const finding = await judgeOne(harness, { check: ack2, provider: 'secpaid', file, requests: 60, beforehand });
  expect(`${finding.verdict}: ${finding.sentence}`).toMatch(/^fail: /);
});
