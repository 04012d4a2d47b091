import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Lane } from '../../server/client/lane.js';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

let harness: Harness;
let app: Receiver;
/** Let go of to have the webhook answered. */
let answer = () => {};

beforeEach(async () => {
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  app = await createReceiver(async ({ url }) => {
    if (url.startsWith('/hook')) await held;
    return { status: 200 };
  });
  harness = await startHarness();
});
afterEach(async () => {
  answer();
  await harness.close();
  await app.close();
});

function openLane(options: { seed?: string }): Promise<Lane> {
  const settings = { paymentEndpoints: [`${app.url}/hook`], callbackUrls: [`${app.url}/back`] };
  return harness.stage.lane({ clock: 'simulated', accounts: { secpaid: { settings } }, ...options });
}

const listPaths = () => app.requests.map(({ url }) => url.split('?')[0]);

test('in a repeatable lane the browser is sent back after the first attempt of the webhook', async () => {
  const lane = await openLane({ seed: '7' });
  const { id } = await lane.create('secpaid');
  const paying = lane.customer(id).pay();
  await app.waitForRequests(1);
  const listTypes = async () => (await lane.records({ payment: id })).map(({ type }) => type);
  expect(await listTypes()).not.toContain('redirect.issued');
  answer();
  await paying;
  const types = await listTypes();
  expect(types.indexOf('attempt.finished')).toBeLessThan(types.indexOf('redirect.issued'));
  expect(types.indexOf('redirect.issued')).toBeLessThan(types.lastIndexOf('page.served'));
  expect(listPaths()).toEqual(['/hook', '/back']);
});

test('a hold decides otherwise', async () => {
  const lane = await openLane({ seed: '7' });
  const { id } = await lane.create('secpaid');
  await lane.holds.webhook({ payment: id });
  await lane.customer(id).pay();
  expect(listPaths()).toEqual(['/back']);
});

test('in any other lane neither waits for the other', async () => {
  const lane = await openLane({});
  const { id } = await lane.create('secpaid');
  const visited = lane.customer(id).pay();
  await app.waitFor(({ url }) => url.startsWith('/back'));
  answer();
  await visited;
  expect(listPaths().toSorted()).toEqual(['/back', '/hook']);
});
