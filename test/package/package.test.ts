import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { canReachRegistry, type Installed, installPacked, runCommand, withoutPaystage } from './packed.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** An installation, others included. */
const MOST_MIB = 15;
const MOST_FILES = 1_500;
const NOBODY = 65_534;

const isReachable = await canReachRegistry();

describe.skipIf(!isReachable)(`the package in an empty folder${isReachable ? '' : ' (the registry cannot be reached)'}`, () => {
  let installed: Installed;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    installed = await installPacked();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill();
      await once(child, 'exit');
    }
  });
  afterAll(() => installed[Symbol.asyncDispose]());

  /** Starts a program and gives the first JSON line that it prints. */
  async function start<T>(
    program: string,
    words: string[],
    options: { cwd: string; env?: Record<string, string>; uid?: number },
  ): Promise<T> {
    const child = spawn(program, words, {
      ...options,
      env: { ...withoutPaystage(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let text = '';
    return await new Promise((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          text += String(chunk);
          const line = text.split('\n').find((one) => one.startsWith('{') && one.endsWith('}'));
          if (line !== undefined) resolve(JSON.parse(line) as T);
        });
      }
      child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${text}`)));
    });
  }

  test('one command runs it: the version, a setup, the whole demo', async () => {
    const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { version: string };
    expect((await runCommand('npx', ['paystage', '--version'], installed.folder)).out).toContain(version);
    const demo = await start<{ url: string; shop: { url: string } }>(
      'node_modules/.bin/paystage',
      ['demo', '--port', '0', '--json'],
      {
        cwd: installed.folder,
      },
    );
    expect(await (await fetch(demo.shop.url)).text()).toContain('One fine teapot');
    expect((await fetch(`${demo.shop.url}/shop.css`)).status).toBe(200);
    expect(await (await fetch(demo.url)).text()).toContain('<title>Paystage');
    const bought = await fetch(`${demo.shop.url}/buy/securepayapi`, { method: 'POST', redirect: 'manual' });
    expect(bought.status).toBe(303);

    const init = await runCommand('npx', ['paystage', 'init'], installed.folder);
    expect(init.out).toContain('.github/workflows/paystage.yml');
  });

  test('it is imported, required, and typed, with what is installed beside it', async () => {
    const use = "createHarness({ port: 0 }).then(async (harness) => { await harness.close(); console.log('fine'); });";
    const run = (name: string) => runCommand('node', [name], installed.folder);
    await writeFile(join(installed.folder, 'one.mjs'), `import { createHarness } from 'paystage';\n${use}`);
    await writeFile(join(installed.folder, 'two.cjs'), `const { createHarness } = require('paystage');\n${use}`);
    for (const name of ['one.mjs', 'two.cjs']) expect((await run(name)).out).toBe('fine\n');

    await writeFile(
      join(installed.folder, 'three.ts'),
      "import { createHarness, type Lane } from 'paystage';\nconst lane: Lane = await (await createHarness()).lane();\nlane.name satisfies string;\n",
    );
    for (const name of ['@types/node', 'undici-types']) {
      await mkdir(join(installed.folder, 'node_modules', dirname(name)), { recursive: true });
      symlinkSync(`${ROOT}node_modules/${name}`, join(installed.folder, 'node_modules', name));
    }
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'esnext', '--types', 'node'];
    const { code, out } = await runCommand(`${ROOT}node_modules/.bin/tsc`, [...flags, 'three.ts'], installed.folder);
    expect(out).toBe('');
    expect(code).toBe(0);
  });

  test('it is small, has its licence, and nothing in it runs when it is installed', () => {
    const files = listFiles(join(installed.folder, 'node_modules')).filter((file) => !file.includes('@types'));
    const mib = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1_048_576;
    expect(mib).toBeLessThan(MOST_MIB);
    expect(files.length).toBeLessThan(MOST_FILES);
    expect(existsSync(installed.path('LICENSE'))).toBe(true);
    expect(files.filter((file) => file.includes('/paystage/') && /\.(map|tsbuildinfo|test\.\w+)$/.test(file))).toEqual([]);
    for (const file of files.filter((one) => /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(one))) {
      const { scripts = {} } = JSON.parse(readFileSync(file, 'utf8')) as { scripts?: Record<string, string> };
      expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
    }
  });

  test('the steps of the image: another user, open to the network with a token, keys on disk, and a health check', async () => {
    const data = join(installed.folder, 'data');
    await mkdir(data);
    await chmod(data, 0o777);
    await chmod(dirname(installed.folder), 0o755);
    const { entrypoint, health, env } = readImage();
    const program = entrypoint.map((word) => word.replace('/app/', `${installed.folder}/`));
    const isRoot = process.getuid?.() === 0;
    const run = (extra: Record<string, string>) =>
      start<{ port?: number; error?: { code: string } }>(
        program[0] ?? '',
        [...program.slice(1), 'start', '--json', '--port', '0'],
        {
          cwd: data,
          env: { ...env, PAYSTAGE_DATA: join(data, '.paystage'), ...extra },
          ...(isRoot ? { uid: NOBODY } : {}),
        },
      );
    expect(await run({})).toMatchObject({ error: { code: 'token_needed' } });
    const { port = 0 } = await run({ PAYSTAGE_TOKEN: 'rehearsal' });
    if (isRoot) expect(statSync(join(data, '.paystage')).uid).toBe(NOBODY);

    const check = (at: number) => runCommand(health[0] ?? '', health.slice(1), data, { PAYSTAGE_PORT: String(at) });
    expect((await check(port)).code).toBe(0);
    expect((await check(1)).code).toBe(1);
    const open = (headers: Record<string, string>) => fetch(`http://localhost:${port}/_paystage/api/payments`, { headers });
    expect((await open({})).status).toBe(401);
    expect((await open({ authorization: 'Bearer rehearsal' })).status).toBe(200);
  });
});

/** What the image runs, as its file says it. */
function readImage(): { entrypoint: string[]; health: string[]; env: Record<string, string> } {
  const text = readFileSync(`${ROOT}Dockerfile`, 'utf8')
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, '');
  const list = (pattern: RegExp) => JSON.parse(pattern.exec(text)?.[1] ?? '[]') as string[];
  const env = Object.fromEntries([...text.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]));
  return { entrypoint: list(/^ENTRYPOINT (.*)$/m), health: list(/^HEALTHCHECK .*?CMD (.*)$/m), env };
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
