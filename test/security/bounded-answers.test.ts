import { expect, test } from 'vitest';
import { readUrl } from '../../server/client/probe/read-url.js';
import { answer, endlessBody } from '../support/bad-behaviours.js';
import { BadTarget } from '../support/bad-target.js';

test('SEC-12 an app that is asked about an order and never stops talking is cut off after 1 MiB', async () => {
  const target = await BadTarget.start();
  try {
    target.next(endlessBody(200), answer(200, { body: '{"paid":true,"count":1}' }));
    await expect(readUrl(target.url('/'), {}, 20_000)).rejects.toMatchObject({
      code: 'probe_failed',
      message: expect.stringContaining('longer than 1048576 bytes'),
    });
    await target.waitUntilAlone();
    expect(await readUrl(target.url('/'), {}, 20_000)).toEqual({ paid: true, count: 1 });
  } finally {
    await target.close();
  }
});
