import type { Header } from '../../protocol/records.js';
import { toTerminalText } from '../terminal-text.js';
import type { GivenBody } from './read-body.js';

/** The same request as a command for a shell, in lines. A body that is no plain text comes from its file, or from stdin. */
export function buildCurl(url: string, headers: readonly Header[], { bytes, file }: GivenBody): string[] {
  const parts = [
    `curl -i ${quote(url)}`,
    ...headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    // Curl adds this one by itself, and some servers wait for it.
    "-H 'Expect:'",
    `--data-binary ${file === null ? quoteBody(bytes) : quote(`@${file}`)}`,
  ];
  return parts.map((part, index) => (index === 0 ? '' : '  ') + part + (index === parts.length - 1 ? '' : ' \\'));
}

function quoteBody(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const isPlain =
    Buffer.from(text).equals(bytes) && toTerminalText(text, Number.POSITIVE_INFINITY) === text && !text.startsWith('@');
  return isPlain ? quote(text) : '@-';
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
