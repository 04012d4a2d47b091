import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TargetView } from '../../server/http/control/provider-replies.js';
import type { Harness } from '../../server/index.js';
import { createTargetProbe } from '../../server/transport/probe-target.js';
import { createTargetPolicy } from '../../server/transport/target-policy.js';
import { findFreePort } from '../support/free-port.js';
import { callControl, startHarness } from '../support/harness.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

let harness: Harness;
let receiver: Receiver;

beforeAll(async () => {
  [harness, receiver] = await Promise.all([startHarness(), createReceiver()]);
});
afterAll(async () => {
  await harness.close();
  await receiver.close();
});

const readTargets = async () => (await callControl<{ targets: TargetView[] }>(harness, 'GET', '/targets')).targets;

test('the built-in receiver is always reachable, and what is not set has no light', async () => {
  const targets = await readTargets();
  expect(targets.map(({ setting, state }) => [setting, state])).toEqual([
    ['paymentEndpoints', 'reachable'],
    ['webhookUrls', 'reachable'],
  ]);
  expect(targets[0]?.message).toContain('built-in receiver');
});

test('each target has its state and a plain sentence; nothing is sent, and credentials stay hidden', async () => {
  const port = await findFreePort();
  await callControl(harness, 'PATCH', '/accounts/secpaid', {
    paymentEndpoints: [receiver.url.replace('//', '//user:hush@'), 'http://192.0.2.1/x', 'http://169.254.169.254/'],
    callbackUrls: [`http://localhost:${port}/back`],
  });
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrls: ['http://no-such-host.invalid/'] });
  const targets = await readTargets();
  expect(targets.map(({ provider, setting, state }) => `${provider} ${setting} ${state}`)).toEqual([
    'secpaid paymentEndpoints reachable',
    'secpaid paymentEndpoints blocked',
    'secpaid paymentEndpoints blocked',
    'secpaid callbackUrls unreachable',
    'securepayapi webhookUrls unreachable',
  ]);
  const [open, outside, metadata, closed, unknown] = targets.map(({ message }) => message);
  expect(open).toBe(`${new URL(receiver.url).host} accepts connections.`);
  expect(outside).toMatch(/^192\.0\.2\.1 lies outside .*--allow-target does not list it\.$/);
  expect(metadata).toContain('never called');
  expect(closed).toMatch(new RegExp(`^nobody listens on localhost:${port} \\(tried 127\\.0\\.0\\.1 and ::1\\)\\.$`));
  expect(unknown).toMatch(/^the name no-such-host\.invalid (does not exist|could not be resolved).*\.$/);
  expect(JSON.stringify(targets)).not.toContain('hush');
  expect(receiver.requests).toEqual([]);
});

test('targets are asked at once, each place once for all who ask at the same time, and a silent resolver costs 3 s at most', async () => {
  let connections = 0;
  const server = createServer().on('connection', () => {
    connections++;
  });
  const { port, close } = await listenOnLoopback(server);
  let asked = 0;
  const probe = createTargetProbe(createTargetPolicy(), async (name) => {
    if (name !== 'silent.test') return [{ address: '127.0.0.1', family: 4 }];
    asked++;
    return new Promise(() => {});
  });
  const answers = await Promise.all([
    probe('http://silent.test/a'),
    probe('http://silent.test/b'),
    probe(`http://shop.test:${port}/a`),
    probe(`http://shop.test:${port}/b`),
  ]);
  expect(asked).toBe(1);
  expect(answers.map(({ state }) => state)).toEqual(['unreachable', 'unreachable', 'reachable', 'reachable']);
  expect(answers[0]?.message).toBe('silent.test did not accept a connection within 3 s');
  expect(connections).toBe(1);
  await probe(`http://shop.test:${port}/a`);
  await expect.poll(() => connections).toBe(2);
  await close();
});

test('a name that leads to a forbidden address is blocked, whatever else it leads to', async () => {
  const probe = createTargetProbe(createTargetPolicy(), async () => [
    { address: '127.0.0.1', family: 4 },
    { address: '169.254.169.254', family: 4 },
  ]);
  expect((await probe(`http://rebind.test:${new URL(receiver.url).port}`)).state).toBe('blocked');
  expect((await probe('ftp://localhost/')).state).toBe('blocked');
});
