import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningHarness, startProcess } from '../support/cli-process.js';

/** What an installation runs. */
const BUNDLE = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));
/** Of /proc/<pid>/stat, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

const readProcess = (pid: number, file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8');

function readCpuSeconds(pid: number): number {
  // The name before it may hold blanks; user and system time are the twelfth and thirteenth field behind it.
  const fields = readProcess(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function readRssMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readProcess(pid, 'status'))?.[1]) / 1_024;
}

/** Only there a process can be asked from outside what it took. */
describe.skipIf(process.platform !== 'linux')('what a stage takes', () => {
  let stage: RunningHarness;
  let pid: number;
  let startCpuSeconds: number;
  beforeAll(async () => {
    stage = await startProcess(['--port', '0', '--memory'], BUNDLE);
    pid = stage.process.pid ?? 0;
    startCpuSeconds = readCpuSeconds(pid);
  });
  afterAll(async () => {
    stage.process.kill('SIGTERM');
    await stage.exited;
  });

  test('T1 it listens after less than a second of processor time', () => {
    expect(startCpuSeconds).toBeGreaterThan(0);
    expect(startCpuSeconds).toBeLessThan(1);
  });

  test('T2 it holds less than 120 MB when it listens, and less than 300 MB with a thousand payments behind it', async () => {
    expect(readRssMb(pid)).toBeGreaterThan(20);
    expect(readRssMb(pid)).toBeLessThan(120);
    const call = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      const reply = await fetch(`${stage.url}/_paystage/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      expect(reply.ok).toBe(true);
      return (await reply.json()) as { paymentId: string };
    };
    const payOnAndOn = async () => {
      for (let count = 0; count < 100; count++) {
        const { paymentId } = await call('/accounts/securepayapi/payments', {});
        await call(`/payments/${paymentId}/customer`, { action: 'pay' });
      }
    };
    await Promise.all(Array.from({ length: 10 }, payOnAndOn));
    expect(readRssMb(pid)).toBeLessThan(300);
  }, 300_000);
});
