import fc from 'fast-check';
import { buildRequestToCopy, type RequestToCopy } from '../../ui/src/exchange/request-to-copy.js';
import { makeRequest, toTextBody } from './make-exchange.js';

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
/** Any request that a page may have to copy. */
export const anyRequest: fc.Arbitrary<RequestToCopy> = fc.record({
  method: fc.constantFrom('POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
  url: path,
  headers: fc.array(fc.tuple(headerName, headerValue), { maxLength: 4 }),
  body,
  remarks: fc.subarray([
    'Credentials are masked as in the log: put the real ones in their place.',
    'The log keeps only the start.',
  ]),
});
