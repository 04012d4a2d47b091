import { randomUUID } from 'node:crypto';
import { realpath, rename, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { HarnessError } from '../domain/errors.js';
import { errorCode } from './file-system.js';
import { buildLockAddress, type LockAddress } from './lock-address.js';

/** Who works on a data folder. */
export interface InstanceInfo {
  pid: number;
  startedAt: string;
  url?: string;
}

export interface InstanceLock {
  readonly info: InstanceInfo;
  /** Changes what others are told; the URL is known only once the harness listens. */
  update(change: Partial<InstanceInfo>): void;
  release(): Promise<void>;
}

type Answer = { kind: 'held'; info: InstanceInfo | null } | { kind: 'free' };

const TRIES = 5;
const ANSWER_MS = 600;

/**
 * Takes the lock of a data folder: a local address that only one process can listen on, and that the operating system gives free when
 * the process ends, however it ends. Nothing has to be cleaned up by hand, and no process id is taken for another program's.
 * @param folder real path.
 * @throws HarnessError `data_in_use` (exit 3) within a second, naming who has it.
 */
export async function lockFolder(folder: string, info: InstanceInfo, address = buildLockAddress(folder)): Promise<InstanceLock> {
  let current = info;
  for (let tries = 0; tries < TRIES; tries++) {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.write(`${JSON.stringify(current)}\n`);
      // Closed without waiting for the other side, so that nobody can hold up a release.
      socket.destroySoon();
    });
    if (await tryListen(server, address)) {
      server.unref();
      return {
        get info() {
          return current;
        },
        update: (change) => {
          current = { ...current, ...change };
        },
        release: () => new Promise((resolve) => server.close(() => resolve())),
      };
    }
    const answer = await ask(address.path);
    if (answer.kind === 'held') throw inUse(folder, answer.info);
    if (address.isFile) await removeStale(address.path);
  }
  throw inUse(folder, null);
}

/** Who works on a data folder; null when nobody does, or when the folder does not exist. */
export async function findInstance(dataDir: string): Promise<InstanceInfo | null> {
  const folder = await realpath(dataDir).catch(() => null);
  if (folder === null) return null;
  const answer = await ask(buildLockAddress(folder).path);
  return answer.kind === 'held' ? answer.info : null;
}

function tryListen(server: Server, { path }: LockAddress): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (errorCode(error) === 'EADDRINUSE' || errorCode(error) === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen({ path, exclusive: true }, () => resolve(true));
  });
}

function ask(path: string): Promise<Answer> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ path });
    socket.setEncoding('utf8');
    const timer = setTimeout(() => finish({ kind: 'held', info: null }), ANSWER_MS);
    function finish(answer: Answer): void {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    }
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n') || text.length > 4_096) finish({ kind: 'held', info: parseInfo(text) });
    });
    socket.on('error', (error) => {
      const isGone = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'ENOTSOCK'].includes(errorCode(error) ?? '');
      finish(isGone ? { kind: 'free' } : { kind: 'held', info: null });
    });
    // Ended without an answer: its process is just going away.
    socket.on('close', () => finish({ kind: 'free' }));
  });
}

/**
 * Removes a socket file that nobody answers on. It is renamed first and asked once more under the new name: should another process have
 * taken over in between, its socket goes back to where it was.
 */
async function removeStale(path: string): Promise<void> {
  const aside = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    await rename(path, aside);
    if ((await ask(aside)).kind === 'held') await rename(aside, path);
    else await unlink(aside);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

function parseInfo(text: string): InstanceInfo | null {
  try {
    const { pid, startedAt, url } = JSON.parse(text) as Partial<InstanceInfo>;
    if (typeof pid !== 'number' || typeof startedAt !== 'string') return null;
    return { pid, startedAt, ...(typeof url === 'string' ? { url } : {}) };
  } catch {
    return null;
  }
}

function inUse(folder: string, info: InstanceInfo | null): HarnessError {
  const holder =
    info === null
      ? 'another program, which does not say who it is'
      : `another Paystage: pid ${info.pid}, started ${info.startedAt}${info.url === undefined ? '' : `, ${info.url}`}`;
  return new HarnessError('data_in_use', `The data folder ${folder} is in use by ${holder}.`, {
    exitCode: 3,
    status: 409,
    hint: 'Stop that one, or give this one a folder of its own with --data <folder> (or --memory for none).',
  });
}
