import { HarnessError } from '../domain/errors.js';
import { hideCredentialsOfUrls } from '../domain/url-credentials.js';
import { describeStack } from './describe-stack.js';
import { toTerminalJson, toTerminalText } from './terminal-text.js';

/** What a failure is for programs (`code`) and for people, and how the process ends because of it. */
export interface Failure {
  code: string;
  message: string;
  hint: string | undefined;
  exitCode: number;
}

/** Anything that is not a HarnessError is a defect of ours. Credentials of the addresses that are named are hidden. */
export function describeError(error: unknown): Failure {
  if (error instanceof HarnessError) {
    const { code, hint, exitCode } = error;
    const shownHint = hint === undefined ? undefined : hideCredentialsOfUrls(hint);
    return { code, message: hideCredentialsOfUrls(error.message), hint: shownHint, exitCode };
  }
  const message = hideCredentialsOfUrls(error instanceof Error ? error.message : String(error));
  if (/^(?:EMFILE|ENFILE)\b/.test(message))
    return { code: 'too_many_files', message, hint: 'Allow more open files: ulimit -n 1024.', exitCode: 1 };
  const hint = 'This is a defect of Paystage. Run it again with PAYSTAGE_DEBUG=1 to see where, and report it.';
  return { code: 'internal', message, hint, exitCode: 1 };
}

/** The failure as it goes to stderr: one JSON line, or `error:` and `hint:` lines. Never a stack, unless PAYSTAGE_DEBUG asks for one. */
export function formatError(error: unknown, isJson: boolean, env: NodeJS.ProcessEnv): string {
  const { code, message, hint } = describeError(error);
  if (isJson) return toTerminalJson(JSON.stringify({ error: { code, message, ...(hint === undefined ? {} : { hint }) } }));
  const lines = [`error: ${toTerminalText(message)}`, ...(hint === undefined ? [] : [`hint: ${toTerminalText(hint)}`])];
  if (env.PAYSTAGE_DEBUG === '1' && error instanceof Error) lines.push(...describeStack(error));
  return hideCredentialsOfUrls(lines.join('\n'));
}
