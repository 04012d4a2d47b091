import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

/** A short story with an id of every kind that the engine makes up, without the place in the whole log. */
async function tellStory(): Promise<string> {
  await using lane = await harness.lane({ name: 'same', seed: 3, clock: 'simulated' });
  const { id } = await lane.create('secpaid');
  await lane.holds.webhook({ payment: id });
  await lane.faults.set({ fault: 'duplicate', times: 1 });
  await lane.customer(id).pay();
  await lane.holds.release();
  await lane.idle();
  return (await lane.records()).map(({ seq: _seq, ...record }) => JSON.stringify(record)).join('\n');
}

test('a repeatable lane that is opened again tells the same story, whatever others did meanwhile', async () => {
  const first = await tellStory();
  await using other = await harness.lane();
  await other.create('securepayapi');
  const [second] = await Promise.all([tellStory(), other.create('secpaid'), other.create('secpaid')]);
  expect(second).toBe(first);
  expect(first).toMatch(/"eventId":"evt_same_\d+"/);
});

test('ids of lanes side by side differ, and those of the default lane count with the log', async () => {
  const lanes = await Promise.all(['one', 'two'].map((name) => harness.lane({ name, seed: 3, clock: 'simulated' })));
  const ids = [];
  for (const lane of lanes) {
    const { id } = await lane.create('secpaid');
    await lane.customer(id).pay();
    ids.push(...(await lane.payment(id)).events.map((event) => event.id));
  }
  expect(new Set(ids).size).toBe(2);
  const byDefault = await harness.stage.openLane();
  const { id } = await byDefault.create('secpaid');
  await byDefault.customer(id).pay();
  const [event] = (await byDefault.payment(id)).events;
  expect(event?.id).toBe(`evt_${event?.seq}`);
});
