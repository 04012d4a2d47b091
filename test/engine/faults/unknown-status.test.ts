import { expect, test } from 'vitest';
import { prepareFaultStage, statusOf, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

test('unknown-status: the payload says a status that no page lists, properly signed', async () => {
  await stage.set({ fault: 'unknown-status', when: { status: 'SUCCEEDED' } });
  await stage.payIntent();
  const final = stage.signed.at(-1);
  expect(final && statusOf(final)).toBe('ON_HOLD');
  expect(verifies(final, stage.harness.env.SECUREPAYAPI_SECRET_KEY)).toBe(true);
});

test.each(['nested-json', 'flat-json', 'form'])(
  'unknown-status: once and only once in the %s of the other provider',
  async (webhookFormat) => {
    const { accounts } = stage.harness.engine;
    await accounts.patchSettings(accounts.inLane('secpaid', 'default'), { webhookFormat });
    await stage.set({ fault: 'unknown-status', status: 'Frozen' });
    await stage.payLink();
    const text = decodeURIComponent(String(stage.unsigned[0]?.body));
    expect(text).toContain('Frozen');
    expect(text.match(/status/gi)).toHaveLength(1);
  },
);
