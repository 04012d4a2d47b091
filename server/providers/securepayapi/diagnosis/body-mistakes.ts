import type { CauseId, Mistake } from './mistake.js';
import {
  escapeAsPhp,
  escapeBeyondAscii,
  indent,
  quoteWhole,
  reserialise,
  sortKeys,
  spaceOut,
  writeAsForm,
  writeAsGo,
  writeAsJavaMap,
  writeAsPythonDict,
} from './rewritten-json.js';

const RAW = 'the bytes that are sent have to be signed, as they are.';

type Form = (body: Buffer) => Buffer | string | null;

/** Other bytes than those that were sent. */
export const bodyMistakes: readonly Mistake[] = [
  define('body-reserialised', 'reserialised-body', 'parsed and written anew', reserialise),
  define('body-escaped', 'reserialised-body', 'parsed and written anew with everything beyond ASCII escaped', escapeBeyondAscii),
  define('body-php', 'reserialised-body', 'parsed and written anew as PHP writes it, with slashes escaped', escapeAsPhp),
  define('body-sorted', 'sorted-keys', 'written anew with its keys sorted', sortKeys),
  define('body-go', 'sorted-keys', 'written anew as Go writes a map, with its keys sorted', writeAsGo),
  define('body-pretty-2', 'pretty-printed', 'written anew with line breaks and two blanks of indentation', indent(2)),
  define('body-pretty-4', 'pretty-printed', 'written anew with line breaks and four blanks of indentation', indent(4)),
  define('body-pretty-tab', 'pretty-printed', 'written anew with line breaks and tabs', indent('\t')),
  define('body-python', 'pretty-printed', 'written anew as Python writes it, with blanks after commas and colons', spaceOut()),
  define(
    'body-python-unicode',
    'pretty-printed',
    'written anew with blanks after commas and colons',
    spaceOut({ keepUnicode: true }),
  ),
  define(
    'body-python-sorted',
    'sorted-keys',
    'written anew as Python writes it, with its keys sorted and blanks after commas and colons',
    spaceOut({ isSorted: true }),
  ),
  define('body-quoted', 'reserialised-body', 'taken as a text and written as one JSON string', quoteWhole),
  define('body-form', 'reserialised-body', 'turned into form fields', writeAsForm),
  define('body-read-as-form', 'reserialised-body', 'read as form fields and written as JSON', (body) =>
    JSON.stringify(Object.fromEntries(new URLSearchParams(body.toString('utf8')))),
  ),
  define('body-buffer-json', 'reserialised-body', 'kept as a Buffer and written as JSON, which gives a list of bytes', (body) =>
    JSON.stringify(body),
  ),
  define(
    'body-byte-list',
    'reserialised-body',
    'kept as bytes and turned into a text, which gives their numbers with commas',
    (body) => [...body].join(','),
  ),
  define(
    'body-python-dict',
    'reserialised-body',
    'parsed and turned into a text as Python does, with single quotes',
    writeAsPythonDict,
  ),
  define(
    'body-python-bytes',
    'reserialised-body',
    "kept as bytes and turned into a text as Python does, with b'' around it",
    (body) => asText(body, (text) => `b'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`),
  ),
  define('body-java-map', 'reserialised-body', 'parsed and turned into a text as Java does, with equals signs', writeAsJavaMap),
  define('body-with-newline', 'changed-body', 'given a line break at its end', (body) =>
    Buffer.concat([body, Buffer.from('\n')]),
  ),
  define('body-with-crlf', 'changed-body', 'given a Windows line break at its end', (body) =>
    Buffer.concat([body, Buffer.from('\r\n')]),
  ),
  define('body-trimmed', 'changed-body', 'trimmed', (body) => asText(body, (text) => text.trim())),
  define('body-to-crlf', 'changed-body', 'given Windows line breaks', (body) =>
    asText(body, (text) => text.replace(/\r?\n/g, '\r\n')),
  ),
  define('body-to-lf', 'changed-body', 'stripped of its carriage returns', (body) =>
    asText(body, (text) => text.replaceAll('\r', '')),
  ),
  define('body-without-bom', 'changed-body', 'stripped of its byte order mark', (body) =>
    asText(body, (text) => text.replace(/^\ufeff/, '')),
  ),
  define('body-with-bom', 'changed-body', 'given a byte order mark', (body) => asText(body, (text) => `\ufeff${text}`)),
  define('body-composed', 'changed-body', 'normalised (Unicode NFC)', (body) => asText(body, (text) => text.normalize('NFC'))),
  define('body-decomposed', 'changed-body', 'normalised (Unicode NFD)', (body) => asText(body, (text) => text.normalize('NFD'))),
  define('body-base64', 'changed-body', 'encoded in base64', (body) => body.toString('base64')),
  define('body-hex', 'changed-body', 'encoded in hex', (body) => body.toString('hex')),
  define('body-latin1', 'wrong-text-encoding', 'taken as Latin-1; its UTF-8 bytes have to be signed', (body) =>
    asText(body, (text) => Buffer.from(text, 'latin1')),
  ),
  define('body-read-as-latin1', 'wrong-text-encoding', 'read as Latin-1 and signed as UTF-8', (body) => body.toString('latin1')),
  define('body-ascii', 'wrong-text-encoding', 'taken as ASCII, with a question mark for every other character', (body) =>
    asText(body, (text) => text.replace(/[^\0-\x7f]/gu, '?')),
  ),
  define('body-utf16', 'wrong-text-encoding', 'taken as UTF-16', (body) => asText(body, (text) => Buffer.from(text, 'utf16le'))),
  ...(
    [
      ['empty', '', 'empty'],
      ['undefined', 'undefined', 'the word "undefined"'],
      ['empty-object', '{}', '{}'],
      ['object-object', '[object Object]', '"[object Object]"'],
      ['null', 'null', 'the word "null"'],
      ['none', 'None', 'the word "None"'],
      ['promise', '[object Promise]', '"[object Promise]", which nobody waited for'],
      ['stream', '[object ReadableStream]', '"[object ReadableStream]"'],
      ['array-buffer', '[object ArrayBuffer]', '"[object ArrayBuffer]"'],
      ['array', 'Array', 'the word "Array", which PHP makes of one'],
      ['quotes', '""', 'an empty JSON text'],
    ] as const
  ).map(
    ([name, value, words]): Mistake => ({
      id: `body-${name}`,
      cause: 'body-parser-missing',
      step: 'body',
      sentence: `What was signed as the body is ${words}: it was not read yet, or was read by something else before.`,
      habit: `has not read the body and signs ${words} in its place`,
      change: { body: () => Buffer.from(value) },
    }),
  ),
];

function define(id: string, cause: CauseId, what: string, form: Form): Mistake {
  const advice = what.includes(';') ? '.' : `; ${RAW}`;
  const body = (bytes: Buffer): Buffer | null => {
    const formed = form(bytes);
    return typeof formed === 'string' ? Buffer.from(formed, 'utf8') : formed;
  };
  const sentence = `The body was ${what}${advice}`;
  return { id, cause, step: 'body', sentence, habit: `signs the body ${what.split(';')[0]}`, change: { body } };
}

function asText(body: Buffer, change: (text: string) => string | Buffer): string | Buffer {
  return change(body.toString('utf8'));
}
