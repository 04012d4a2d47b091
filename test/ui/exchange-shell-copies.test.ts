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
import { makeRequest, toBinaryBody, toTextBody } from './make-exchange.js';

/** Stands where curl and HTTPie would: writes down every argument, ended by NUL, and everything on its standard input. */
const STAND_IN = `#!/bin/sh
printf '%s\\0' "$@" >"$CAPTURED/$CASE.argv"
cat >"$CAPTURED/$CASE.stdin"
`;

/** Each run is a shell of many commands; looking for the smallest that fails would be many shells. */
const RUNS = { numRuns: 8, endOnFailure: true };

interface Run {
  /** One character per byte, as HTTP reads its headers. */
  argv: string[];
  stdin: Buffer;
}

/** What a program makes of its arguments. */
interface Understood {
  method: string;
  url: string;
  headers: (readonly [name: string, value: string])[];
  body: Buffer | null;
}

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

/** Reads the arguments as curl's manual says. @throws Error for one that it does not know. */
function readAsCurl({ argv, stdin }: Run): Understood {
  const read: Understood = { method: 'GET', url: '', headers: [], body: null };
  let isGlobOff = false;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--request') read.method = argv[++at] ?? '';
    else if (word === '--head') read.method = 'HEAD';
    else if (word === '--globoff') isGlobOff = true;
    else if (word === '--header') read.headers.push(...readHeaderOfCurl(argv[++at] ?? ''));
    else if (word === '--data-raw') read.body = Buffer.from(argv[++at] ?? '', 'latin1');
    else if (word === '--data-binary' && argv[at + 1] === '@-') [read.body, at] = [stdin, at + 1];
    else if (word.startsWith('http://')) read.url = word;
    else if (word !== '--path-as-is') throw new Error(`curl does not know ${word}`);
  }
  if (read.body && read.method === 'HEAD' && argv.includes('--head')) throw new Error('curl sends no body with --head');
  if (/[[\]{}]/.test(read.url) && !isGlobOff) throw new Error('curl takes brackets for a pattern');
  return read;
}

function readHeaderOfCurl(text: string): (readonly [string, string])[] {
  const [, name = '', mark, value = ''] = /^([^:;]+)([:;])\s*(.*)$/s.exec(text) ?? [];
  // A name and a colon alone take a header away.
  return mark === ';' ? [[name, '']] : value === '' ? [] : [[name, value]];
}

/** Reads the arguments as HTTPie does: all that are no options have to stand together. @throws Error for what it refuses. */
function readAsHttpie({ argv, stdin }: Run): Understood {
  const groups: string[][] = [[]];
  let isStdinIgnored = false;
  let body: Buffer | null = null;
  const end = argv.indexOf('--');
  const options = argv.slice(0, end < 0 ? argv.length : end);
  for (const word of options) {
    if (!word.startsWith('-')) groups.at(-1)?.push(word);
    else if (word === '--ignore-stdin') isStdinIgnored = true;
    else if (word.startsWith('--raw=')) body = Buffer.from(word.slice('--raw='.length), 'latin1');
    else if (word !== '--path-as-is') throw new Error(`HTTPie does not know ${word}`);
    if (word.startsWith('-')) groups.push([]);
  }
  if (end >= 0) groups.push(argv.slice(end + 1));
  const filled = groups.filter((group) => group.length > 0);
  const [[method = '', url = '', ...items] = []] = filled;
  if (filled.length !== 1) throw new Error('HTTPie reads what is no option in one place only');
  return { method, url, headers: items.flatMap(readItem), body: isStdinIgnored ? body : stdin };
}

/** The first separator decides, the longest that stands there; what follows a backslash is none. */
function readItem(item: string): (readonly [string, string])[] {
  const at = item.search(/(?<!\\)[:;=@]/);
  const separator = /^(?::=@|=@|:=|==|:@|[:;=@])/.exec(item.slice(at))?.[0] ?? '';
  const name = item.slice(0, at);
  const value = takeBackslashes(item.slice(at + separator.length));
  if (separator === ';' && value === '') return [[name, '']];
  if (separator !== ':') throw new Error(`HTTPie takes ${item} for something else than a header`);
  return value === '' ? [] : [[name, value]];
}

/** A backslash goes where it keeps what follows from being a separator; before anything else, also another one, it stays. */
function takeBackslashes(text: string): string {
  return text.replaceAll(/\\(.)/gs, (all: string, next: string) => (':;=@'.includes(next) ? next : all));
}

/** What no shell may take for its own, what cannot be seen, and what programs read as an option, a file or another item. */
const tricky = fc.constantFrom(
  ...'\'"`$\\!#&|;<>()*?~%^=@-+:, \t{}[]/'.split(''),
  '$(id)',
  '`id`',
  '$HOME',
  "'\\''",
  '\\n',
  '%s',
  '-X',
  '@/etc/passwd',
);
const textPart = fc.oneof(
  tricky,
  fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\u0000', '\u0007', '\u001b[31m', '\u0085', '\u202e', 'é', '日本', '😀'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const bodyText = fc.array(textPart, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));
const headerName = fc.constantFrom('X-Note', 'x-note', 'Content-Type', 'Cookie', "X-'Quote`", '-X-Dash', 'Accept');
const headerValue = fc
  .array(fc.oneof(tricky, fc.constantFrom('\u0001', '\u007f', '\u0080', 'é', '\u00ff', 'a b')), { maxLength: 8 })
  .map((parts) => parts.join('').trim());
const path = fc
  .array(fc.oneof(fc.constantFrom(..."'`$\\!&;()*~%=@-+:,{}[]?"), fc.constantFrom('/', '/../', '/./', 'é', 'a')), {
    maxLength: 8,
  })
  .map((parts) => `http://localhost:3000/${parts.join('')}`);
const body: fc.Arbitrary<RequestToCopy['body']> = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  bodyText.map((text) => buildRequestToCopy({ request: makeRequest({ body: toTextBody(text) }), isBodyUnknown: false }).body),
  fc
    .uint8Array({ minLength: 1, maxLength: 40 })
    .map((bytes) => ({ kind: 'bytes' as const, base64: Buffer.from(bytes).toString('base64') })),
);
const request: fc.Arbitrary<RequestToCopy> = fc.record({
  method: fc.constantFrom('POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
  url: path,
  headers: fc.array(fc.tuple(headerName, headerValue), { maxLength: 4 }),
  body,
  remarks: fc.subarray([
    'Credentials are masked as in the log: put the real ones in their place.',
    'The log keeps only the start.',
  ]),
});
const requests = fc.array(request, { minLength: 1, maxLength: 25, size: 'max' });

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
      fc.property(request, (sent) => {
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

describe('the request to copy', () => {
  const build = (overrides: Parameters<typeof makeRequest>[0], isBodyUnknown = false) =>
    buildRequestToCopy({ request: makeRequest({ url: 'http://localhost:3000/hook', ...overrides }), isBodyUnknown });

  test('leaves out what the connection writes by itself, but not a host that is another one', () => {
    const connection: [string, string][] = [
      ['Connection', 'keep-alive'],
      ['content-length', '2'],
      ['Transfer-Encoding', 'chunked'],
    ];
    const own: [string, string][] = [
      ['b', '1'],
      ['A', '2'],
      ['b', '3'],
    ];
    expect(build({ headers: [['Host', 'localhost:3000'], ...connection, ...own] }).headers).toEqual(own);
    expect(build({ headers: [['Host', 'shop.test'], ...own] }).headers).toEqual([['Host', 'shop.test'], ...own]);
  });

  test.each([
    ['a masked header', { headers: [['Authorization', 'Bearer sp_secret_…9a3f']] }],
    ['a masked URL', { url: 'http://localhost:3000/hook?key=sp_…9a3f' }],
    ['credentials of the URL', { headers: [['authorization', 'Basic (credentials of the URL)']] }],
    ['a masked body', { body: toTextBody('{"key":"sp_secret_…9a3f"}') }],
  ] as [string, Parameters<typeof makeRequest>[0]][])('says that credentials are masked: %s', (_, overrides) => {
    expect(build(overrides).remarks).toEqual(['Credentials are masked as in the log: put the real ones in their place.']);
  });

  test('does not take an ellipsis in a text for a mask', () => {
    expect(build({ body: toTextBody('{"note":"and so on … until the end"}') }).remarks).toEqual([]);
  });

  test('says what is missing of the body', () => {
    expect(build({ body: { text: 'abc', sizeBytes: 9, isCut: true } }).remarks).toEqual([
      'The log keeps only the beginning of the body.',
    ]);
    expect(build({}, true).remarks).toEqual(['The body is not known here and therefore left out.']);
    expect(build({ body: toBinaryBody(0, 255) }).body).toEqual({ kind: 'bytes', base64: 'AP8=' });
    expect(build({ body: toTextBody('') }).body).toEqual({ kind: 'none' });
  });
});
