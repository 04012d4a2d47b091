import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness, Lane } from '../../server/index.js';
import { startHarness } from '../support/harness.js';

let harness: Harness;
let lane: Lane;
beforeAll(async () => {
  harness = await startHarness();
  lane = await harness.stage.openLane();
});
afterAll(() => harness.close());

test('a lane is given any time to be idle, also more than the stage waits in one call, and fractions of a ms', async () => {
  expect(await lane.idle(120_000)).toMatchObject({ isIdle: true });
  expect(await lane.idle(1_500.5)).toMatchObject({ isIdle: true });
  expect(await lane.idle(0)).toMatchObject({ isIdle: true });
});

test('one that does not get idle is asked again until the time is over', async () => {
  const { post } = lane.control;
  const asked: unknown[] = [];
  lane.control.post = async (_path, body) => {
    asked.push(body);
    return { isIdle: false } as never;
  };
  expect(await lane.idle(120_500)).toMatchObject({ isIdle: false });
  lane.control.post = post;
  expect(asked).toEqual([{ waitMs: 60_000 }, { waitMs: 60_000 }, { waitMs: 500 }]);
});
