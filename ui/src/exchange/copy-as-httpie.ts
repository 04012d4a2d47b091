import { quoteForShell } from './quote-for-shell.js';
import { hasHeader, type RequestToCopy } from './request-to-copy.js';
import { formatShellCommand, isPiped } from './shell-command.js';

const LOSES_BACKSLASH = /\\[:;=@]/;

/** The request as an HTTPie command for a POSIX shell. */
export function copyAsHttpie(request: RequestToCopy): string {
  const { method, url, headers, body } = request;
  const words = [
    `http ${isPiped(body) ? '' : '--ignore-stdin '}${quoteForShell(method)} ${quoteForShell(url)}`,
    ...(/\/\.{1,2}(?=[/?#]|$)/.test(url) ? ['--path-as-is'] : []),
    ...headers.map(([name, value]) => quoteForShell(formatHeader(name, value), true)),
    // Without it HTTPie would call any body JSON.
    ...(body.kind !== 'none' && !hasHeader(request, 'content-type') ? [quoteForShell('Content-Type:')] : []),
    ...(body.kind === 'text' && !isPiped(body) ? [`--raw ${quoteForShell(body.text)}`] : []),
  ];
  const remarks = headers.some(([, value]) => LOSES_BACKSLASH.test(value))
    ? ['HTTPie takes the backslash out of a header where a colon, semicolon, equals or at sign follows it.']
    : [];
  return formatShellCommand(words, body, [...request.remarks, ...remarks]);
}

/** A value that begins with `=` or `@` would make it something else than a header; an empty one is marked by a semicolon. */
function formatHeader(name: string, value: string): string {
  if (value.trim() === '') return `${name};`;
  return `${name}:${/^[=@]/.test(value) ? '\\' : ''}${value}`;
}
