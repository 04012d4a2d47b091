import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findInstance } from '../../server/log/lock.js';
import type { RecordBody } from '../../server/protocol/records.js';
import { AT_MS, makePayment, openAt } from '../log/temporary-store.js';
import { makeFolder, startCli } from './cli-runs.js';

const about = { paymentId: '1', eventId: 'evt_1', deliveryId: 'dlv_1_1', attemptId: 'att_1_1', number: 1, trigger: 'scheduled' };

/** Every value in it is of the right type, and nothing can be done with it: nobody plays its provider. */
async function makeFolderThatCannotBeTakenUp(): Promise<string> {
  const folder = makeFolder();
  onTestFinished(folder.remove);
  const store = await openAt(folder.path);
  const records = [
    { ...makePayment(1), provider: 'nobody' },
    {
      type: 'event.announced',
      ...about,
      status: 'paid',
      contentType: 'text/plain',
      body: 'x',
      deliveries: [{ deliveryId: about.deliveryId, endpoint: 'http://localhost:1/' }],
    },
    { type: 'attempt.started', ...about },
  ] as RecordBody[];
  for (const record of records) store.log.append('default', AT_MS, record);
  await store.close();
  return folder.path;
}

/** Runs to its end by itself; a stage that stays is killed. */
async function startInVain(folder: string, hook?: string) {
  const env: Record<string, string> = hook === undefined ? {} : { NODE_OPTIONS: `--import=${hook}` };
  const run = startCli(['start', '--port', '0', '--data', folder], { env });
  const limit = setTimeout(() => run.process.kill('SIGKILL'), 60_000);
  const code = await run.exited;
  clearTimeout(limit);
  return { code, out: run.out(), err: run.err() };
}

test('D6 D1 a start that fails once it listens ends with 1, and leaves neither a process nor the folder taken', async () => {
  const folder = await makeFolderThatCannotBeTakenUp();
  for (const _ of ['once', 'and again']) {
    const { code, out, err } = await startInVain(folder);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^error: .*nobody.*\nhint: This is a defect of Paystage\..*\n$/);
    expect(await findInstance(folder)).toBeNull();
  }
});

test('D6 a start that fails ends also when something keeps its process', async () => {
  const folder = await makeFolderThatCannotBeTakenUp();
  const hook = join(folder, 'hook.mjs');
  writeFileSync(hook, 'setInterval(() => {}, 1000);');
  expect(await startInVain(folder, hook)).toMatchObject({ code: 1 });
});
