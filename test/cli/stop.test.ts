import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { createReceiver } from '../support/receiver.js';
import { openPage } from '../support/stream-page.js';
import { type LongRun, makeFolder, runCli, startStage } from './cli-runs.js';
import { createLink, payAsCustomer, readEnvironment } from './stage-apps.js';

const ENDPOINTS = 4;
const PAYMENTS = 13;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A stage with 52 attempts under way to four endpoints that do not answer. */
async function startBusyStage() {
  const folder = makeFolder();
  const receiver = await createReceiver({ delayMs: 600_000 });
  cleanUps.push(folder.remove, receiver.close);
  const endpoints = Array.from({ length: ENDPOINTS }, (_, index) => ['--secpaid-endpoint', `${receiver.url}/${index}`]).flat();
  const flags = ['--data', join(folder.path, 'data'), ...endpoints];
  const start = async () => {
    const stage = await startStage(flags);
    cleanUps.push(() => endRun(stage));
    return stage;
  };
  const stage = await start();
  // Longer than the test takes on a busy machine.
  const patience = await fetch(`${stage.url}/_paystage/api/accounts/secpaid`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ attemptTimeoutMs: 600_000 }),
  });
  expect(patience.status).toBe(200);
  const env = await readEnvironment(stage.url);
  for (let count = 0; count < PAYMENTS; count++) await payAsCustomer(env, await createLink(env));
  await receiver.waitForRequests(ENDPOINTS * PAYMENTS);
  return { stage, start, receiver, journal: join(folder.path, 'data', 'journal.jsonl') };
}

function endRun(run: LongRun): Promise<unknown> {
  run.process.kill('SIGKILL');
  return run.exited;
}

/** Records of a journal, whatever a line carries beside them. */
function readJournal(path: string): LogRecord[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
  return lines.flatMap((line) => {
    const [text] = /\{"seq".*\}/.exec(line) ?? [];
    return text === undefined ? [] : [JSON.parse(text) as LogRecord];
  });
}

test('D1 T13 SIGTERM with 52 attempts under way and five pages open: 1001, interrupted, exit 0, and all are sent again at the next start', async () => {
  const { stage, start, receiver, journal } = await startBusyStage();
  const pages = Array.from({ length: 5 }, () => openPage(`ws://127.0.0.1:${stage.port}/_paystage/stream`));
  for (const page of pages) await page.until(() => page.hello !== null);

  // The command line itself ends with 1 when closing takes longer than 4.8 s.
  expect(await stage.stop()).toBe(0);
  expect(stage.err()).toBe('');
  for (const page of pages) expect(await page.closed).toBe(1001);
  const ends = readJournal(journal).filter((record) => record.type === 'attempt.finished');
  expect(ends).toHaveLength(ENDPOINTS * PAYMENTS);
  expect(new Set(ends.map(({ attemptId }) => attemptId)).size).toBe(ends.length);
  for (const end of ends) expect(end).toMatchObject({ code: 'interrupted', number: 1, nextAttemptAt: expect.any(String) });

  receiver.clear();
  receiver.replyWith({ status: 200 });
  const again = await start();
  await receiver.waitForRequests(ENDPOINTS * PAYMENTS);
  for (const count of Object.values(receiver.countByEvent())) expect(count).toBe(ENDPOINTS);
  expect(await again.stop('SIGINT')).toBe(0);
  const second = readJournal(journal).filter((record) => record.type === 'attempt.finished' && record.number === 2);
  expect(second.map((record) => record.type === 'attempt.finished' && record.code)).toEqual(
    Array(ENDPOINTS * PAYMENTS).fill('acknowledged'),
  );
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('D2 a second %s ends it at once with %i, and the journal is sound', async (signal, code) => {
  const { stage, start, receiver } = await startBusyStage();
  stage.process.kill(signal);
  // The first one has been seen once nothing new is accepted.
  await expect
    .poll(() =>
      fetch(`${stage.url}/_paystage/health`).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed');
  expect(await stage.stop(signal)).toBe(code);
  receiver.clear();
  receiver.replyWith({ status: 200 });
  const again = await start();
  await receiver.waitForRequests(ENDPOINTS * PAYMENTS);
  expect(again.err()).toBe('');
  expect((await runCli(['payments', '--url', again.url])).out.split('Used')).toHaveLength(PAYMENTS + 1);
  expect(await again.stop()).toBe(0);
});
