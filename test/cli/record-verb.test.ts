import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CreatedView } from '../../server/http/control/provider-replies.js';
import type { Harness } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { makeFolder, runInProcess, type TemporaryFolder } from './cli-runs.js';

let harness: Harness;
let receiver: Receiver;
let folder: TemporaryFolder;

const run = (...args: string[]) => runInProcess([...args, '--url', harness.url]);

beforeAll(async () => {
  receiver = await createReceiver();
  harness = await startHarness({ accounts: { secpaid: { settings: { paymentEndpoints: [receiver.url] } } } });
});
beforeEach(() => {
  folder = makeFolder();
});
afterEach(async () => {
  folder.remove();
  await callControl(harness, 'POST', '/reset', {});
});
afterAll(async () => {
  await harness.close();
  await receiver.close();
});

async function pay(): Promise<string> {
  const { paymentId } = JSON.parse((await run('create', 'secpaid', '--json')).out) as CreatedView;
  await run('pay', paymentId ?? '');
  await harness.engine.activity.whenIdle();
  return paymentId ?? '';
}

test('prints a file that passes when it is run, and nothing else, so that it can be piped', async () => {
  const id = await pay();
  const { code, out, err } = await run('record', id);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^# yaml-language-server: .*\nversion: 1\nname: "SecPaid payment: pay"\n/);
  const file = join(folder.path, 'paid.yaml');
  writeFileSync(file, out);
  const played = await run('run', file, '--clock', 'simulated', '--lane-per-scenario');
  expect(played.err).toBe('');
  expect(played.out).toMatch(/^passed {2}SecPaid payment: pay/);
  expect(played.code).toBe(0);
});

test('writes a new file, and never over one that is there unless it is told to', async () => {
  const id = await pay();
  const file = join(folder.path, 'new', 'paid.yaml');
  const written = await run('record', id, '--out', file, '--name', 'Paid: "at once"');
  expect(written).toMatchObject({ code: 0, out: `written to ${file}; play it with "paystage run"\n` });
  expect(readFileSync(file, 'utf8')).toContain(`name: 'Paid: "at once"'`);
  const [, schema = ''] = /^# yaml-language-server: \$schema=(.+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
  expect(resolve(dirname(file), schema)).toBe(resolve('node_modules/paystage/fixtures/scenarios/schema.json'));
  writeFileSync(file, 'mine');
  const refused = await run('record', id, '--out', file);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('is there already');
  expect(refused.err).toContain('--force');
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect((await run('record', id, '--out', file, '--force')).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('version: 1');
});

test('says on stderr what was left out, and as JSON with the file and its text', async () => {
  const id = await pay();
  const deliveryId = (await callControl<{ events: { deliveries: { id: string }[] }[] }>(harness, 'GET', `/payments/${id}`))
    .events[0]?.deliveries[0]?.id;
  await run('redeliver', deliveryId ?? '');
  await harness.engine.activity.whenIdle();
  const { out, err } = await run('record', id, '--json');
  expect(err).toBe('note: Redelivered, or edited and resent, once: left out, since no provider does that.\n');
  expect(JSON.parse(out)).toMatchObject({
    file: null,
    name: 'SecPaid payment: pay',
    text: expect.stringContaining('# Redelivered, or edited and resent, once'),
    document: { version: 1, provider: 'secpaid' },
    notes: [expect.stringContaining('left out')],
  });
});

test('an id that nothing has is refused with the nearest, and nothing is written', async () => {
  const id = await pay();
  const file = join(folder.path, 'none.yaml');
  const near = await run('record', `${id}1`, '--out', file);
  expect(near.code).not.toBe(0);
  expect(near.err).toContain(`There is no payment "${id}1"`);
  expect(near.err).toContain(`Did you mean "${id}"?`);
  expect((await run('record', 'something-else')).err).toContain('"paystage payments" lists those that there are.');
  expect(existsSync(file)).toBe(false);
});
