import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHarness } from '../server/index.js';
import { findFreePort } from './support/free-port.js';
import { callControl, startHarness } from './support/harness.js';
import { runProcess } from './support/run-process.js';
import { hasIpv6 } from './transport/transport-setup.js';

test('D9 two stages in one process do not know each other', async () => {
  const [one, two] = [await startHarness(), await startHarness()];
  expect(one.address.port).not.toBe(two.address.port);
  expect(one.env.SECPAID_TOKEN).not.toBe(two.env.SECPAID_TOKEN);
  await callControl(one, 'POST', '/accounts/secpaid/payments', {});
  expect(await callControl(two, 'GET', '/payments')).toMatchObject({ total: 0 });
  await one.close();
  expect(await callControl(two, 'GET', '/payments')).toMatchObject({ total: 0 });
  await two.close();
});

test('D9 closing twice, at the same time and afterwards, is one end', async () => {
  const harness = await startHarness();
  await Promise.all([harness.close(), harness.close()]);
  await harness.close();
  await expect(fetch(harness.url)).rejects.toThrow();
});

test('D9 closing before it listens, and while it begins to, leaves neither a port nor a folder taken', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-lives-'));
  const never = await createHarness({ port: 0, dataDir });
  await never.close();
  const hasty = await createHarness({ port: 0, dataDir });
  const listening = hasty.listen();
  await Promise.all([expect(listening).rejects.toMatchObject({ code: 'closed' }), hasty.close()]);
  await expect(fetch(`http://127.0.0.1:${hasty.address.port}/_paystage/health`)).rejects.toThrow();
  await expect(hasty.listen()).rejects.toMatchObject({ code: 'closed' });
  const again = await startHarness({ dataDir });
  await again.close();
  await rm(dataDir, { recursive: true });
});

test('D9 a harness that cannot take up what an earlier run left is closed, and listens no more', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-lives-'));
  const harness = await createHarness({ port: 0, dataDir });
  harness.engine.resume = () => {
    throw new Error('injected');
  };
  await expect(harness.listen()).rejects.toThrow('injected');
  await expect(fetch(`http://127.0.0.1:${harness.address.port}/_paystage/health`)).rejects.toThrow();
  expect(await readdir(dataDir)).toContain('journal.jsonl');
  const again = await startHarness({ dataDir });
  await again.close();
  await rm(dataDir, { recursive: true });
});

test('a start that is refused leaves no data folder behind that was not there before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paystage-lives-'));
  const other = await startHarness();
  const dataDir = join(folder, 'new', '.paystage');
  const taken = await createHarness({ port: other.address.port, dataDir });
  await expect(taken.listen()).rejects.toMatchObject({ code: 'port_in_use' });
  expect(await readdir(folder)).toEqual([]);

  const neighbour = join(folder, 'new', 'neighbour');
  const late = await createHarness({ port: other.address.port, dataDir });
  await mkdir(neighbour);
  await expect(late.listen()).rejects.toMatchObject({ code: 'port_in_use' });
  expect(await readdir(join(folder, 'new'))).toEqual(['neighbour']);

  const own = await startHarness({ dataDir });
  await own.close();
  const again = await createHarness({ port: other.address.port, dataDir });
  await expect(again.listen()).rejects.toMatchObject({ code: 'port_in_use' });
  expect(await readdir(dataDir)).toContain('journal.jsonl');
  await other.close();
  await rm(folder, { recursive: true });
});

test('D9 a program that closes its stage ends by itself', async () => {
  const entry = new URL('../dist/server/index.js', import.meta.url).href;
  const source = `
    const { createHarness } = await import(${JSON.stringify(entry)});
    const harness = await createHarness({ port: 0 });
    await harness.listen();
    await fetch(harness.url + '/_paystage/api/accounts/secpaid/payments', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    await harness.close();
    console.log('closed');`;
  expect(await runProcess(process.execPath, ['--input-type=module'], source)).toBe('closed\n');
});

test.skipIf(!hasIpv6)(
  'D4 a port that another program has on ::1 only is taken, and port 0 finds one that is free on both',
  async () => {
    const other = createServer();
    const port = await findFreePort();
    await new Promise<void>((resolve) => other.listen({ host: '::1', port, ipv6Only: true }, resolve));
    await expect(createHarness({ port }).then((harness) => harness.listen())).rejects.toMatchObject({
      code: 'port_in_use',
      exitCode: 2,
      message: expect.stringContaining('::1'),
    });
    const harness = await startHarness();
    for (const host of ['127.0.0.1', '[::1]'])
      expect((await fetch(`http://${host}:${harness.address.port}/_paystage/health`)).status).toBe(200);
    await harness.close();
    other.close();
  },
);
