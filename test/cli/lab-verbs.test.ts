import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CreatedView } from '../../server/http/control/provider-replies.js';
import type { Harness, LogRecord } from '../../server/index.js';
import { actAsCustomer, callControl, connectShop, postJson, readPayment, startHarness } from '../support/harness.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';
import { createRawBodyShop } from '../support/raw-body-shop.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import type { Shop } from '../support/shop-config.js';
import { makeFolder, runInProcess, type TemporaryFolder } from './cli-runs.js';

type Resent = Extract<LogRecord, { type: 'resend.finished' }>;

let folder: TemporaryFolder;
let harness: Harness;
let shop: Shop;
let receiver: Receiver;

const run = (...args: string[]) => runInProcess([...args, '--url', harness.url]);

beforeAll(async () => {
  folder = makeFolder();
  [harness, shop, receiver] = await Promise.all([startHarness(), createRawBodyShop(), createReceiver()]);
  await connectShop(harness, shop);
});
beforeEach(() => receiver.clear());
afterAll(async () => {
  await Promise.all([harness.close(), shop.close(), receiver.close()]);
  folder.remove();
});

async function deliver(): Promise<{ id: string; body: string }> {
  const { intentId } = await postJson<{ intentId: string }>(`${shop.url}/buy/securepayapi`, { amount: 2000 });
  await actAsCustomer(harness, intentId, { action: 'pay' });
  await harness.engine.activity.whenIdle();
  const [event] = (await readPayment(harness, intentId)).events;
  return { id: event?.deliveries[0]?.id ?? '', body: event?.body ?? '' };
}

test('create creates a payment with defaults or fields, and says where to pay it', async () => {
  const plain = await run('create', 'secpaid');
  expect(plain).toMatchObject({ code: 0, err: '' });
  expect(plain.out).toMatch(
    /^Payment \d+ is created\.\nPay at http:\/\/localhost:\d+\/secpaid\/payment\S+\nOr play .*paystage pay \d+\n$/,
  );
  const given = await run('create', 'secpaid', '--field', 'amount=12.50', '--field', 'recipient_note=7, then 8', '--json');
  const { paymentId } = JSON.parse(given.out) as CreatedView;
  expect(await readPayment(harness, paymentId ?? '')).toMatchObject({ amount: '12.50', reference: '7, then 8' });
  const numbers = await run('create', 'securepayapi', '--field', 'externalid=12345', '--json');
  const intent = JSON.parse(numbers.out) as CreatedView;
  expect(await readPayment(harness, intent.paymentId ?? '')).toMatchObject({ reference: '12345' });
});

test('create says what the provider refuses and what is no field', async () => {
  const refused = await run('create', 'securepayapi', '--field', 'amount=0');
  expect(refused).toMatchObject({ code: 1, err: '', out: expect.stringMatching(/^Refused with 400: \{.*amount/) });
  expect(await run('create', 'secpaid', '--field', 'amount=1e400')).toEqual({
    code: 2,
    out: '',
    err: 'error: amount: the number 1e400 is too large.\n',
  });
  expect(await run('create', 'secpaid', '--field', 'amuont=1')).toMatchObject({
    code: 2,
    err: expect.stringContaining('amuont'),
  });
  expect(await run('create', 'secpade')).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "secpaid"?') });
  expect(await run('create', 'secpaid', '--field', 'amount')).toMatchObject({
    code: 2,
    err: expect.stringContaining('key=value'),
  });
});

test('resend ends with the verdict: accepted when signed again, refused when kept or under another key', async () => {
  const { id, body } = await deliver();
  const file = join(folder.path, 'edited.json');
  writeFileSync(file, body.replace('2000', '9999'));
  const fresh = await run('resend', id, '--body-file', file);
  expect(fresh).toMatchObject({ code: 0, err: '' });
  expect(fresh.out).toMatch(
    new RegExp(
      `^${id} {2}POST ${shop.url}/webhooks/securepayapi\n {2}edited and resent {2}[\\d.]+ ms {2}acknowledged: answered 204, .* stays as it was\\.\n$`,
    ),
  );
  const kept = await run('resend', id, '--body-file', file, '--sign', 'kept');
  expect(kept).toMatchObject({
    code: 1,
    err: '',
    out: expect.stringMatching(/answered 401; .*\n {2}\| \{"error":"the signature does not match"\}\n$/),
  });
  const other = await run('resend', id, '--sign', 'other-key', '--key', 'sp_secret_notTheKey', '--json');
  expect(other.code).toBe(1);
  expect(JSON.parse(other.out)).toMatchObject({ type: 'resend.finished', signing: 'other_key', response: { status: 401 } });
  expect(other.out).not.toContain('notTheKey');
});

test('resend sets, adds and leaves out headers among those that were sent', async () => {
  const { id } = await deliver();
  const { out, code } = await run(
    ...['resend', id, '--to', receiver.url, '--sign', 'kept', '--json'],
    ...['--header', 'user-agent: mine, all mine', '--header', 'Content-Type:', '--header', 'X-Request-Id: 7'],
  );
  expect(code).toBe(0);
  const names = receiver.requests[0]?.headers
    .map(([name]) => name)
    .filter((name) => !/^(host|connection|content-length)$/i.test(name));
  expect(names).toEqual(['user-agent', 'X-Timestamp', 'X-Signature', 'X-Request-Id']);
  expect(receiver.requests[0]?.header('user-agent')).toBe('mine, all mine');
  expect((JSON.parse(out) as Resent).code).toBe('acknowledged');
});

test.each([
  [['--sign', 'other-key'], '--key and --sign other-key go together'],
  [['--key', 'x'], '--key and --sign other-key go together'],
  [['--sign', 'keptt'], 'Did you mean "kept"?'],
  [['--header', 'no colon'], 'expected Name: value'],
  [['--body-file', '/no/such/file'], '/no/such/file cannot be sent: ENOENT'],
])('resend %j is misuse', async (flags, message) => {
  expect(await run('resend', 'dlv_1_1', ...flags)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
});

test('resend of a delivery that does not exist says so', async () => {
  expect(await run('resend', 'dlv_0_0')).toMatchObject({ code: 2, err: expect.stringContaining('no delivery "dlv_0_0"') });
});

test('E13 export writes what the control plane gives, to the named file, to stdout or to a file named after the log', async () => {
  await run('create', 'secpaid', '--field', 'recipient_note="line \u2028 break"');
  const { records } = await callControl<{ records: LogRecord[] }>(harness, 'GET', '/records?limit=1000');
  const file = join(folder.path, 'run.jsonl');
  expect(await run('export', '--out', file)).toEqual({ code: 0, err: '', out: `${records.length} records written to ${file}\n` });
  const lines = readFileSync(file, 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ paystage: 'log', format: 1, logId: harness.engine.log.logId });
  expect(lines.slice(1).map((line) => JSON.parse(line) as LogRecord)).toEqual(records);

  const printed = await run('export', '--out', '-');
  expect(printed.out.split('\n').slice(1)).toEqual(readFileSync(file, 'utf8').split('\n').slice(1));

  const here = process.cwd();
  process.chdir(folder.path);
  try {
    const { out } = await run('export', '--json');
    const told = JSON.parse(out) as { file: string; records: number; bytes: number };
    expect(told.file).toMatch(/^paystage-[\w-]+-\d{4}-\d\d-\d\d\.jsonl$/);
    expect(told).toMatchObject({ records: records.length, bytes: readFileSync(told.file).length });
    rmSync(told.file);
  } finally {
    process.chdir(here);
  }
  for (const secret of harness.engine.accounts.secretValues()) expect(printed.out).not.toContain(secret);
});

/** Places, names that systems reserve, names that are too long or end otherwise, and none. */
const HOSTILE_NAMES = [
  ...['../evil.jsonl', '/tmp/evil.jsonl', '..\\evil.jsonl', 'C:\\evil.jsonl', 'a/b.jsonl', 'paystage-../evil.jsonl'],
  ...['CON', 'nul.jsonl', 'paystage-x.jsonl:stream', '.bashrc', 'paystage-x.sh', 'paystage-.jsonl ', 'evil.jsonl', ''],
  `paystage-${'x'.repeat(92)}.jsonl`,
];

test('E13 whatever a payment or the stage itself is called, export writes one file with a name of its own, or none', async () => {
  const place = makeFolder();
  const here = process.cwd();
  process.chdir(place.path);
  try {
    const names = ['../../evil', 'CON', 'nul.txt', 'a/b\\c:d', 'x'.repeat(200)];
    for (const name of names) await run('create', 'securepayapi', '--field', `externalid=${name}`);
    expect(await run('export')).toMatchObject({ code: 0, err: '' });
    const [written = '', ...others] = readdirSync('.');
    expect(others).toEqual([]);
    expect(written).toMatch(/^paystage-[\w-]{1,80}\.jsonl$/);
    const text = readFileSync(written, 'utf8');
    for (const name of names) expect(text).toContain(JSON.stringify(name).slice(1, -1).replaceAll('\\', '\\\\'));
    rmSync(written);

    let name = '';
    const hostile = await listenOnLoopback(
      createServer((_request, response) => {
        response.setHeader('content-type', 'application/x-ndjson');
        response.setHeader('content-disposition', `attachment; filename="${name}"`);
        response.end('{"paystage":"log","format":1,"version":"0.1.0","logId":"x","exportedAt":"x"}\n');
      }),
    );
    for (name of HOSTILE_NAMES) {
      const { code, out, err } = await runInProcess(['export', '--url', hostile.url]);
      expect({ name, code, out, err }).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('Name the file with --out'),
      });
      expect(readdirSync('.'), name).toEqual([]);
    }
    name = `paystage-${'x'.repeat(85)}.jsonl`;
    expect(await runInProcess(['export', '--url', hostile.url])).toMatchObject({ code: 0 });
    expect(readdirSync('.')).toEqual([name]);
    await hostile.close();
  } finally {
    process.chdir(here);
    place.remove();
  }
});

test('export replaces a file only when it is told to, and leaves no half of a new one', async () => {
  const file = join(folder.path, 'keep.yaml');
  writeFileSync(file, 'mine');
  expect(await run('export', '--out', file)).toEqual({
    code: 2,
    out: '',
    err: `error: ${file} is there already.\nhint: Name another file with --out, or replace it with --force.\n`,
  });
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect(await run('export', '--out', file, '--force')).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(file, 'utf8')).toContain('"paystage":"log"');

  const broken = await listenOnLoopback(
    createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson', 'content-length': '1000' });
      response.write('{"paystage":"log"}\n', () => response.destroy());
    }),
  );
  const half = join(folder.path, 'half.jsonl');
  expect(await runInProcess(['export', '--url', broken.url, '--out', half])).toMatchObject({ code: 1, out: '' });
  expect(existsSync(half)).toBe(false);
  await broken.close();
});

test.skipIf(process.platform === 'win32')('export writes to a device, where nothing is replaced', async () => {
  expect(await run('export', '--out', '/dev/null')).toMatchObject({ code: 0, err: '' });
});

test('export says which file cannot be written', async () => {
  const path = join(folder.path, 'none', 'x.jsonl');
  expect(await run('export', '--out', path)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining(`${path} cannot be written (ENOENT)`),
  });
});
