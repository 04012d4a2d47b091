import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { makeFolder, type RunResult, runCli, type TemporaryFolder } from './cli-runs.js';

export const PAID = `  - create: { amount: 2000 }
  - pay: {}
  - expect: { within: 60s, acknowledged: { event: SUCCEEDED, attempts: 1 } }
`;
export const REFUSED = `  - create: { amount: 2000 }
  - pay: {}
  - expect: { within: 60s, acknowledged: { event: SUCCEEDED } }
  - expect: { within: 200ms, refused: { event: SUCCEEDED } }
  - expect: { nothing pending: true }
`;

/** Where `paystage run` is tried: a folder and an app of its own for each test. */
export interface RunPlace {
  readonly folder: string;
  readonly app: Receiver;
  /** Closed after the test, the last one first. */
  closing: (() => Promise<unknown>)[];
  /** Writes scenario files of one provider, by name and steps. */
  write(files: Record<string, string>, head?: string): void;
  run(...args: string[]): Promise<RunResult>;
  /** On a stage of its own, on a free port. */
  runAtApp(...args: string[]): Promise<RunResult>;
}

/** Makes a place before each test of the file, and tidies up after it. */
export function prepareRunPlace(): RunPlace {
  let folder: TemporaryFolder;
  let app: Receiver;
  const closing: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    folder = makeFolder();
    app = await createReceiver();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await app.close();
    folder.remove();
  });
  const run = (...args: string[]) => runCli(['run', ...args], { cwd: folder.path });
  return {
    get folder() {
      return folder.path;
    },
    get app() {
      return app;
    },
    closing,
    write(files, head = 'provider: securepayapi') {
      for (const [file, steps] of Object.entries(files)) {
        const path = join(folder.path, file);
        mkdirSync(join(path, '..'), { recursive: true });
        writeFileSync(path, `version: 1\nname: ${file.replace(/\.yaml$/, '')}\n${head}\nsteps:\n${steps}`);
      }
    },
    run,
    runAtApp: (...args) => run(...args, '--port', '0', '--target', `${app.url}/hook`),
  };
}
