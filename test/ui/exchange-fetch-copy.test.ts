import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { copyAsFetch } from '../../ui/src/exchange/copy-as-fetch.js';
import type { RequestToCopy } from '../../ui/src/exchange/request-to-copy.js';
import { createReceiver, type ReceivedRequest, type Receiver } from '../support/receiver.js';
import { runProcess } from '../support/run-process.js';

/** Each run is a process of many cases; looking for the smallest case that fails would be many processes. */
const RUNS = { numRuns: 5, endOnFailure: true };
/** What Node adds by itself. */
const OWN_HEADERS =
  /^(host|connection|content-length|accept|accept-language|accept-encoding|sec-fetch-mode|user-agent|transfer-encoding)$/;

let receiver: Receiver;
beforeAll(async () => {
  receiver = await createReceiver({ status: 302, headers: { Location: '/elsewhere' } });
});
beforeEach(() => receiver.clear());
afterAll(() => receiver.close());

/** Evaluates all of them in one Node, one after the other. */
async function evaluate(copies: readonly string[]): Promise<readonly ReceivedRequest[]> {
  const program = copies.map((copy) => `{\n${copy}\n}\n`).join('');
  await runProcess(process.execPath, ['--input-type=module'], program);
  return receiver.requests;
}

const makeCopy = (overrides: Partial<RequestToCopy> = {}): RequestToCopy => ({
  method: 'POST',
  url: 'http://localhost:3000/hook',
  headers: [['Content-Type', 'application/json']],
  body: { kind: 'text', text: '{"a":1}' },
  remarks: [],
  ...overrides,
});

const textPart = fc.oneof(
  fc.constantFrom(...'\'"`\\$', '\n', '\r\n', '\u0000', '\u2028', '\u202e', '$1', '*/', '//', '@', '-', '😀', '日本'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const text = fc.array(textPart, { minLength: 1, maxLength: 10 }).map((parts) => parts.join(''));
const headerValue = fc
  .array(fc.constantFrom(...'\'"`$\\,;= @-', 'é', '\u00ff', '\u0080', 'a'), { maxLength: 8 })
  .map((parts) => parts.join('').trim());
const headerName = fc.constantFrom('X-Note', 'x-note', 'Content-Type', 'Cookie', "X-'Quote`", 'Authorization', 'X-Signature');
const request = fc.record({
  method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'GET'),
  path: fc.array(fc.constantFrom(..."'$`!&;=%é日/?"), { maxLength: 8 }).map((parts) => `/${parts.join('')}`),
  headers: fc.uniqueArray(fc.tuple(headerName, headerValue), { maxLength: 4, selector: ([name]) => name }),
  body: fc.oneof(
    fc.constant({ kind: 'none' as const }),
    text.map((value) => ({ kind: 'text' as const, text: value })),
    fc
      .uint8Array({ minLength: 1, maxLength: 40 })
      .map((bytes) => ({ kind: 'bytes' as const, base64: Buffer.from(bytes).toString('base64') })),
  ),
});

test('reads well', () => {
  expect(copyAsFetch(makeCopy({ remarks: ['The log keeps only the beginning of the body.'] }))).toBe(`\
// The log keeps only the beginning of the body.
await fetch("http://localhost:3000/hook", {
  method: "POST",
  headers: [
    ["Content-Type", "application/json"],
  ],
  body: "{\\"a\\":1}",
  redirect: 'manual',
});`);
});

test('sends in Node what was sent: method, headers and bytes, and follows no redirect', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 40, size: 'max' }), async (sent) => {
      receiver.clear();
      const copies = sent.map(({ path, ...rest }) => copyAsFetch({ ...rest, url: receiver.url + path, remarks: [] }));
      const received = await evaluate(copies);
      expect(received).toHaveLength(sent.length);
      for (const [index, { method, path, headers, body }] of sent.entries()) {
        const got = received[index];
        const { pathname, search } = new URL(receiver.url + path);
        expect([got?.method, got?.url]).toEqual([method, pathname + search]);
        for (const [name] of headers) expect(got?.header(name)).toBe(joinValues(headers, name).trim());
        const names = new Set(headers.map(([name]) => name.toLowerCase()));
        const others = got?.headers.map(([name]) => name.toLowerCase()).filter((name) => !names.has(name));
        expect(others?.filter((name) => !OWN_HEADERS.test(name))).toEqual([]);
        const bytes =
          body.kind === 'text' ? Buffer.from(body.text) : Buffer.from(body.kind === 'bytes' ? body.base64 : '', 'base64');
        expect(got?.body.toString('hex')).toBe(method === 'GET' ? '' : bytes.toString('hex'));
      }
    }),
    RUNS,
  );
});

test('says so where fetch sends no body', () => {
  const copy = copyAsFetch(makeCopy({ method: 'GET' }));
  expect(copy).toMatch(/^\/\/ fetch sends no body with this method: it is left out\.\n/);
  expect(copy).not.toContain('body:');
  expect(copyAsFetch(makeCopy({ method: 'GET', body: { kind: 'none' } }))).toMatch(/^await fetch/);
});

test('hides nothing from whoever reads it', () => {
  const copy = copyAsFetch(makeCopy({ body: { kind: 'text', text: 'a\u202eb\u0000\u200b\u2028\u007f\u{e0041}' } }));
  expect(copy).toContain('body: "a\\u202eb\\u0000\\u200b\\u2028\\u007f\\udb40\\udc41"');
});

function joinValues(headers: readonly (readonly [string, string])[], name: string): string {
  return headers
    .filter(([other]) => other.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value)
    .join(', ');
}
