import { quoteForShell } from './quote-for-shell.js';
import { hasHeader, type RequestToCopy } from './request-to-copy.js';
import { formatShellCommand, isPiped } from './shell-command.js';

/** A backslash that is not itself what follows another one. */
const LOSES_BACKSLASH = /(?<!\\)(?:\\\\)*\\[:;=@]/;

/** The request as an HTTPie command for a POSIX shell. What is no option stands together: HTTPie reads it in one place only. */
export function copyAsHttpie(request: RequestToCopy): string {
  const { method, url, headers, body } = request;
  const command = [
    'http',
    ...(request.isChunked ? ['--chunked'] : []),
    ...(isPiped(body) ? [] : ['--ignore-stdin']),
    ...(/\/\.{1,2}(?=[/?#]|$)/.test(url) ? ['--path-as-is'] : []),
  ].join(' ');
  const target = `${quoteForShell(method)} ${quoteForShell(url)}`;
  const items = [
    ...headers.map(([name, value]) => quoteForShell(formatHeader(name, value), true)),
    // Without it HTTPie would call any body JSON.
    ...(body.kind !== 'none' && !hasHeader(request, 'content-type') ? [quoteForShell('Content-Type:')] : []),
  ];
  // With `=`, because a body that begins with a dash would be taken for an option.
  const raw = body.kind === 'text' && !isPiped(body) ? [`--raw=${quoteForShell(body.text)}`] : [];
  const words = headers.some(([name]) => name.startsWith('-'))
    ? [command, ...raw, `-- ${target}`, ...items]
    : [`${command} ${target}`, ...items, ...raw];
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
