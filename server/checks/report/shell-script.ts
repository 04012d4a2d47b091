import { isUtf8 } from 'node:buffer';
import type { CapturedRequest } from '../../protocol/records.js';
import type { SigningInShell } from '../../providers/provider.js';
import type { ExplainedSignature } from './explain-signature.js';

/** How the bytes went out, beside what stands in the request. */
export interface Transfer {
  framing?: 'chunked' | undefined;
  cutAfterBytes?: number | undefined;
}

/** A signature that the shell makes anew. */
export interface SignedAnew {
  explained: ExplainedSignature;
  inShell: SigningInShell;
  /** The right secret, which must not stand in the script. */
  secret: string;
}

/** Written by curl itself. */
const OWN_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);
/** Curl adds these by itself, so they are taken out where they were not sent. */
const ADDED_BY_CURL = ['User-Agent', 'Accept', 'Content-Type'];
const CUT_AFTER_SECONDS = 2;

/**
 * The request for a shell, byte for byte: signed at the moment at which it is pasted where the signature can be made anew, else as it was
 * signed then. A body of which the log holds the beginning only cannot be sent again; the script says so.
 */
export function buildScript(request: CapturedRequest, transfer: Transfer, signed: SignedAnew | null): string {
  const { body } = request;
  if (body?.isCut)
    return `# Of the ${body.sizeBytes} bytes of this body the log holds the beginning only, so it cannot be sent again from here.`;
  if (!signed)
    return writeCurl(
      request,
      transfer,
      request.headers.map(([, value]) => quote(value)),
    );
  const { explained, inShell, secret } = signed;
  const { secretVariable, now, shift, signature } = inShell;
  const values = request.headers.map(([, value], index) => {
    const found = explained.values[index];
    if (found?.kind === 'signature')
      return found.length === undefined ? '"$signature"' : `"$(printf %.${found.length}s "$signature")"`;
    if (found?.kind === 'timestamp') return found.shift === 0 ? '"$timestamp"' : `"${shift(found.shift)}"`;
    return quote(value);
  });
  const isSentAsSigned = explained.body.equals(readBytes(request));
  const lines = [
    `: "\${${secretVariable}:?set it to the secret that your app has; npx paystage env prints that of the stage}"`,
    `secret=${nameKey(explained.key, secret, secretVariable)}`,
    `timestamp=$(${now})`,
    ...(explained.offsetSeconds === 0 ? [] : [`timestamp=${shift(explained.offsetSeconds)}`]),
    `signed() { ${printBytes(explained.body)}; }`,
    `signature=$(${signature})`,
    writeCurl(request, transfer, values, isSentAsSigned ? 'signed' : undefined),
  ];
  // In a shell of its own: nothing is left behind, and a missing secret ends nothing else.
  return ['(', ...lines.map((line) => `  ${line}`), ')'].join('\n');
}

function writeCurl(request: CapturedRequest, transfer: Transfer, values: readonly string[], printer?: string): string {
  const { method, url, headers } = request;
  const bytes = readBytes(request);
  const hasBody = bytes.length > 0;
  const names = headers.map(([name]) => name.toLowerCase());
  const parts = [
    ...(method === 'HEAD' ? ['-I'] : method === 'POST' && hasBody ? [] : [`-X ${quote(method)}`]),
    ...headers.flatMap(([name], index) =>
      OWN_HEADERS.has(name.toLowerCase()) ? [] : [writeHeader(name, values[index] ?? "''")],
    ),
    ...ADDED_BY_CURL.filter((name) => !names.includes(name.toLowerCase()) && (hasBody || name !== 'Content-Type')).map(
      (name) => `-H '${name}:'`,
    ),
    ...(transfer.framing ? ["-H 'Transfer-Encoding: chunked'"] : []),
    ...(transfer.cutAfterBytes === undefined ? [] : [`-H 'Content-Length: ${bytes.length}'`, `--max-time ${CUT_AFTER_SECONDS}`]),
    ...(hasBody ? ['--data-binary @-'] : []),
  ];
  const command = [`curl -i${/[[\]{}]/.test(url) ? ' -g' : ''} ${quote(url)}`, ...parts].join(' \\\n  ');
  if (!hasBody) return command;
  const print = printer ?? printBytes(bytes);
  return `${print}${transfer.cutAfterBytes === undefined ? '' : ` | head -c ${transfer.cutAfterBytes}`} | ${command}`;
}

/** @param value as a word of the shell. */
function writeHeader(name: string, value: string): string {
  // An empty header is not sent unless it is written so.
  if (value === "''") return `-H ${quote(`${name};`)}`;
  return value.startsWith('"') ? `-H "${name}: ${value.slice(1)}` : `-H ${quote(`${name}: `).slice(0, -1)}${value.slice(1)}`;
}

/** A key that is the end of the right one is cut out of it, so that the script holds no part of it. */
function nameKey(key: string, secret: string, variable: string): string {
  if (key === secret) return `$${variable}`;
  if (key !== '' && secret.endsWith(key)) return `\${${variable}#${secret.slice(0, -key.length)}}`;
  return quote(key);
}

/** Whole, because of a body that is cut there is no script. */
export function readBytes({ body }: CapturedRequest): Buffer {
  return body?.text === undefined ? Buffer.from(body?.base64 ?? '', 'base64') : Buffer.from(body.text);
}

/** What a terminal or a report would show in another way, or act on when it is pasted. */
const UNSEEN = /[^\P{C}\n]|\p{Zl}|\p{Zp}/u;

function printBytes(bytes: Buffer): string {
  const text = bytes.toString();
  const isPlain = isUtf8(bytes) && !UNSEEN.test(text);
  return isPlain ? `printf %s ${quote(text)}` : `printf %s ${quote(bytes.toString('base64'))} | base64 -d`;
}

export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
