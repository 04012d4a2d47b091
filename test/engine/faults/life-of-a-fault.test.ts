import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { FaultsView } from '../../../server/http/control/fault-replies.js';
import { callControl } from '../../support/harness.js';
import { prepareFaultStage, START_MS, statusOf } from './fault-stage.js';

const folders: string[] = [];
const stage = prepareFaultStage();

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function restartOnDisk(): Promise<{ dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-faults-'));
  folders.push(dataDir);
  await stage.restart({ dataDir });
  return { dataDir };
}

test('faults are listed with what is left, and with everything that can go wrong', async () => {
  await stage.set({ fault: 'duplicate', copies: 2, times: 3 });
  const { faults, kinds } = await stage.list();
  expect(faults).toMatchObject([
    {
      fault: 'duplicate',
      timesLeft: 3,
      uses: 0,
      endsAt: null,
      spec: { fault: 'duplicate', copies: 2, isConcurrent: false, times: 3 },
    },
  ]);
  expect(kinds.map(({ name }) => name)).toHaveLength(28);
  expect(kinds.find(({ name }) => name === 'wrong-secret')?.providers).toEqual(['securepayapi']);
  expect(kinds.find(({ name }) => name === 'duplicate')?.schema).toMatchObject({ properties: { copies: { default: 1 } } });
});

test.each([
  [{ fault: 'duplicat' }, /Did you mean \\"duplicate\\"/],
  [{}, /no fault without a name/],
  [{ fault: 'duplicate', copis: 2 }, /no parameter \\"copis\\".*Did you mean \\"copies\\"/],
  [{ fault: 'duplicate', copies: 0 }, /\\"copies\\"/],
  [{ fault: 'duplicate', copies: 16, isConcurrent: true }, /\\"copies\\": at most 15 where isConcurrent is set/],
  [{ fault: 'duplicate', when: { paymnt: '1' } }, /Did you mean \\"payment\\"/],
  [{ fault: 'duplicate', when: { route: 'createLink' } }, /cannot be restricted by \\"route\\"/],
  [{ fault: 'duplicate', when: { payment: 'nobody' } }, /There is no payment \\"nobody\\"/],
  [{ fault: 'duplicate', when: { provider: 'secpayd' } }, /Did you mean \\"secpaid\\"/],
  [{ fault: 'duplicate', times: 1_001 }, /times/],
  [{ fault: 'constructor' }, /There is no fault/],
])('%j is refused in words', async (spec, words) => {
  await expect(stage.set(spec)).rejects.toThrow(words);
  expect((await stage.list()).faults).toEqual([]);
});

test('a fault that was cleared takes no effect, and what it keeps back goes out', async () => {
  const { id } = await stage.set({ fault: 'late', when: { status: 'INIT' }, times: 2 });
  await stage.payIntent('decline');
  expect(stage.signed.map(statusOf)).not.toContain('INIT');
  await callControl(stage.harness, 'DELETE', `/faults/${id}`);
  await stage.settle();
  expect(stage.signed.at(-1)?.event).toMatch(/INIT$/);
  await expect(callControl(stage.harness, 'DELETE', `/faults/${id}`)).rejects.toThrow(/404.*unknown_fault_id/);
});

test('clearing everything lets go of what used-up faults keep back, too', async () => {
  await stage.set({ fault: 'delayed', byMs: 86_400_000 });
  await stage.set({ fault: 'burst', size: 100 });
  await stage.payLink();
  await stage.payLink();
  expect(stage.unsigned).toEqual([]);
  expect(await callControl<FaultsView>(stage.harness, 'POST', '/faults/clear', {})).toMatchObject({ faults: [] });
  await stage.settle();
  expect(stage.unsigned).toHaveLength(2);
});

test('a reset forgets faults and what they keep back', async () => {
  await stage.set({ fault: 'delayed' });
  await stage.set({ fault: 'dropped', when: { status: 'Failed' }, forMs: 50_000 });
  await stage.payLink();
  await callControl(stage.harness, 'POST', '/reset', {});
  expect(await stage.list()).toMatchObject({ faults: [], keptBack: [] });
  await stage.payLink();
  expect(stage.unsigned).toHaveLength(1);
});

test('faults and what they keep back survive a restart', async () => {
  const { dataDir } = await restartOnDisk();
  await stage.set({ fault: 'missing-header', when: { provider: 'secpaid' }, times: 9 });
  await stage.set({ fault: 'delayed', byMs: 60_000, when: { status: 'INIT' } });
  await stage.set({ fault: 'ack-lost', forMs: 30_000, when: { provider: 'secpaid' } });
  await stage.payIntent();
  await stage.payLink();
  await stage.restart({ dataDir, clock: { speed: 0, startMs: START_MS + 1_000 } });
  await stage.settle();
  const { faults, keptBack } = await stage.list();
  expect(faults.map(({ fault, timesLeft }) => [fault, timesLeft])).toEqual([
    ['missing-header', 7],
    ['ack-lost', 998],
  ]);
  expect(keptBack).toMatchObject([{ faults: ['delayed'] }]);
  expect(stage.signed).toEqual([]);
  await stage.advance(29_000);
  expect((await stage.list()).faults.map(({ fault }) => fault)).toEqual(['missing-header']);
  await stage.advance(30_000);
  expect(stage.signed.map(statusOf)[0]).toBe('INIT');
});
