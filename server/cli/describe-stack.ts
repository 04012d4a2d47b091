import { hideCredentialsOfUrls } from '../domain/url-credentials.js';
import { toTerminalLines } from './terminal-text.js';

const MAX_LINES = 200;
const MAX_LINE_CHARS = 2_000;

/** Where an error comes from, and what caused it, line by line. Its message may quote what came over the wire, so each line is made safe to print. */
export function describeStack(error: Error): string[] {
  const { stack, cause } = error;
  const text = `${stack ?? ''}${cause instanceof Error ? `\ncaused by ${cause.stack ?? cause.message}` : ''}`;
  return toTerminalLines(hideCredentialsOfUrls(text), MAX_LINES, MAX_LINE_CHARS);
}
