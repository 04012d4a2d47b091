import { spawn } from 'node:child_process';
import { sayDuration } from '../../domain/duration.js';
import { HarnessError } from '../../domain/errors.js';
import type { JsonValue } from '../../protocol/records.js';

const MAX_OUTPUT_CHARS = 1_048_576;

/**
 * Runs a program without a shell and reads the JSON that it prints. Ends it, and what it started, when it takes too long or `signal` is aborted.
 * @throws HarnessError `probe_failed`.
 */
export async function runCommand(
  [program, ...words]: readonly [string, ...string[]],
  { cwd, env }: { cwd?: string | undefined; env?: Readonly<Record<string, string>> | undefined },
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<JsonValue> {
  const refuse = (why: string, detail = '') =>
    new HarnessError('probe_failed', `The probe command "${program}" ${why}.`, {
      hint: detail.trim() === '' ? 'It has to print JSON such as {"paid":true,"count":1}.' : detail.trim().slice(0, 500),
      exitCode: 2,
    });
  // A group of its own, so that what it starts can be ended with it.
  const child = spawn(program, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out = (output.out + text).slice(0, MAX_OUTPUT_CHARS)));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err = (output.err + text).slice(-MAX_OUTPUT_CHARS)));
  const ended = await new Promise<{ code: number | null } | Error | 'late' | 'stopped'>((resolve) => {
    const end = (how: 'late' | 'stopped') => {
      endGroup(child.pid);
      settle(how);
    };
    const stop = () => end('stopped');
    const timer = setTimeout(() => end('late'), timeoutMs);
    const settle = (how: Parameters<typeof resolve>[0]) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(how);
    };
    signal?.addEventListener('abort', stop);
    child.once('error', settle);
    child.once('close', (code) => settle({ code }));
  });
  if (ended === 'stopped') throw refuse('was stopped');
  if (ended === 'late') throw refuse(`took longer than ${sayDuration(timeoutMs)}`, output.err);
  if (ended instanceof Error) throw refuse(`could not be started (${ended.message})`);
  if (ended.code !== 0) throw refuse(`ended with ${ended.code === null ? 'a signal' : `exit code ${ended.code}`}`, output.err);
  if (output.out.trim() === '')
    throw refuse('printed nothing; for an order that the app does not know it has to print {"paid":false,"count":0}', output.err);
  try {
    return JSON.parse(output.out) as JsonValue;
  } catch {
    throw refuse('printed something that is no JSON', output.out);
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in this moment.
  }
}
