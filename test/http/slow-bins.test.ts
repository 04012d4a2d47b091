import { expect, test } from 'vitest';
import type { LogRecord } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';
import { runProcess } from '../support/run-process.js';
import { openWire, writeRequest } from './hostile-stage.js';

test('a receiver that was told to wait does not wait for a caller that hung up, and what came is written down', async () => {
  const harness = await startHarness();
  try {
    await callControl(harness, 'PATCH', '/bins/slow', { delayMs: 600_000 });
    const wire = openWire(harness);
    // One behind the other: the second has no answer of its own yet.
    const request = writeRequest(harness, 'POST', '/_paystage/bin/slow', ['Content-Length: 2'], '{}');
    await new Promise<void>((resolve) => wire.socket.write(Buffer.concat([request, request]), () => resolve()));
    // The connection is taken in one turn of the event loop and read in the next: a call that is answered took a turn at least.
    for (let call = 0; call < 3; call++) await callControl(harness, 'GET', '/bins/slow');
    wire.socket.destroy();
    await expect
      .poll(async () => (await callControl<{ records: LogRecord[] }>(harness, 'GET', '/records?type=bin.received')).records)
      .toHaveLength(2);
  } finally {
    await harness.close();
  }
});

test('D9 a program that closes its stage ends by itself, also while a receiver waits with its answer', async () => {
  const entry = new URL('../../dist/server/index.js', import.meta.url).href;
  const source = `
    // Ends only what would go on.
    setTimeout(() => process.exit(1), 120_000).unref();
    const { createHarness } = await import(${JSON.stringify(entry)});
    const harness = await createHarness({ port: 0 });
    await harness.listen();
    await fetch(harness.url + '/_paystage/api/bins/slow', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"delayMs":600000}' });
    const answer = fetch(harness.url + '/_paystage/bin/slow').then(() => 'answered', () => 'cut off');
    for (let call = 0; call < 3; call++) await fetch(harness.url + '/_paystage/health');
    await harness.close({ graceMs: 0 });
    console.log(await answer);`;
  expect(await runProcess(process.execPath, ['--input-type=module'], source)).toBe('cut off\n');
});
