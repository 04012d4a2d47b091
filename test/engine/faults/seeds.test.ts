import { expect, test } from 'vitest';
import { prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

async function truncatedTo(seed: number | string): Promise<number> {
  stage.receiver.clear();
  await stage.set({ fault: 'truncated-body', seed, when: { status: 'INIT' } });
  await stage.payIntent();
  return stage.signed[0]?.body.length ?? -1;
}

test('the same seed chooses the same again, another one something else', async () => {
  const first = await truncatedTo(7);
  expect(await truncatedTo(7)).toBe(first);
  const others = [await truncatedTo(8), await truncatedTo('other'), await truncatedTo(9)];
  expect(others.some((length) => length !== first)).toBe(true);
});

test('two uses of one fault differ, and a wrong key is the same again for the same seed', async () => {
  await stage.set({ fault: 'truncated-body', times: 4 });
  for (let count = 0; count < 4; count++) await stage.payLink();
  expect(new Set(stage.unsigned.map(({ body }) => body.length)).size).toBeGreaterThan(1);
});
