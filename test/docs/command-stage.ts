import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHarness, type Harness } from '../../server/index.js';
import { CLI } from '../support/cli-process.js';
import { callControl } from '../support/harness.js';
import { ROOT } from './read-pages.js';

/** The place where the commands of one page are typed: a folder with what pages mention, a stage that runs, and an app on the way. */
export interface CommandStage {
  folder: string;
  harness: Harness;
  /** Base address of the correct receiver, with the keys of this stage. */
  app(): Promise<string>;
  /** Base address of the example shop. */
  shop(): Promise<string>;
  /** What a shell on this place has in its environment. */
  env: Record<string, string>;
  /** Undoes what an earlier command may have left: holds, faults, a clock that was moved. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

const PAYLOAD = '{"status":"Success"}';
const SCENARIO = `version: 1
name: A payment that leads to a refund or none
provider: securepayapi
steps:
  - create: { amount: 2000 }
  - pay:
  - expect: { status: SUCCEEDED }
`;

export async function openCommandStage(): Promise<CommandStage> {
  const folder = mkdtempSync(join(tmpdir(), 'paystage-docs-'));
  const files: Record<string, string> = {
    'event.json': '{"id":"x","status":"SUCCEEDED"}',
    'edited.json': '{"id":"x","status":"SUCCEEDED"}',
    'payload.json': PAYLOAD,
    'paystage/paid-twice.yaml': SCENARIO,
    'probe.mjs': `console.log('{"paid":true,"count":1}')`,
    'bin/npx': `[ "$1" = paystage ] || exit 64; shift; exec paystage "$@"`,
    'bin/npm': `[ "$1" = start ] || exit 64; shift; [ "$1" = -- ] && shift; exec paystage start "$@"`,
    // Its own number, for whoever has to end it and nothing behind it in a pipe, and a copy of what it says for whoever waits for that.
    'bin/paystage': [
      'echo $$ > "$PAYSTAGE_PID_FILE"',
      `[ -z "$SAID" ] && exec "${process.execPath}" "${CLI}" "$@"`,
      `exec "${process.execPath}" "${CLI}" "$@" > >(tee "$SAID")`,
    ].join('\n'),
    'bin/pbpaste': 'cat "$PASTED"',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    const isProgram = name.startsWith('bin/');
    writeFileSync(join(folder, name), isProgram ? `#!/usr/bin/env bash\n${text}\n` : text);
    if (isProgram) chmodSync(join(folder, name), 0o755);
  }
  cpSync(join(ROOT, 'examples/express-shop'), join(folder, 'examples/express-shop'), { recursive: true });
  const harness = await createHarness({ port: 0, dataDir: join(folder, '.paystage') });
  await harness.listen();
  const children: ChildProcess[] = [];
  const startOnce = (script: string, ready: RegExp) => {
    let address: Promise<string> | undefined;
    return () => {
      address ??= startProgram(script, ready, harness.env, children);
      return address;
    };
  };
  return {
    folder,
    harness,
    app: startOnce('fixtures/receivers/reference/http.mjs', /listening on (\S+)/),
    shop: startOnce('examples/express-shop/shop.js', /Shop: (\S+)/),
    env: {
      PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`,
      HOME: folder,
      PASTED: join(folder, 'event.json'),
      PAYSTAGE_PID_FILE: join(folder, 'pid'),
      // Whether checks judge rightly is tested elsewhere; here it is whether the command does what the page says.
      PAYSTAGE_ONLY: 'CTL-1,ACK-1',
      PAYSTAGE_SETTLE: '50',
      ...harness.env,
    },
    async tidy() {
      for (const path of ['/holds/clear', '/held/release', '/faults/clear', '/reset'])
        await callControl(harness, 'POST', path, {});
      await callControl(harness, 'PATCH', '/bins/securepayapi', { status: 204 });
    },
    async close() {
      for (const child of children) {
        child.kill();
        if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
      }
      await harness.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startProgram(
  script: string,
  ready: RegExp,
  env: Readonly<Record<string, string>>,
  children: ChildProcess[],
): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, script)], {
    env: { PATH: process.env.PATH ?? '', ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let words = '';
  return await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      words += chunk.toString('utf8');
      const address = ready.exec(words)?.[1];
      if (address) resolve(address);
    });
    child.once('close', () => reject(new Error(`${script} ended: ${words}`)));
  });
}

/** What a shell said and how it ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a line in bash, as a reader does.
 * @param until ends it with Ctrl-C as soon as it says true of what was printed so far; without, it ends by itself.
 */
export async function runLine(
  line: string,
  stage: CommandStage,
  env: Record<string, string>,
  until?: (stdout: string) => boolean,
): Promise<Ended> {
  const child = spawn('bash', ['-c', line], {
    cwd: stage.folder,
    env: { ...stage.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  let isInterrupted = false;
  const look = () => {
    if (!until || isInterrupted || !until(said.stdout)) return;
    isInterrupted = true;
    process.kill(Number(readFileSync(join(stage.folder, 'pid'), 'utf8')), 'SIGINT');
  };
  const watch = until && setInterval(look, 50);
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString('utf8');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(watch);
  return { code, ...said };
}
