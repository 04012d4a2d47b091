import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface InstallSize {
  /** Of the package with everything it needs at run time, as npm puts it into a project. */
  bytes: number;
  files: number;
  packedBytes: number;
}

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const TIME_LIMIT_MS = 60_000;

/** Packs the project and installs it for production into an empty folder, from npm's cache where that has everything. @returns why not, as text. */
export async function measureInstall(): Promise<InstallSize | string> {
  const folder = mkdtempSync(join(tmpdir(), 'paystage-install-'));
  // npm's own settings of this run, such as a prefix, must not reach the other one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(config|package|lifecycle)_/i.test(name)));
  const npm = (args: string[], cwd: string) =>
    run('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd,
      env,
      timeout: TIME_LIMIT_MS,
    });
  try {
    await npm(['pack', '--pack-destination', folder], root);
    const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    writeFileSync(join(folder, 'package.json'), '{"name":"size","version":"1.0.0","private":true}');
    await npm(['install', '--omit=dev', '--prefer-offline', `./${archive}`], folder);
    return { ...measureFolder(join(folder, 'node_modules')), packedBytes: statSync(join(folder, archive)).size };
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureFolder(folder: string): { bytes: number; files: number } {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = entries.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return { bytes, files: entries.length };
}
