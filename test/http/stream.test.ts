import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { startHarness } from '../support/harness.js';
import { openPage } from '../support/stream-page.js';

test('a page gets everything since its last record, then the live tail, once and in order', async () => {
  const harness = await startHarness();
  const { log } = harness.engine;
  for (let index = 0; index < 500; index++) appendNotice(log, `early ${index}`);
  const page = openPage(`${harness.address.streamUrl}?from=100`);
  await page.until(() => page.records.length > 0);
  for (let index = 0; index < 500; index++) appendNotice(log, `late ${index}`);
  await page.until(() => page.records.at(-1)?.seq === log.newestSeq);
  expect(page.records.map(({ seq }) => seq)).toEqual(Array.from({ length: log.newestSeq - 100 }, (_, index) => 101 + index));
  expect(page.hello).toMatchObject({ type: 'hello', logId: log.logId, newestSeq: 500 });
  await page.close();
  await harness.close();
});

test('records that arrive while a page is being replayed are neither lost nor sent twice', async () => {
  const harness = await startHarness();
  const { log } = harness.engine;
  for (let index = 0; index < 5_000; index++) appendNotice(log, `record ${index}`);
  const pages = Array.from({ length: 5 }, () => openPage(harness.address.streamUrl));
  for (let index = 0; index < 50; index++) {
    for (let burst = 0; burst < 20; burst++) appendNotice(log, `burst ${index} ${burst}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const page of pages) {
    await page.until(() => page.records.at(-1)?.seq === log.newestSeq);
    expect(page.records.map(({ seq }) => seq)).toEqual(Array.from({ length: log.newestSeq }, (_, index) => index + 1));
    await page.close();
  }
  await harness.close();
});

test('F3 T15 after a restart on the same data the log is the same and a page goes on where it was', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-stream-'));
  const first = await startHarness({ dataDir });
  appendNotice(first.engine.log, 'before');
  const { logId, newestSeq } = first.engine.log;
  await first.close();
  const second = await startHarness({ dataDir });
  appendNotice(second.engine.log, 'after');
  const page = openPage(`${second.address.streamUrl}?from=${newestSeq}`);
  await page.until(() => page.records.length > 0);
  expect(page.hello?.logId).toBe(logId);
  expect(page.records[0]?.seq).toBe(newestSeq + 1);
  await page.close();
  await second.close();
  await rm(dataDir, { recursive: true });
});

test('D1 a harness with open pages closes at once and says goodbye with 1001', async () => {
  const harness = await startHarness();
  const page = openPage(harness.address.streamUrl);
  await page.until(() => page.hello !== null);
  const [code] = await Promise.all([page.closed, harness.close()]);
  expect(code).toBe(1001);
});

test('F4 a page that sends too much is cut off, the others stay', async () => {
  const harness = await startHarness();
  const loud = openPage(harness.address.streamUrl);
  const calm = openPage(harness.address.streamUrl);
  await loud.until(() => loud.hello !== null);
  await calm.until(() => calm.hello !== null);
  loud.socket.send('x'.repeat(100_000));
  expect(await loud.closed).toBe(1009);
  appendNotice(harness.engine.log, 'still there');
  await calm.until(() => calm.records.length === 1);
  await calm.close();
  await harness.close();
});

function appendNotice(
  log: {
    append: (
      lane: string,
      atMs: number,
      body: { type: 'harness.notice'; level: 'info'; code: string; message: string },
    ) => LogRecord;
  },
  message: string,
) {
  log.append('default', Date.now(), { type: 'harness.notice', level: 'info', code: 'test', message });
}
