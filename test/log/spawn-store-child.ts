import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, onTestFinished } from 'vitest';

export interface StoreChild {
  process: ChildProcess;
  facts: Record<string, unknown>[];
  /** Resolves at the first fact for which the test holds, or when the process has ended. */
  whenFact(test: (fact: Record<string, unknown>) => boolean): Promise<void>;
  /** SIGKILL, and the end of everything that the process still had to say. */
  kill(): Promise<void>;
  /** Exit code, once everything was read. */
  end: Promise<number | null>;
}

let bundle: Promise<string> | null = null;
let bundleFolder: string | null = null;

afterAll(async () => {
  if (bundleFolder !== null) await rm(bundleFolder, { recursive: true, force: true });
});

/** Bundles store-child.ts from its sources, so that no earlier build is needed or believed. */
function bundleChild(): Promise<string> {
  bundle ??= (async () => {
    const outDir = await mkdtemp(join(tmpdir(), 'paystage-child-'));
    bundleFolder = outDir;
    await build({
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: true },
      build: {
        ssr: join(import.meta.dirname, 'store-child.ts'),
        outDir,
        target: 'node20',
        rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
      },
    });
    return join(outDir, 'child.mjs');
  })();
  return bundle;
}

export async function spawnStoreChild(dataDir: string, task: 'write' | 'hold', cwd?: string): Promise<StoreChild> {
  const child = spawn(process.execPath, [await bundleChild(), dataDir, task], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(cwd ? { cwd } : {}),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const facts: Record<string, unknown>[] = [];
  const watchers = new Set<() => void>();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    facts.push(JSON.parse(line) as Record<string, unknown>);
    for (const watcher of watchers) watcher();
  });
  const end = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => child.exitCode);
  return {
    process: child,
    facts,
    end,
    whenFact: (test) =>
      Promise.race([
        end.then(() => {}),
        new Promise<void>((resolve) => {
          const look = () => facts.some(test) && resolve();
          watchers.add(look);
          look();
        }),
      ]),
    kill: async () => {
      child.kill('SIGKILL');
      await end;
    },
  };
}
