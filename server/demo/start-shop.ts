import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { HarnessError } from '../domain/errors.js';
import { packageFile } from '../package-files.js';

/** A sample shop that runs as a process of its own. */
export interface RunningShop {
  /** Without trailing slash. */
  url: string;
  /** Resolves when its process is gone, for whatever reason. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** The built one has all that it needs in it; the other one finds Express where this was cloned. */
const SCRIPTS = ['dist/demo/shop.js', 'examples/express-shop/shop.js'];
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 2_000;
const MAX_WORDS_CHARS = 2_000;

/**
 * Starts the shop of the examples and waits until it says where it listens. It ends with this process, also when that is killed.
 * @param wantedPort taken when it is free.
 * @throws HarnessError `demo_not_possible` (409) with what the shop said.
 */
export async function startShop(env: Readonly<Record<string, string>>, wantedPort: number): Promise<RunningShop> {
  const script = SCRIPTS.map(packageFile).find((file) => existsSync(file));
  if (script === undefined) throw refuse('its files are not there', 'Install Paystage anew, or run "npm run build" in a clone.');
  const shop = (await isFree(wantedPort)) ? await launch(script, env, wantedPort) : null;
  // Somebody may have been faster.
  const other = shop ?? (await launch(script, env, 0));
  if (other === null) throw refuse('no port is free', 'End what listens on this machine and try again.');
  return other;
}

/** @returns null when the port was taken. */
async function launch(script: string, env: Readonly<Record<string, string>>, port: number): Promise<RunningShop | null> {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH ?? '', ...env, PORT: String(port) },
    // The channel tells it when we are gone; what it prints must not fill a pipe that nobody reads.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'close').then(
    () => {},
    () => {},
  );
  const url = await readUrl(child);
  return url === null ? null : { url, ended, stop: () => stopShop(child, ended) };
}

/** @returns null when its port was taken. */
function readUrl(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let words = '';
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(refuse('it did not start in time', 'The machine may be busy: try again.'));
    }, START_LIMIT_MS);
    const fail = (why: string) => {
      clearTimeout(limit);
      reject(refuse(why, words.trim().split('\n').slice(-3).join(' ') || 'Start it by hand to see why: node shop.js.'));
    };
    const listen = (chunk: Buffer) => {
      words = (words + chunk.toString('utf8')).slice(-MAX_WORDS_CHARS);
      // A process that fails prints the line of its source, which may have the same words.
      const found = /^Shop: (http\S+)$/m.exec(words)?.[1];
      if (found === undefined) return;
      clearTimeout(limit);
      resolve(found);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', (error) => fail(`it could not be started (${error.message})`));
    child.once('close', (code) => {
      if (!words.includes('EADDRINUSE')) return fail(`it ended with ${code ?? 'a signal'}`);
      clearTimeout(limit);
      resolve(null);
    });
  });
}

async function stopShop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(limit);
}

/** True when nobody listens there; the shop takes any other port when somebody was faster. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, 'localhost', () => server.close(() => resolve(true)));
  });
}

function refuse(why: string, hint: string): HarnessError {
  return new HarnessError('demo_not_possible', `The demo shop cannot run: ${why}.`, { status: 409, hint });
}
