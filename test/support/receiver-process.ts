import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../fixtures/receivers/', import.meta.url));

export interface ReceiverProcess extends AsyncDisposable {
  url: string;
  /** What it wrote to its error output so far. */
  readonly errors: string;
  isRunning(): boolean;
  close(): Promise<void>;
}

/**
 * Starts one of the receivers below fixtures/receivers as a process of its own, with nothing in its environment but `env`.
 * @throws Error with its errors when it ends instead of listening.
 */
export async function startReceiver(file: string, env: Readonly<Record<string, string>> = {}): Promise<ReceiverProcess> {
  const child = spawn(process.execPath, [`${FOLDER}${file}`], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const url = await new Promise<string>((resolve, reject) => {
    let words = '';
    child.stdout.on('data', (chunk) => {
      words += String(chunk);
      const found = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/m.exec(words)?.[1];
      if (found) resolve(found);
    });
    child.once('close', (code) => reject(new Error(`${file} ended with ${code}: ${errors}`)));
  });
  return {
    url,
    get errors() {
      return errors;
    },
    isRunning: () => child.exitCode === null && child.signalCode === null,
    close: () => stop(child),
    [Symbol.asyncDispose]: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill();
  await closed;
}
