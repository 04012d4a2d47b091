import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Harness, Lane } from '../../../server/index.js';
import type { Scenario } from '../../../server/scenarios/format/scenario.js';
import { Scope } from '../../../server/scenarios/run/scope.js';
import { visitCheckout } from '../../../server/scenarios/run/visit-checkout.js';
import { startHarness } from '../../support/harness.js';
import { createReceiver, type Receiver } from '../../support/receiver.js';

let harness: Harness;
let app: Receiver;
let lane: Lane;
/** Of the calls that wait for something to come. */
let waiting: (AbortSignal | undefined)[];

beforeAll(async () => {
  app = await createReceiver({ status: 200 });
  harness = await startHarness();
  const settings = { paymentEndpoints: [`${app.url}/hook`], callbackUrls: [`${app.url}/back`] };
  lane = await harness.lane({ accounts: { secpaid: { settings } } });
  waiting = [];
  const get = lane.control.get.bind(lane.control);
  lane.control.get = (path, options) => {
    if (path.includes('redirect.held')) waiting.push(options?.signal);
    return get(path, options);
  };
});
afterAll(async () => {
  await harness.close();
  await app.close();
});

const openScope = () => new Scope({} as Scenario, lane, { id: 'a', seed: null });

test('a visit that is refused while a redirect is to be held leaves no call waiting', async () => {
  const { id } = await lane.create('secpaid', { amount: 20 });
  await lane.holds.redirect({ count: 1 });
  const { post } = lane.control;
  lane.control.post = async (path, body, options) => {
    if (path.endsWith('/visits')) await vi.waitFor(() => expect(waiting).not.toHaveLength(0));
    return post.call(lane.control, path, body, options) as never;
  };
  await expect(visitCheckout(id, { action: 'nod' }, false, openScope())).rejects.toMatchObject({ code: 'invalid_action' });
  lane.control.post = post;
  await lane.holds.clear();
  expect(waiting.every((signal) => signal?.aborted)).toBe(true);
});

test('a customer who opens the checkout and closes the tab is sent there as such', async () => {
  const asked: unknown[] = [];
  const post = lane.control.post.bind(lane.control);
  lane.control.post = (path, body, options) => {
    if (path.endsWith('/visits')) asked.push(body);
    return post(path, body, options);
  };
  const { id } = await lane.create('secpaid', { amount: 20 });
  await visitCheckout(id, null, true, openScope());
  await visitCheckout(id, null, false, openScope());
  expect(asked).toEqual([
    { action: null, closeTab: true },
    { action: null, closeTab: false },
  ]);
});
