import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Harness, LogRecord } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';

async function readFile(harness: Harness, token?: string) {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const reply = await fetch(`${harness.url}/_paystage/api/log`, { headers });
  const text = await reply.text();
  return { reply, text, lines: text.split('\n') };
}

async function readPages(harness: Harness): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for (;;) {
    const after = records.at(-1)?.seq ?? 0;
    const page = await callControl<{ records: LogRecord[] }>(harness, 'GET', `/records?after=${after}&limit=1000`);
    if (page.records.length === 0) return records;
    records.push(...page.records);
  }
}

test('the file begins with a line about the log and holds every record that the log holds, also what is on disk only', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-export-'));
  const harness = await startHarness({ dataDir });
  const { log } = harness.engine;
  // More than memory keeps, with separators that JSON leaves as they are.
  for (let number = 0; number < 25_000; number++)
    log.append('default', harness.engine.nowMs(), { type: 'clock.changed', now: '', speed: 1, text: `${number} \u2028 ä 支` });
  const { reply, lines } = await readFile(harness);
  expect(reply.headers.get('content-type')).toBe('application/x-ndjson');
  const today = new Date().toISOString().slice(0, 10);
  expect(reply.headers.get('content-disposition')).toBe(`attachment; filename="paystage-${log.logId}-${today}.jsonl"`);
  expect(lines.pop()).toBe('');
  const head = JSON.parse(lines.shift() ?? '') as Record<string, unknown>;
  expect(head).toEqual({
    paystage: 'log',
    format: 1,
    version: expect.any(String),
    logId: log.logId,
    exportedAt: expect.any(String),
  });
  expect(lines.map((line) => JSON.parse(line) as LogRecord)).toEqual(await readPages(harness));
  await harness.close();
  await rm(dataDir, { recursive: true });
});

test('an empty log is a file, too, and it needs the token as everything else does', async () => {
  const harness = await startHarness({ token: 'let-me-in' });
  const refused = await readFile(harness);
  expect(refused.reply.status).toBe(401);
  expect(refused.text).toContain('token_required');
  const { reply, lines } = await readFile(harness, 'let-me-in');
  expect(reply.status).toBe(200);
  expect(lines).toEqual([expect.stringMatching(/^\{"paystage":"log"/), '']);
  await harness.close();
});

test('the file is in the description of the control plane', async () => {
  const harness = await startHarness();
  const reply = await fetch(`${harness.url}/_paystage/openapi.json`);
  const { paths } = (await reply.json()) as { paths: Record<string, { get?: { responses: Record<string, object> } }> };
  expect(paths['/log']?.get?.responses['200']).toMatchObject({
    content: { 'application/x-ndjson': { schema: { type: 'string' } } },
  });
  for (const path of ['/providers', '/targets', '/payments/{id}/actions', '/records/{seq}/explanation']) {
    expect(Object.keys(paths[path] ?? {})).toEqual(['get']);
  }
  expect(Object.keys(paths['/deliveries/{id}/resend'] ?? {})).toEqual(['post']);
  await harness.close();
});

test('a reader that stops holds up the file and nothing else: the log is not read ahead', async () => {
  const harness = await startHarness();
  const { log } = harness.engine;
  const text = 'x'.repeat(10_000);
  for (let number = 0; number < 2_000; number++)
    log.append('default', harness.engine.nowMs(), { type: 'clock.changed', now: '', speed: 1, text });
  const read = log.read.bind(log);
  const pulled = { batches: 0, isEnded: false };
  log.read = async function* (after) {
    try {
      for await (const lines of read(after))
        for (let at = 0; at < lines.length; at += 10) {
          pulled.batches++;
          yield lines.slice(at, at + 10);
        }
    } finally {
      pulled.isEnded = true;
    }
  };
  const reply = await new Promise<IncomingMessage>((resolve) => get(`${harness.url}/_paystage/api/log`, resolve));
  reply.pause();
  expect((await callControl(harness, 'GET', '/clock')).speed).toBe(1);
  // 200 batches of 100 KB; sockets take a few megabytes.
  let last = -1;
  const hasStopped = () => {
    const before = last;
    last = pulled.batches;
    return before === last;
  };
  await expect.poll(hasStopped, { interval: 200 }).toBe(true);
  expect(pulled.batches).toBeLessThan(150);
  expect(pulled.isEnded).toBe(false);
  reply.destroy();
  await expect.poll(() => pulled.isEnded).toBe(true);
  await harness.close();
});
