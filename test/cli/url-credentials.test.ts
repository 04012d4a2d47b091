import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { actAsCustomer, callControl, startHarness } from '../support/harness.js';
import { createReceiver } from '../support/receiver.js';
import { makeFolder, runInProcess } from './cli-runs.js';

const PASSWORD = 'geheim-pw77';
const folder = makeFolder();
afterAll(folder.remove);

test('A7 an address that is refused is told without the password in it', async () => {
  const wrong = `http://user:${PASSWORD}@localhost:99999/`;
  const files = {
    target: { 'secpaid-endpoint': wrong },
    setting: { accounts: { secpaid: { settings: { paymentEndpoints: [wrong] } } } },
    list: { accounts: { secpaid: { settings: { paymentEndpoints: wrong } } } },
  };
  const calls = [
    ['--secpaid-endpoint', wrong],
    ['--secpaid-endpoint', `http://localhost:1/,${wrong}`],
    ...Object.entries(files).map(([name, content]) => {
      const path = join(folder.path, `${name}.json`);
      writeFileSync(path, JSON.stringify(content));
      return ['--config', path];
    }),
  ];
  for (const args of calls) {
    const { code, out, err } = await runInProcess(['start', '--memory', '--port', '0', ...args]);
    expect({ code, out }, args.join(' ')).toEqual({ code: 2, out: '' });
    expect(err).not.toContain(PASSWORD);
  }
  const { err } = await runInProcess(['start', '--memory', '--secpaid-endpoint', wrong]);
  expect(err).toContain('found "http://***@localhost:99999/"');
});

test('A7 a background callback is sent with the password of its address, and told without it', async () => {
  const receiver = await createReceiver();
  const harness = await startHarness();
  const secret = receiver.url.replace('://', `://user:${PASSWORD}@`);
  await callControl(harness, 'PATCH', '/accounts/secpaid', { callbackUrls: [`${receiver.url}/a`, `${secret}/b`] });
  const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/secpaid/payments', { amount: 5 });
  await actAsCustomer(harness, paymentId, { action: 'pay' });
  await harness.engine.activity.whenIdle();
  const lines: string[] = [];
  for await (const part of harness.engine.log.read(0)) lines.push(...part);
  const called = lines.filter((line) => line.includes('"callback.called"'));
  await harness.close();
  await receiver.close();
  expect(called.join()).toContain('***@');
  expect(called.join()).not.toContain(PASSWORD);
  const basic = `Basic ${Buffer.from(`user:${PASSWORD}`).toString('base64')}`;
  expect(receiver.requests.map(({ header }) => header('authorization'))).toContain(basic);
});
