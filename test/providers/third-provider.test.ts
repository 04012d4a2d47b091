import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProviderView } from '../../server/http/control/provider-replies.js';
import { CLI, killHard, type RunningHarness, startProcess } from '../support/cli-process.js';
import { isThorough } from '../support/is-thorough.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const EXAMPLE = 'examples/third-provider';
/** The one line that docs/add-a-provider.md asks for. */
const REGISTRY_LINE = "export { toypay } from './toypay/index.js';\n";

describe.skipIf(!existsSync(CLI))('a third provider: one folder and one line', () => {
  let tree: string;
  let stage: RunningHarness;
  let receiver: Receiver;
  let cli: string;

  beforeAll(async () => {
    tree = mkdtempSync(join(tmpdir(), 'paystage-third-'));
    for (const part of ['server', 'fixtures', 'package.json', 'tsconfig.json', 'test/providers', 'test/support'])
      cpSync(join(ROOT, part), join(tree, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    mkdirSync(join(tree, 'dist'));
    symlinkSync(join(ROOT, 'dist/ui'), join(tree, 'dist/ui'));
    cpSync(join(ROOT, EXAMPLE, 'toypay'), join(tree, 'server/providers/toypay'), { recursive: true });
    appendFileSync(join(tree, 'server/providers/registry.ts'), REGISTRY_LINE);
    await runHere(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b', 'tsconfig.json']);
    cli = join(tree, 'dist/server/cli/main.js');
    receiver = await createReceiver();
    receiver.replyWith({ status: 200 });
    stage = await startProcess(['--port', '0', '--memory', '--toypay-webhook', receiver.url], cli);
  });
  afterAll(async () => {
    await killHard(stage);
    await receiver.close();
    rmSync(tree, { recursive: true, force: true });
  });

  test('its environment is printed, its API call makes a payment, its checkout page takes it, and its signed webhook arrives', async () => {
    const { stdout } = await paystage('env', '--url', stage.url);
    const env = Object.fromEntries(stdout.split('\n').map((line) => line.split('=') as [string, string]));
    const charge = await callApi(env, { amount: 1_200, order: 'A-1' });
    const page = await (await fetch(charge.pay_url)).text();
    expect(page).toContain('EUR 12.00: waiting');
    const token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const body = new URLSearchParams({ form_token: token, action: 'pay' });
    const paid = await fetch(charge.pay_url, { method: 'POST', body, headers: { origin: stage.url } });
    expect(await paid.text()).toContain('EUR 12.00: paid');
    await expect.poll(() => receiver.requests.length).toBe(1);
    const [request] = receiver.requests;
    expect(JSON.parse(String(request?.body))).toEqual({ charge: charge.id, order: 'A-1', amount: 1_200, status: 'paid' });
    const mac = createHmac('sha256', env.TOYPAY_API_KEY ?? '').update(request?.body ?? '');
    expect(request?.header('x-toy-signature')).toBe(mac.digest('hex'));
    expect((await callApi(env, { amount: 0 })).error).toBe('A charge is JSON with an amount in cents.');
  });

  test('the page hears of it: statuses, switches with labels, the form that creates a payment', async () => {
    const reply = await fetch(`${stage.url}/_paystage/api/providers`);
    const { providers } = (await reply.json()) as { providers: ProviderView[] };
    expect(providers.map(({ name }) => name)).toContain('toypay');
    const toypay = providers.find(({ name }) => name === 'toypay');
    expect(JSON.stringify(toypay)).toContain('"evidence":"assumed"');
    expect(toypay).toMatchObject({
      title: 'ToyPay',
      creation: { schema: { properties: { amount: { title: 'Amount in cents' } } } },
    });
  });

  test('the command line creates, pays and tells its story', async () => {
    const created = await paystage('create', 'toypay', '--field', 'order=B-2', '--url', stage.url, '--json');
    const { paymentId } = JSON.parse(created.stdout) as { paymentId: string };
    await paystage('pay', paymentId, '--visit', '--url', stage.url);
    const story = await paystage('payments', paymentId, '--url', stage.url);
    expect(story.stdout).toContain('paid');
    expect((await paystage('start', '--help')).stdout).toContain('--toypay-webhook');
  });

  test('a scenario about it is checked, played and judged', async () => {
    const { stdout } = await paystage('run', join(ROOT, EXAMPLE, 'paid.yaml'), '--port', '0');
    expect(stdout).toMatch(/1 passed/);
  });

  test.runIf(isThorough)(
    'it keeps the contract of every provider, in the suite that the others run',
    async () => {
      cpSync(join(ROOT, EXAMPLE, 'toypay-contract.ts'), join(tree, 'test/providers/toypay.test.ts'));
      const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
      // As patient as the others are: without a configuration of its own it would give each test five seconds.
      const patience = ['--testTimeout=60000', '--hookTimeout=60000'];
      const given = ['run', 'test/providers/toypay.test.ts', '--root', tree, ...patience];
      const { stdout } = await runHere(process.execPath, [vitest, ...given]);
      expect(stdout).toMatch(/Test Files\s+1 passed/);
    },
    300_000,
  );

  test('nothing else was touched: every other source is the one of this tree', () => {
    const differing = readdirSync(join(tree, 'server'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(tree.length + 1))
      .filter(
        (file) =>
          !existsSync(join(ROOT, file)) || readFileSync(join(ROOT, file), 'utf8') !== readFileSync(join(tree, file), 'utf8'),
      );
    expect(differing.filter((file) => !file.startsWith('server/providers/toypay/'))).toEqual(['server/providers/registry.ts']);
  });

  async function paystage(...args: string[]) {
    return await runHere(process.execPath, [cli, ...args]);
  }

  async function runHere(program: string, args: string[]) {
    try {
      return await run(program, args, { cwd: tree, env: { ...process.env, NO_COLOR: '1', NODE_ENV: '' } });
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${args.join(' ')}:\n${stdout}\n${stderr}`, { cause: error });
    }
  }

  async function callApi(env: Record<string, string>, body: object) {
    const headers = { 'x-api-key': env.TOYPAY_API_KEY ?? '', 'content-type': 'application/json' };
    const reply = await fetch(`${env.TOYPAY_BASE_URL}/charges`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await reply.json()) as { id: string; pay_url: string; error?: string };
  }
});
