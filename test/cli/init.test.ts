import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CLI } from '../support/cli-process.js';
import { isThorough } from '../support/is-thorough.js';
import { choosePorts } from '../support/play-scenarios.js';
import { makeFolder, runCli, runJson, type TemporaryFolder } from './cli-runs.js';

interface Written {
  framework: string | null;
  written: string[];
  kept: string[];
}

const RECEIVERS = fileURLToPath(new URL('../../fixtures/receivers/reference/', import.meta.url));

let folder: TemporaryFolder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder.remove());

const read = (name: string) => readFileSync(join(folder.path, name), 'utf8');
const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
const init = () => runJson<Written>(['init'], { cwd: folder.path });

/** A project whose app is one of the correct receivers, on a port of its own. */
function makeProject(packageName: string, receiver: string, port: number): void {
  const scripts = { start: `PORT=${port} node '${RECEIVERS}${receiver}.mjs'` };
  write('package.json', JSON.stringify({ name: 'app', scripts, dependencies: { [packageName]: '*' } }));
}

/** What its developer does: puts the app's own addresses in, and here a port that nobody else uses. */
function correctAddresses(files: readonly string[], stagePort: number): void {
  for (const name of files) {
    const text = read(name)
      .replaceAll('/checkout/callback', '/return')
      .replaceAll('/api/webhooks', '/webhooks')
      .replaceAll('localhost:4747', `localhost:${stagePort}`);
    write(name, text.replace('# port: 4747', `port: ${stagePort}`));
  }
}

/** Runs shell commands in the folder, with this build in place of npx, until they end; what they left in the background ends, too. */
async function runShell(commands: string): Promise<{ code: number | null; out: string }> {
  const bin = join(folder.path, '.bin');
  mkdirSync(bin, { recursive: true });
  const npm = `#!/bin/sh\n[ "$1" = ci ] || exec sh -c "$(node -p 'require("./package.json").scripts.start')"\n`;
  for (const [name, text] of Object.entries({ npx: `#!/bin/sh\nshift\nexec node "${CLI}" "$@"\n`, npm })) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { PATH: `${bin}:${process.env.PATH ?? ''}`, HOME: folder.path };
  const shell = spawn('bash', ['-e', '-c', commands], {
    cwd: folder.path,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (chunk) => (out += String(chunk)));
  const [code] = (await once(shell, 'exit')) as [number | null];
  try {
    if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGKILL');
  } catch {
    // Nothing was left.
  }
  return { code, out };
}

describe.each([
  ['Express', 'express', 'express'],
  ['Fastify', 'fastify', 'fastify'],
  ['Koa', 'koa', 'koa'],
  ['Next', 'next', 'next/serve'],
  ['Nest', '@nestjs/core', 'http'],
])('a project on %s', (title, packageName, receiver) => {
  test('is recognised', async () => {
    makeProject(packageName, receiver, 3999);
    const { framework, written } = await init();
    expect(framework).toBe(title);
    expect(written).toEqual(
      expect.arrayContaining(['paystage.config.yaml', '.env.paystage', 'paystage/securepayapi/forged-webhook.yaml']),
    );
    expect(read('paystage.config.yaml')).toContain(`http://localhost:3999${title === 'Next' ? '/api' : ''}/webhooks/`);
  });

  test.runIf(isThorough || title === 'Next')('what is written passes against a correct app', async () => {
    const ports = await choosePorts();
    makeProject(packageName, receiver, ports.target);
    await init();
    correctAddresses(['paystage.config.yaml', '.env.paystage'], ports.stage);
    const { code, out } = await runShell(`
      set -a; . ./.env.paystage; set +a
      npm start > app.log 2>&1 &
      timeout 150 sh -c 'until curl -s -o /dev/null http://localhost:${ports.target}; do sleep 0.2; done'
      npx paystage run paystage`);
    expect(out).toContain('5 passed');
    expect(code).toBe(0);
  });
});

const jobs = [
  ['GitHub Actions', '.github/workflows/paystage.yml', 'github-actions'],
  ['GitLab', 'paystage.gitlab-ci.yml', 'gitlab-ci'],
] as const;

// Both have the same commands, each of which has tests of its own.
test.runIf(isThorough).each(jobs)(
  'the job for %s is the recipe of the examples, and its commands run',
  async (system, file, recipe) => {
    const ports = await choosePorts();
    makeProject('express', 'express', ports.target);
    if (system === 'GitLab') write('.gitlab-ci.yml', 'stages: [test]\n');
    const { written } = await init();
    expect(written.filter((name) => name.endsWith('.yml'))).toEqual([file]);
    const example = readFileSync(new URL(`../../examples/ci/${recipe}.yml`, import.meta.url), 'utf8');
    expect(read(file)).toBe(example.replaceAll('localhost:3000', `localhost:${ports.target}`));

    correctAddresses(['paystage.config.yaml', '.env.paystage', file], ports.stage);
    const { code, out } = await runShell(listCommands(read(file)).join('\n'));
    expect(out).toContain('5 passed');
    expect(out.match(/CTL-1/g)?.length).toBe(2);
    expect(readdirSync(join(folder.path, 'reports')).sort()).toEqual(
      ['scenarios', 'secpaid', 'securepayapi'].flatMap((name) => [`${name}.html`, `${name}.xml`]),
    );
    expect(code).toBe(0);
  },
  300_000,
);

test('it says what comes next in words that can be typed, and what git should leave alone', async () => {
  makeProject('express', 'express', 3999);
  const { out } = await runCli(['init'], { cwd: folder.path });
  expect(out).toContain('  $ npm install --save-dev paystage\n  $ npx paystage run paystage\n');
  expect(out).toMatch(/add that line to \.gitignore/);
  write('.gitignore', 'node_modules/\n.paystage/\n');
  expect((await runCli(['init'], { cwd: folder.path })).out).not.toContain('.gitignore');
});

test.each(['.env*', '.env.*', '/.env.paystage'])(
  'an environment that git ignores as %s would be missing in CI, and it says so',
  async (pattern) => {
    makeProject('next', 'next/serve', 3999);
    write('.gitignore', `node_modules\n${pattern}\n`);
    expect((await runCli(['init'], { cwd: folder.path })).out).toContain('add !.env.paystage there');
    write('.gitignore', `${pattern}\n!.env.paystage\n`);
    expect((await runCli(['init'], { cwd: folder.path })).out).not.toContain('!.env.paystage');
  },
);

test('nothing is replaced: keys stay those that are there, and it says what it kept', async () => {
  makeProject('express', 'express', 3999);
  const first = await init();
  write('.env.paystage', 'MINE=1\n');
  const { code, out } = await runCli(['init'], { cwd: folder.path });
  expect(code).toBe(0);
  for (const file of first.written) expect(out).toMatch(new RegExp(`kept .*${file}`));
  expect(out).not.toContain('written');
  // The addresses stand in the configuration already.
  expect(out).toMatch(/npx paystage run paystage$/m);
  expect(read('.env.paystage')).toBe('MINE=1\n');

  const config = 'port: 4999\n';
  write('paystage.config.yaml', config);
  const removed = await runShell('rm .env.paystage');
  expect(removed.code).toBe(0);
  expect((await runCli(['init'], { cwd: folder.path })).out).toMatch(
    /run paystage --target secpaid=\S+ --target secpaid\.callback=/,
  );
  // Keys that the configuration does not have would be wrong ones.
  expect(existsSync(join(folder.path, '.env.paystage'))).toBe(false);
  expect(read('paystage.config.yaml')).toBe(config);
});

test('a folder without an app gets scenarios and a configuration that is commented out', async () => {
  const { framework, written } = await init();
  expect(framework).toBeNull();
  expect(written.some((file) => file.endsWith('.yml'))).toBe(false);
  expect(Object.keys(parse(read('paystage.config.yaml')) as object)).toEqual(['accounts']);
});

test('the configuration says what cannot stand in it', async () => {
  await init();
  const [, named = ''] =
    /^# Every option of "paystage start --help" but (.*) can stand here/m.exec(read('paystage.config.yaml')) ?? [];
  expect(named.split(', ').toSorted()).toEqual(['--config', '--fresh', '--recover']);
  for (const key of ['fresh', 'recover']) {
    write('wrong.yaml', `${key}: true\n`);
    expect((await runCli(['start', '--config', 'wrong.yaml'], { cwd: folder.path })).code).toBe(2);
  }
});

test.skipIf(process.platform === 'win32')('pipes where files are looked for are not waited for', async () => {
  for (const name of ['package.json', '.gitignore', '.env', '.gitlab-ci.yml']) execFileSync('mkfifo', [join(folder.path, name)]);
  expect(await init()).toMatchObject({ framework: null, written: expect.arrayContaining(['paystage.config.yaml']) });
});

interface Job {
  jobs?: Record<string, { steps: { run?: string }[] }>;
  payments?: { script: string[] };
}

/** What a build server would run, in order. */
function listCommands(text: string): string[] {
  const { jobs, payments } = parse(text) as Job;
  if (payments) return payments.script;
  return Object.values(jobs ?? {}).flatMap(({ steps }) => steps.flatMap(({ run }) => (run === undefined ? [] : [run])));
}
