/** A real harness in a process of its own, told over IPC how many records to write and how fast. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHarness } from '../../server/index.js';
import type { SourceMessage, SourceOrder } from './source-messages.js';
import { tellPayments } from './story-records.js';

/** With it a record of a payment's story has about 1,000 bytes on average. */
const PADDING = 'benchmark order text, '.repeat(32);
const TICK_MS = 4;
const FILL_STEP = 2_000;

const dataDir = mkdtempSync(join(tmpdir(), 'paystage-bench-'));
const harness = await createHarness({ port: 0, dataDir });
await harness.listen();
const { log } = harness.engine;
const records = tellPayments(PADDING);
let bytes = 0;
const unsubscribe = log.subscribe((_record, line) => {
  bytes += line.length;
});

function appendOne(): void {
  const { value } = records.next();
  if (value) log.append('default', Date.now(), value);
}

async function fill(count: number): Promise<void> {
  for (let written = 0; written < count; written += FILL_STEP) {
    for (let index = 0; index < Math.min(FILL_STEP, count - written); index++) appendOne();
    await log.durable(log.newestSeq);
  }
}

/** Appends `perSecond` records each second, and notes when which one was written. */
function stream(perSecond: number, seconds: number): Promise<[seq: number, atMs: number][]> {
  const written: [number, number][] = [];
  const startMs = performance.now();
  let count = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsedMs = Math.min(performance.now() - startMs, seconds * 1_000);
      const due = Math.floor((elapsedMs / 1_000) * perSecond);
      for (; count < due; count++) appendOne();
      written.push([log.newestSeq, Date.now()]);
      if (elapsedMs < seconds * 1_000) return;
      clearInterval(timer);
      resolve(written);
    }, TICK_MS);
  });
}

function tell(message: SourceMessage): void {
  process.send?.(message);
}

process.on('message', async (order: SourceOrder) => {
  if (order.kind === 'fill') {
    await fill(order.count);
    tell({ kind: 'filled', newestSeq: log.newestSeq, meanBytes: bytes / Math.max(1, log.newestSeq) });
  }
  if (order.kind === 'stream') tell({ kind: 'streamed', written: await stream(order.perSecond, order.seconds) });
  if (order.kind === 'stop') {
    unsubscribe();
    await harness.close();
    rmSync(dataDir, { recursive: true, force: true });
    process.exit(0);
  }
});
tell({ kind: 'ready', url: harness.url });
