import { quoteForShell } from './quote-for-shell.js';
import { type BodyToCopy, hasHeader, type RequestToCopy } from './request-to-copy.js';
import { formatShellCommand, isPiped } from './shell-command.js';

const BODY_REFUSED = 'curl sends no body with this method: it is left out.';

/** The request as a curl command for a POSIX shell. Like the stage, curl follows no redirect unless told to. */
export function copyAsCurl(request: RequestToCopy): string {
  const { method, url, headers, remarks } = request;
  const isHead = method === 'HEAD';
  const isBodyRefused = isHead && request.body.kind !== 'none';
  const body: BodyToCopy = isBodyRefused ? { kind: 'none' } : request.body;
  const words = [
    `curl ${isHead ? '--head' : `--request ${quoteForShell(method)}`} ${quoteForShell(url)}`,
    // Brackets and braces would be taken for a pattern, dots for steps to be taken out.
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...(/\/\.{1,2}(?=[/?#]|$)/.test(url) ? ['--path-as-is'] : []),
    ...headers.map(([name, value]) => `--header ${quoteForShell(formatHeader(name, value), true)}`),
    ...(request.isChunked && body.kind !== 'none' ? ["--header 'Transfer-Encoding: chunked'"] : []),
    // Without it curl would call any body a form.
    ...(body.kind !== 'none' && !hasHeader(request, 'content-type') ? [`--header 'Content-Type:'`] : []),
    ...(isPiped(body) ? ['--data-binary @-'] : body.kind === 'text' ? [`--data-raw ${quoteForShell(body.text)}`] : []),
  ];
  return formatShellCommand(words, body, isBodyRefused ? [...remarks, BODY_REFUSED] : remarks);
}

/** A header without a value ends in a semicolon; a colon alone would take it away. */
function formatHeader(name: string, value: string): string {
  return value.trim() === '' ? `${name};` : `${name}: ${value}`;
}
