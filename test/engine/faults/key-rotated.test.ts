import { expect, test } from 'vitest';
import { prepareFaultStage, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

test('key-rotated: the key is replaced after the attempt, and the retry is signed with the new one', async () => {
  stage.receiver.replyWith(({ event }) => ({ status: event.endsWith('SUCCEEDED') ? 500 : 204 }));
  const before = stage.harness.env.SECUREPAYAPI_SECRET_KEY;
  await stage.set({ fault: 'key-rotated', when: { status: 'SUCCEEDED', attempt: 1 } });
  await stage.payIntent();
  const after = stage.harness.env.SECUREPAYAPI_SECRET_KEY;
  expect(after).not.toBe(before);
  stage.receiver.replyWith({ status: 204 });
  await stage.advance(1_000);
  const finals = stage.signed.filter(({ event }) => event.endsWith('SUCCEEDED'));
  expect(finals.map((request) => [verifies(request, before), verifies(request, after)])).toEqual([
    [true, false],
    [false, true],
  ]);
  const changed = (await stage.records()).find(({ type }) => type === 'account.changed');
  expect(changed).toMatchObject({ rotatedKeys: ['secretKey'] });
  expect(JSON.stringify(await stage.records())).not.toContain(after);
});
