import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyAsCurl } from '../../ui/src/exchange/copy-as-curl.js';
import { copyAsHttpie } from '../../ui/src/exchange/copy-as-httpie.js';
import { buildRequestToCopy, type RequestToCopy } from '../../ui/src/exchange/request-to-copy.js';
import { createReceiver } from '../support/receiver.js';
import { runProcess } from '../support/run-process.js';
import { anyRequest } from './any-request.js';
import { makeRequest, toTextBody } from './make-exchange.js';
import { type Run, readAsCurl, readAsHttpie, takeBackslashes, type Understood } from './read-arguments.js';

/** Stands where curl and HTTPie would: writes down every argument, ended by NUL, and everything on its standard input. */
const STAND_IN = `#!/bin/sh
printf '%s\\0' "$@" >"$CAPTURED/$CASE.argv"
cat >"$CAPTURED/$CASE.stdin"
`;

/** Each run is a shell of many commands; looking for the smallest that fails would be many shells. */
const RUNS = { numRuns: 8, endOnFailure: true };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paystage-copies-'));
  for (const name of ['curl', 'http']) {
    await writeFile(join(folder, name), STAND_IN);
    await chmod(join(folder, name), 0o755);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs all of them in one shell, as pasted one below the other. */
async function paste(commands: readonly string[]): Promise<Run[]> {
  const captured = await mkdtemp(join(folder, 'run-'));
  const script = commands.map((command, index) => `CASE=${index}; export CASE\n${command}\n`).join('');
  await writeFile(join(captured, 'script'), script);
  const env = { PATH: [folder, process.env.PATH].join(delimiter), CAPTURED: captured };
  const printed = await runProcess('/bin/sh', [join(captured, 'script')], '', env);
  expect(printed).toBe('');
  return Promise.all(
    commands.map(async (_, index) => ({
      argv: (await readFile(join(captured, `${index}.argv`), 'latin1')).split('\0').slice(0, -1),
      stdin: await readFile(join(captured, `${index}.stdin`)),
    })),
  );
}

const requests = fc.array(anyRequest, { minLength: 1, maxLength: 25, size: 'max' });

function toBytes(sent: RequestToCopy['body']): Buffer | null {
  if (sent.kind === 'none') return null;
  return sent.kind === 'text' ? Buffer.from(sent.text) : Buffer.from(sent.base64, 'base64');
}

function expectUnderstood(understood: Understood, sent: RequestToCopy): void {
  expect(understood).toEqual({
    method: sent.method,
    url: Buffer.from(sent.url).toString('latin1'),
    headers: sent.headers,
    body: toBytes(sent.body),
  });
}

const makeCopy = (overrides: Partial<RequestToCopy> = {}): RequestToCopy => ({
  method: 'POST',
  url: 'http://localhost:3000/hook',
  headers: [['Content-Type', 'application/json']],
  body: { kind: 'text', text: '{"a":1}' },
  remarks: [],
  ...overrides,
});

describe('a request copied as cURL', () => {
  test('reads well', () => {
    const remark = 'The log keeps only the beginning of the body.';
    expect(copyAsCurl(makeCopy({ remarks: [remark] }))).toBe(
      [
        `# ${remark}`,
        `curl --request 'POST' 'http://localhost:3000/hook' \\`,
        `  --header 'Content-Type: application/json' \\`,
        `  --data-raw '{"a":1}'`,
      ].join('\n'),
    );
  });

  test('reaches curl through a shell as it was, whatever it contains', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (sent) => {
        const runs = await paste(sent.map(copyAsCurl));
        for (const [index, run] of runs.entries()) expectUnderstood(readAsCurl(run), sent[index] ?? makeCopy());
      }),
      RUNS,
    );
  });

  test('leaves nothing in the text that a terminal could obey', () => {
    fc.assert(
      fc.property(anyRequest, (sent) => {
        for (const copy of [copyAsCurl(sent), copyAsHttpie(sent)]) expect(copy).not.toMatch(/[^\P{Cc}\t\n]/u);
      }),
    );
  });

  test.each(['@/etc/passwd', '-X DELETE', '--', "it's", '$HOME `id` $(id)', '\n\n', 'a\u0000b\r\n'])(
    'keeps the body %j',
    async (text) => {
      const sent = makeCopy({
        body: buildRequestToCopy({ request: makeRequest({ body: toTextBody(text) }), isBodyUnknown: false }).body,
      });
      const [curl, httpie] = await paste([copyAsCurl(sent), copyAsHttpie(sent)]);
      if (curl) expectUnderstood(readAsCurl(curl), sent);
      if (httpie) expectUnderstood(readAsHttpie(httpie), sent);
      expect([curl, httpie]).not.toContain(undefined);
    },
  );

  test('brings a body through a pipe that is too long for one argument', async () => {
    const sent = makeCopy({ body: { kind: 'text', text: 'ü'.repeat(200_000) } });
    const [curl, httpie] = await paste([copyAsCurl(sent), copyAsHttpie(sent)]);
    expect(curl?.stdin.toString()).toBe('ü'.repeat(200_000));
    expect(curl?.argv.slice(-2)).toEqual(['--data-binary', '@-']);
    expect(httpie?.stdin.toString()).toBe('ü'.repeat(200_000));
    expect(httpie?.argv).not.toContain('--ignore-stdin');
  });

  test('calls no body a form that was not called one, and leaves headers without a value', () => {
    expect(copyAsCurl(makeCopy({ headers: [['X-Empty', '']] }))).toContain(`--header 'X-Empty;' \\\n  --header 'Content-Type:'`);
    expect(copyAsCurl(makeCopy({ headers: [], body: { kind: 'none' } }))).not.toContain('Content-Type');
  });

  test('asks for the head only, without the body that curl refuses to send with it', () => {
    const copy = copyAsCurl(makeCopy({ method: 'HEAD' }));
    expect(copy).toMatch(/^# curl sends no body with this method: it is left out\.\ncurl --head 'http/);
    expect(copy).not.toContain('--data');
    expect(copyAsCurl(makeCopy({ method: 'HEAD', body: { kind: 'none' } }))).toMatch(/^curl --head 'http/);
  });

  test('is sent by the real curl, where there is one, byte for byte', async (context) => {
    const receiver = await createReceiver();
    try {
      await runProcess('curl', ['--version'], '').catch(() => context.skip());
      const odd = makeCopy({
        url: `${receiver.url}/a/../[b]{c}?d='e'`,
        headers: [
          ['X-Empty', ''],
          ['X-Latin', 'caf\u00e9'],
          ['X-Twice', '1'],
          ['x-twice', '2'],
        ],
        body: { kind: 'text', text: `@it's \n\n` },
      });
      const binary = makeCopy({ url: `${receiver.url}/bytes`, headers: [], body: { kind: 'bytes', base64: 'AP+ACg==' } });
      await runProcess('/bin/sh', [], [odd, binary].map(copyAsCurl).join('\n').replaceAll('curl ', 'curl --silent '));
      const [first, second] = await receiver.waitForRequests(2);
      expect([first?.method, first?.url]).toEqual(['POST', `/a/../[b]{c}?d='e'`]);
      expect(first?.headers).toEqual(expect.arrayContaining([...odd.headers]));
      expect(first?.header('content-type')).toBeUndefined();
      expect(first?.body.toString()).toBe(`@it's \n\n`);
      expect([...(second?.body ?? [])]).toEqual([0, 255, 128, 10]);
    } finally {
      await receiver.close();
    }
  });
});

describe('a request copied for HTTPie', () => {
  test('reads well', () => {
    expect(copyAsHttpie(makeCopy())).toBe(
      [
        `http --ignore-stdin 'POST' 'http://localhost:3000/hook' \\`,
        `  'Content-Type:application/json' \\`,
        `  --raw='{"a":1}'`,
      ].join('\n'),
    );
  });

  test('reaches HTTPie through a shell as it was, whatever it contains', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (sent) => {
        const runs = await paste(sent.map(copyAsHttpie));
        for (const [index, run] of runs.entries()) {
          const { headers, ...rest } = sent[index] ?? makeCopy();
          // The one thing that HTTPie cannot be told, and about which a remark warns.
          const known = headers.map(([name, value]): [string, string] => [name, takeBackslashes(value)]);
          expectUnderstood(readAsHttpie(run), { ...rest, headers: known });
        }
      }),
      RUNS,
    );
  });

  test('warns of the backslash that HTTPie takes out of a header', () => {
    expect(copyAsHttpie(makeCopy({ headers: [['X-Path', 'C:\\=x']] }))).toMatch(/^# HTTPie takes the backslash out of a header/);
    for (const value of ['C:\\dir', 'C:\\\\=x', '=x'])
      expect(copyAsHttpie(makeCopy({ headers: [['X-Path', value]] }))).toMatch(/^http /);
  });

  test('calls no body JSON that was not called so', () => {
    expect(copyAsHttpie(makeCopy({ headers: [] }))).toContain(`  'Content-Type:' \\\n`);
  });
});
