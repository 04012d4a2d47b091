import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool, request } from 'undici';
import { Child, programPath, type Usage } from './child.js';
import type { Received } from './programs/receiver.js';
import { CONNECTIONS } from './workload.js';

const BARE_SECRET_KEY = 'sp_secret_bench0123456789abcdef0123';
/** What `npm install` links as `paystage`; for profiles with names in them, dist/server/cli/main.js. */
export const productPath = process.env.PAYSTAGE_BENCH_PROGRAM ?? fileURLToPath(new URL('../../bundle/main.js', import.meta.url));

/** Somebody who makes payments and sends their webhooks to the receiver. */
export interface System {
  readonly url: string;
  /** Signs the webhooks. */
  readonly secretKey: string;
  /** The calls that make one payment, in order; each gets the id that the first one answered with. */
  readonly calls: readonly ((id: string, externalid: string) => Call)[];
  call(call: Call): Promise<unknown>;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

export interface Call {
  path: string;
  body: object;
}

/** Takes the webhooks of whoever is measured. */
export class Receiver {
  readonly #child = new Child([programPath('receiver')]);
  url = '';

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await receiver.#child.whenReady();
    receiver.url = await receiver.#child.ask<string>('url');
    return receiver;
  }

  /** Forgets what came so far; what comes from now on is signed with this key. */
  reset(secretKey: string): Promise<void> {
    return this.#child.ask('reset', secretKey);
  }

  wait(count: number, withinMs: number): Promise<Received> {
    return this.#child.ask('wait', { count, withinMs });
  }

  arrivals(): Promise<Record<string, number[]>> {
    return this.#child.ask('arrivals');
  }

  stop(): Promise<void> {
    return this.#child.stop('SIGKILL');
  }
}

const preload = ['--import', programPath('report-usage')];
const AMOUNT = 2_000;

export interface ProductOptions {
  /** Kept by the caller; default: a folder that lives as long as the process. */
  dataDir?: string;
  args?: readonly string[];
}

/** `paystage start` as anybody starts it, with a journal on disk. */
export async function startProduct(receiver: Receiver, { dataDir, args = [] }: ProductOptions = {}): Promise<System> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'paystage-bench-'));
  const options = ['start', '--port', '0', '--data', folder, '--securepayapi-webhook', receiver.url, ...args];
  const child = new Child([...preload, ...profileFlags(), productPath, ...options]);
  const url = await child.whenPrinted(/ready at (http\S+)/);
  const secretKey = await revealKey(url);
  const customer = (id: string, body: object): Call => ({ path: `/_paystage/api/payments/${id}/customer`, body });
  return createSystem(
    child,
    { url, secretKey },
    [
      (_id, externalid) => ({
        path: '/securepayapi/api/v1/payment-intents',
        body: { amount: AMOUNT, currency: 'USD', externalid },
      }),
      (id) => customer(id, { action: 'pay', card: 'challenge' }),
      (id) => customer(id, { action: 'challenge', result: 'pass' }),
    ],
    () => (dataDir === undefined ? rmSync(folder, { recursive: true, force: true }) : undefined),
  );
}

/** The bound. @param isOneCall each payment is one call and not three. */
export async function startBareLoop(receiver: Receiver, isOneCall = false): Promise<System> {
  const child = new Child([programPath('bare-loop'), receiver.url, BARE_SECRET_KEY]);
  const url = await child.whenPrinted(/ready at (http\S+)/);
  const create = (path: string) => (_id: string, externalid: string) => ({ path, body: { amount: AMOUNT, externalid } });
  const calls = isOneCall
    ? [create('/all')]
    : [create('/create'), (id: string) => ({ path: '/pay', body: { id } }), (id: string) => ({ path: '/answer', body: { id } })];
  return createSystem(child, { url, secretKey: BARE_SECRET_KEY }, calls, () => {});
}

/** For profiles by hand: `PAYSTAGE_BENCH_FLAGS="--cpu-prof --cpu-prof-dir=/tmp/profiles"`. */
function profileFlags(): string[] {
  return process.env.PAYSTAGE_BENCH_FLAGS?.split(' ').filter((flag) => flag !== '') ?? [];
}

async function revealKey(url: string): Promise<string> {
  const answer = await request(`${url}/_paystage/api/accounts/securepayapi/reveal`, { method: 'POST' });
  const { keys } = (await answer.body.json()) as { keys: { secretKey: string } };
  return keys.secretKey;
}

function createSystem(
  child: Child,
  { url, secretKey }: Pick<System, 'url' | 'secretKey'>,
  calls: System['calls'],
  clean: () => void,
): System {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secretKey}` };
  return {
    url,
    secretKey,
    calls,
    async call({ path, body }) {
      const answer = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
      if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${await answer.body.text()}`);
      return await answer.body.json();
    },
    usage: () => child.usage(),
    async stop() {
      await pool.close();
      await child.stop();
      clean();
    },
  };
}
