import { expect, test } from 'vitest';
import { readPayment } from '../../support/harness.js';
import { prepareFaultStage, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

test('tampered-body: the amount is another one, and the signature no longer fits', async () => {
  await stage.set({ fault: 'tampered-body', when: { status: 'SUCCEEDED' } });
  const id = await stage.payIntent();
  const final = stage.signed.find(({ event }) => event.endsWith('SUCCEEDED'));
  expect(JSON.parse(String(final?.body))).toMatchObject({ famt: 102_000, status: 'SUCCEEDED' });
  expect(verifies(final, stage.harness.env.SECUREPAYAPI_SECRET_KEY)).toBe(false);
  const [attempt] = await stage.attempts(id, 'SUCCEEDED');
  expect(attempt?.request?.body?.text).toBe(String(final?.body));
});

test.each(['nested-json', 'flat-json', 'form'])(
  'tampered-body: the unsigned provider says another amount in its %s, too',
  async (webhookFormat) => {
    await stage.harness.engine.accounts.patchSettings(stage.harness.engine.accounts.inLane('secpaid', 'default'), {
      webhookFormat,
    });
    await stage.set({ fault: 'tampered-body' });
    const id = await stage.payLink();
    const [event] = (await readPayment(stage.harness, id)).events;
    expect(String(stage.unsigned[0]?.body)).toContain('1042.5');
    expect(event?.body).toContain('42.5');
    expect(event?.body).not.toContain('1042.5');
  },
);
