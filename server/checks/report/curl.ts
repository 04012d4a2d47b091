import type { CapturedRequest } from '../../protocol/records.js';

/** Written by curl itself. */
const OWN_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/** The request for a POSIX shell, byte for byte as far as the log holds it. */
export function buildCurl({ method, url, headers, body }: CapturedRequest): string {
  const lines = [`curl -i -g -X ${quote(method)} ${quote(url)}`];
  for (const [name, value] of headers) if (!OWN_HEADERS.has(name.toLowerCase())) lines.push(`-H ${quote(`${name}: ${value}`)}`);
  // Not `--data-binary`: it takes a body that begins with `@` for the name of a file, and sends that.
  if (body?.text !== undefined && body.text !== '') lines.push(`--data-raw ${quote(body.text)}`);
  return lines.join(' \\\n  ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
