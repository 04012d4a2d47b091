import { quoteForShell } from './quote-for-shell.js';
import { type BodyToCopy, encodeBase64 } from './request-to-copy.js';

/** One argument may not be longer on Linux (128 KiB with its end); what a shell writes into a pipe may. */
const MAX_ARGUMENT_BYTES = 100_000;
/** Shells wrap nothing, people read: one option per line. */
const NEXT_LINE = ' \\\n  ';

/** True when the body has to come through a pipe. */
export function isPiped(body: BodyToCopy): boolean {
  return body.kind === 'bytes' || (body.kind === 'text' && body.text.length * 3 > MAX_ARGUMENT_BYTES);
}

/** The command as lines to paste: remarks, the body where it comes through a pipe, the program with its words. */
export function formatShellCommand(words: readonly string[], body: BodyToCopy, remarks: readonly string[]): string {
  const base64 = body.kind === 'bytes' ? body.base64 : body.kind === 'text' && isPiped(body) ? encodeBase64(body.text) : null;
  const pipe = base64 === null ? '' : `printf %s ${quoteForShell(base64)} | base64 --decode | `;
  return [...remarks.map((remark) => `# ${remark}`), pipe + words.join(NEXT_LINE)].join('\n');
}
