import { expect, test } from 'vitest';
import { type CallControl, refuseChanges } from '../../ui/src/control/call-control.js';

test('behind a saved log the stage is asked, and never changed', async () => {
  const made: string[] = [];
  const control = (async (method: string, path: string) => {
    made.push(`${method} ${path}`);
    return { ok: true, value: {} };
  }) as CallControl;
  const call = refuseChanges(control);
  expect((await call('GET', '/providers')).ok).toBe(true);
  for (const method of ['POST', 'PATCH', 'DELETE'] as const)
    expect(await call(method, '/reset')).toMatchObject({ ok: false, failure: { code: 'saved_log' } });
  expect(made).toEqual(['GET /providers']);
});
