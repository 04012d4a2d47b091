import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI } from '../support/cli-process.js';
import { createReceiver } from '../support/receiver.js';
import { runProcess } from '../support/run-process.js';
import { makeFolder, runCli, runInProcess, runJson, type Stage, startStage } from './cli-runs.js';
import { readEnvironment } from './stage-apps.js';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/vectors/${name}.json`, import.meta.url), 'utf8')) as {
    secretKey: string;
    vectors: { timestamp: string; body: string; signature: string; key: string; plain: string; base64: string }[];
  };
const { secretKey: secret, vectors } = read('securepayapi');
const [{ timestamp, body, signature } = { timestamp: '', body: '', signature: '' }] = vectors;
const [{ key, plain, base64 } = { key: '', plain: '', base64: '' }] = read('secpaid').vectors;

const folder = makeFolder();
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(async () => {
  await stage.stop();
  folder.remove();
});

/** In a folder without a stage and without data. */
const run = (...args: string[]) => runCli(args, { cwd: folder.path });
const runQuickly = (...args: string[]) => runInProcess([...args, '--data', join(folder.path, 'none'), '--port', '1']);

describe('sign', () => {
  test('prints the headers of a body, from a text, a file and stdin alike', async () => {
    const file = join(folder.path, 'event.json');
    writeFileSync(file, body);
    const headers = `Content-Type: application/json\nX-Timestamp: ${timestamp}\nX-Signature: ${signature}\n`;
    const common = ['sign', '--secret', secret, '--timestamp', timestamp];
    expect(await run(...common, '--body', body)).toEqual({ code: 0, out: headers, err: '' });
    expect((await run(...common, '--body', '@event.json')).out).toBe(headers);
    expect((await run(...common, '--body-file', file)).out).toBe(headers);
    expect(await runProcess(process.execPath, [CLI, ...common, '--body', '-'], body)).toBe(headers);
  });

  test('signs now unless told otherwise, and an empty body too', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { headers } = await runJson<{ headers: Record<string, string> }>(['sign', '--secret', secret, '--body', '']);
    expect(Number(headers['X-Timestamp'])).toBeGreaterThanOrEqual(before);
    expect(headers['X-Signature']).toMatch(/^[0-9a-f]{64}$/);
  });

  test('the curl that it prints sends exactly this', async () => {
    const receiver = await createReceiver();
    const tricky = `{"it's":"$HOME \`x\` \\"\\\\ ü"}`;
    const { curl } = await runJson<{ curl: string }>(['sign', '--secret', secret, '--body', tricky, '--endpoint', receiver.url]);
    await runProcess('sh', ['-c', `${curl} -s`], '');
    const [request] = await receiver.waitForRequests(1);
    expect(request?.body.toString()).toBe(tricky);
    const given = ['--timestamp', request?.header('x-timestamp') ?? '', '--signature', request?.header('x-signature') ?? ''];
    expect((await runQuickly('verify', '--secret', secret, '--body', tricky, ...given)).code).toBe(0);
    await receiver.close();
  });

  test('takes the secret of the running stage, and says so', async () => {
    const env = await readEnvironment(stage.url);
    const args = ['sign', '--body', body, '--timestamp', timestamp];
    const own = await runCli([...args, '--url', stage.url]);
    expect(own.err).toBe(`note: signed with the secret of the stage that runs at ${stage.url}.\n`);
    const given = await runQuickly(...args, '--secret', env.SECUREPAYAPI_SECRET_KEY ?? '');
    expect(given).toEqual({ code: 0, out: own.out, err: '' });
  });

  test('takes the secret of the data folder where no stage runs', async () => {
    const data = join(folder.path, 'data');
    const env = await runJson<Record<string, string>>(['env', '--data', data]);
    const own = await runCli(['sign', '--body', body, '--timestamp', timestamp, '--data', data]);
    expect(own.err).toContain(`secret of the data folder ${data}`);
    const given = await runQuickly(
      'sign',
      '--body',
      body,
      '--timestamp',
      timestamp,
      '--secret',
      env.SECUREPAYAPI_SECRET_KEY ?? '',
    );
    expect(own.out).toBe(given.out);
  });
});

describe('verify', () => {
  const given = ['verify', '--secret', secret, '--timestamp', timestamp, '--body', body];

  test('says right, and ends with 0', async () => {
    const { code, out, err } = await run(...given, '--signature', signature);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe('right  The signature is right: it verifies over these 228 bytes with this secret.\n');
  });

  test('says exactly why not, and ends with 1', async () => {
    const { code, out, err } = await run(...given, '--signature', signature.toUpperCase());
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/^wrong {2}The signature is the right one in upper-case hex/);
    expect(out).toContain(`expected  ${signature}`);
    expect(out).toContain('fix       Work out lower-case hex');
    expect(out).not.toContain(secret);
  });

  test('as JSON', async () => {
    const { code, out } = await run(...given, '--signature', '0'.repeat(64), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      provider: 'securepayapi',
      isRight: false,
      mistakes: [],
      expected: signature,
      secretFrom: '--secret',
    });
  });
});

describe('encrypt and decrypt', () => {
  test('are the reverse of each other', async () => {
    expect(await run('encrypt', '--key', key, '--body', plain)).toEqual({ code: 0, out: `{"data":"${base64}"}\n`, err: '' });
    expect(await run('decrypt', '--key', key, '--body', `{"data":"${base64}"}`)).toEqual({ code: 0, out: `${plain}\n`, err: '' });
  });

  test('a failure is explained and ends with 1', async () => {
    const short = await run('decrypt', '--key', key.slice(1), '--body', base64);
    expect(short).toMatchObject({ code: 1, err: '' });
    expect(short.out).toContain('The key has 31 bytes; AES-256 takes exactly 32.');
    const { code, out } = await run('decrypt', '--key', key, '--body', plain, '--json');
    expect({ code, told: JSON.parse(out) as unknown }).toMatchObject({ code: 1, told: { isRight: false, cause: 'plaintext' } });
  });

  test('take the key of the running stage, and say so', async () => {
    const sealed = await runCli(['encrypt', '--body', plain, '--url', stage.url]);
    expect(sealed).toMatchObject({ code: 0, err: `note: encrypted with the key of the stage that runs at ${stage.url}.\n` });
    expect(await runCli(['decrypt', '--body', sealed.out, '--url', stage.url])).toMatchObject({ code: 0, out: `${plain}\n` });
  });
});

describe('bad input ends with 2 and says what to do', () => {
  const signed = ['--secret', secret, '--timestamp', timestamp, '--signature', signature];
  test.each([
    [['sign', '--secret', secret], '--body is missing.', "--body '<text>'"],
    [['sign', '--secret', secret, '--body', 'a', '--body-file', 'b'], 'exclude each other', '--body'],
    [['sign', '--secret', secret, '--body', '@/no/such/file'], 'there is no such file', '--body'],
    [['sign', '--secret', secret, '--body-file', '/'], 'it is a folder', '--body'],
    [['sign', '--body', 'a'], '--secret is missing, no stage runs', 'paystage start'],
    [['sign', '--secret', ' ', '--body', 'a'], '--secret: expected a secret, found something else', null],
    [['sign', '--secret', secret, '--body', 'a', '--timestamp', 'today'], 'whole seconds since 1970', 'whole seconds'],
    [
      ['sign', '--secret', secret, '--body', 'a', '--timestamp', '2025-10-09T08:53:21Z'],
      'whole seconds since 1970',
      '1760000001',
    ],
    [
      ['sign', '--secret', secret, '--body', 'a', '--endpoint', 'localhost:3000'],
      '--endpoint: expected',
      'http://localhost:3000',
    ],
    [['sign', 'securepayap', '--secret', secret, '--body', 'a'], 'found "securepayap"', 'Did you mean "securepayapi"?'],
    [['sign', 'secpaid', '--secret', secret, '--body', 'a'], 'SecPaid signs nothing', 'securepayapi'],
    [['verify', ...signed], '--body is missing.', '--body'],
    [['verify', ...signed.slice(0, 4), '--body', 'a'], '--signature is missing.', 'X-Signature'],
    [['verify', ...signed.slice(0, 2), '--signature', signature, '--body', 'a'], '--timestamp is missing.', 'X-Timestamp'],
    [
      ['verify', ...signed.slice(0, 4), '--signature', `X-Signature: ${signature}`, '--body', 'a'],
      'name of the header',
      `'${signature}'`,
    ],
    [['verify', '--secret', secret, '--timestamp', '-5', '--signature', signature, '--body', 'a'], '--timestamp', null],
    [['encrypt', '--body', 'a', '--key', 'short'], 'The key has 5 bytes; AES-256 takes exactly 32.', 'exactly as'],
    [['encrypt', '--key', key], '--body is missing.', '--body'],
    [['decrypt', '--body', base64], '--key is missing', 'paystage start'],
    [['decrypt', 'securepayapi', '--key', key, '--body', base64], 'SecurePayAPI encrypts nothing', 'secpaid'],
    [['decrypt', 'secpayd', '--key', key, '--body', base64], 'found "secpayd"', 'Did you mean "secpaid"?'],
  ])('%j', async (args, message, hint) => {
    const { code, out, err } = await runQuickly(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    if (hint !== null) expect(err.split('\nhint: ')[1]).toContain(hint);
    expect(err).not.toContain(secret);
  });

  test('a body that is no text cannot be encrypted', async () => {
    const file = join(folder.path, 'bytes');
    writeFileSync(file, Buffer.from([0xff, 0xfe]));
    const { code, err } = await runQuickly('encrypt', '--key', key, '--body-file', file);
    expect(code).toBe(2);
    expect(err).toContain('no UTF-8 text');
  });
});
