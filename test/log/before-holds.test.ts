import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AT_MS, appendPayments, makeFolder, makePayment, openAt, stateOf } from './temporary-store.js';

async function edit(path: string, change: (data: { state: Record<string, unknown> }) => void): Promise<void> {
  const data = JSON.parse(await readFile(path, 'utf8')) as { state: Record<string, unknown> };
  change(data);
  await writeFile(path, JSON.stringify(data));
}

test('a db.json from before there were holds is read without a word, and what is held from then on stays', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'db.json');
  const first = await openAt(folder);
  appendPayments(first, 3);
  const before = stateOf(first) as Record<string, unknown>;
  await first.close();
  await edit(path, ({ state }) => {
    delete state.holds;
    for (const delivery of state.deliveries as Record<string, unknown>[]) {
      delete delivery.heldAtMs;
      delete delivery.wasHeld;
    }
  });

  const second = await openAt(folder);
  expect(second.notices).toEqual([]);
  expect(stateOf(second)).toEqual({ ...before, holds: [] });
  second.log.append('default', AT_MS, { type: 'hold.set', holdId: 'h1', target: 'delivery', paymentId: null, count: 2 });
  second.log.append('default', AT_MS, makePayment(99));
  await second.close();
  const third = await openAt(folder);
  expect([...third.state.holds.keys()]).toEqual(['h1']);
  await third.close();
});

test('a db.json whose holds are no holds is damaged, and the journal brings the holds back', async () => {
  const folder = await makeFolder();
  const first = await openAt(folder);
  appendPayments(first, 2);
  first.log.append('default', AT_MS, { type: 'hold.set', holdId: 'h1', target: 'redirect', paymentId: null, count: null });
  const before = stateOf(first);
  await first.close();
  await edit(join(folder, 'db.json'), ({ state }) => {
    state.holds = [{ id: 7 }];
  });
  await expect(openAt(folder)).rejects.toMatchObject({
    code: 'data_damaged',
    message: expect.stringContaining('state.holds[0].id'),
  });
  const second = await openAt(folder, { recover: true });
  expect(stateOf(second)).toEqual(before);
  await second.close();
});
