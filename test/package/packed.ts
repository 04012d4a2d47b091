import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The package as its users get it, in a folder that knows nothing of this repository. */
export interface Installed extends AsyncDisposable {
  folder: string;
  /** Below the installed package. */
  path(name: string): string;
}

/** Whether npm's registry answers; without it nothing can be installed. */
export async function canReachRegistry(): Promise<boolean> {
  const { out } = await runCommand('npm', ['config', 'get', 'registry'], ROOT);
  const url = out.split('\n').find((line) => line.startsWith('http')) ?? 'https://registry.npmjs.org/';
  return await fetch(new URL('commander', url), { method: 'HEAD', signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Packs what is built and installs it into an empty folder, as the image does. @throws Error with what npm said. */
export async function installPacked(): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), 'paystage-package-'));
  const parcel = join(folder, 'parcel');
  const app = join(folder, 'app');
  await Promise.all([mkdir(parcel), mkdir(app)]);
  const packed = await runCommand('npm', ['pack', '--ignore-scripts', '--pack-destination', parcel], ROOT);
  const [file = ''] = await readdir(parcel);
  await writeFile(join(app, 'package.json'), '{"private":true,"type":"module"}');
  const flags = ['--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'];
  const installed = await runCommand('npm', ['install', ...flags, join(parcel, file)], app);
  if (packed.code !== 0 || installed.code !== 0) throw new Error(`${packed.err}\n${installed.err}`);
  return {
    folder: app,
    path: (name) => join(app, 'node_modules', 'paystage', name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a program to its end. */
export function runCommand(
  program: string,
  words: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, env: { ...withoutPaystage(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { out: '', err: '' };
    child.stdout.on('data', (chunk) => {
      texts.out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      texts.err += String(chunk);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...texts }));
  });
}

/** What npm and a shell of ours add would make another machine of it. */
export function withoutPaystage(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^(PAYSTAGE_|npm_|NODE_PATH$|INIT_CWD$)/i.test(name) ? [] : [[name, value]],
    ),
  );
}
