import { expect, test } from 'vitest';
import { prepareFaultStage, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

test('wrong-secret: one webhook is signed with a key that nobody has, and the retry is clean', async () => {
  const key = stage.harness.env.SECUREPAYAPI_SECRET_KEY;
  stage.receiver.replyWith((request) => ({ status: verifies(request, key) ? 204 : 401 }));
  await stage.set({ fault: 'wrong-secret', when: { status: 'SUCCEEDED' } });
  const id = await stage.payIntent();
  await stage.advance(1_000);

  const finals = stage.signed.filter(({ event }) => event.endsWith('SUCCEEDED'));
  expect(finals.map((request) => verifies(request, key))).toEqual([false, true]);
  expect(finals[0]?.header('x-signature')).toMatch(/^[0-9a-f]{64}$/);
  expect(finals[0]?.body).toEqual(finals[1]?.body);
  expect(stage.signed.filter(({ event }) => !event.endsWith('SUCCEEDED')).every((request) => verifies(request, key))).toBe(true);
  expect(await stage.attempts(id, 'SUCCEEDED')).toMatchObject([
    { code: 'not_acknowledged', faults: ['wrong-secret'] },
    { code: 'acknowledged' },
  ]);
  expect((await stage.uses())[0]).toMatchObject({ fault: 'wrong-secret', sentence: expect.stringContaining('not the account') });
});

test('wrong-secret: a provider that does not sign cannot have it', async () => {
  await expect(stage.set({ fault: 'wrong-secret', when: { provider: 'secpaid' } })).rejects.toThrow(/does not sign/);
  await stage.set({ fault: 'wrong-secret' });
  const id = await stage.payLink();
  expect(await stage.attempts(id)).toMatchObject([{ code: 'acknowledged' }]);
  expect((await stage.list()).faults).toHaveLength(1);
});
