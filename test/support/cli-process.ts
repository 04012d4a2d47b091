import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The command line as it is installed, which starts in half the time that its single modules take; `npm test` builds it first. */
export const CLI = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));

export interface RunningHarness {
  url: string;
  process: ChildProcessWithoutNullStreams;
  /** Resolves with the exit code or the signal. */
  exited: Promise<number | NodeJS.Signals | null>;
}

/**
 * Starts `paystage start` as a process of its own and waits until it says that it is ready; `cli` is another build than this one.
 * @throws Error with its output when it ends instead.
 */
export async function startProcess(flags: string[], cli: string = CLI): Promise<RunningHarness> {
  const child = spawn(process.execPath, [cli, 'start', '--json', ...flags], { env: { ...process.env, NODE_ENV: 'production' } });
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? code)),
  );
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const url = await new Promise<string>((resolve, reject) => {
    void exited.then((end) => reject(new Error(`paystage start ended with ${end}: ${errors}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.includes('"type":"ready"')) return;
      resolve((JSON.parse(line) as { url: string }).url);
    });
  });
  return { url, process: child, exited };
}

/** Ends the process at once, as a power cut would, and waits until it is gone. */
export async function killHard(harness: RunningHarness): Promise<void> {
  harness.process.kill('SIGKILL');
  await harness.exited;
}
