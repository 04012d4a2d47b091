import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';
import { createReceiver } from '../support/receiver.js';
import { openPage } from '../support/stream-page.js';

/** Mounts a disk of a few megabytes; null where only root may do that. */
function mountSmallDisk(): string | null {
  if (process.platform !== 'linux') return null;
  const folder = mkdtempSync(join(tmpdir(), 'paystage-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmdirSync(folder);
    return null;
  }
}

function unmount(folder: string): void {
  execFileSync('umount', ['-l', folder]);
  rmdirSync(folder);
}

const probe = mountSmallDisk();
if (probe !== null) unmount(probe);

/** Takes all the room that is left; the returned function gives it back. */
function fillUp(folder: string): () => void {
  const file = openSync(join(folder, 'filler'), 'w');
  for (const size of [65_536, 4_096, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch {
      // Full, by pieces of this size.
    }
  }
  return () => {
    ftruncateSync(file, 0);
    closeSync(file);
  };
}

/** What was answered last. */
let said = '';

async function post(harness: Harness, path: string): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${harness.url}/_paystage/api${path}`, { method: 'POST', headers, body: '{}' });
  said = await reply.text();
  return reply.status;
}

const create = (harness: Harness) => post(harness, '/accounts/secpaid/payments');
const listIds = async (harness: Harness) =>
  (await callControl<{ payments: { id: string }[] }>(harness, 'GET', '/payments?limit=1000')).payments.map(({ id }) => id).sort();

test.skipIf(probe === null)(
  'P8 T11 on a disk that is really full writing is answered 507, reading and the pages go on, and it recovers by itself without drift',
  async () => {
    const folder = mountSmallDisk() ?? '';
    onTestFinished(() => unmount(folder));
    const receiver = await createReceiver({ status: 200 });
    const dataDir = join(folder, 'data');
    const accounts = { secpaid: { settings: { paymentEndpoints: [receiver.url] } } };
    const harness = await startHarness({ dataDir, accounts });
    const page = openPage(harness.address.streamUrl);
    await page.until(() => page.hello !== null);
    for (let count = 0; count < 5; count++) expect(await create(harness)).toBe(200);
    const before = await listIds(harness);

    const giveBack = fillUp(folder);
    // What fits into the last block is still stored.
    await expect.poll(() => create(harness)).toBe(507);
    const noticedAt = said;
    await page.until(() => page.records.some((record) => record.type === 'harness.notice' && record.level === 'error'));
    expect(await create(harness)).toBe(507);
    expect(said).toContain('no payment was created');
    const during = await listIds(harness);
    // The one that met the full disk is there, and whoever asked for it knows.
    expect(noticedAt).toContain(`Payment ${during.at(-1)} was created, but not all of it could be stored`);
    expect(during).toEqual(expect.arrayContaining(before));
    expect((await fetch(harness.url)).status).toBeLessThan(500);
    expect(await (await fetch(`${harness.url}/_paystage/health`)).json()).toMatchObject({ status: 'storage_failing' });

    giveBack();
    await expect.poll(() => create(harness)).toBe(200);
    expect(await (await fetch(`${harness.url}/_paystage/health`)).json()).toMatchObject({ status: 'ready' });
    const [paid = ''] = before;
    await callControl(harness, 'POST', `/payments/${paid}/customer`, { action: 'pay' });
    await receiver.waitForRequests(1);
    await harness.engine.activity.whenIdle();
    const after = await listIds(harness);
    expect(after.slice(0, during.length)).toEqual(during);
    expect(after).toHaveLength(during.length + 1);
    await page.close();
    await harness.close();

    const again = await startHarness({ dataDir, accounts });
    expect(await listIds(again)).toEqual(after);
    expect(receiver.requests).toHaveLength(1);
    await again.close();
    await receiver.close();
  },
);
