import type { HarnessOptions } from './index.js';
import type { Redactor } from './log/redact.js';

type Notice = Parameters<NonNullable<HarnessOptions['onNotice']>>[0];

/** A notice without known secrets: it and its error may quote what was sent. */
export function maskNotice({ level, message, detail }: Notice, redact: Pick<Redactor, 'maskText'>): Notice {
  return { level, message: redact.maskText(message), ...(detail === undefined ? {} : { detail: maskError(detail, redact) }) };
}

function maskError(error: unknown, redact: Pick<Redactor, 'maskText'>, isCause = false): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? redact.maskText(error) : error;
  const { cause } = error;
  // Not the cause of the cause: a chain of errors may lead back to its beginning.
  const hasCause = cause !== undefined && !isCause;
  const shown = new Error(redact.maskText(error.message), hasCause ? { cause: maskError(cause, redact, true) } : {});
  shown.name = error.name;
  if ('code' in error && typeof error.code === 'string') Object.assign(shown, { code: error.code });
  shown.stack = redact.maskText(error.stack ?? '');
  return shown;
}
