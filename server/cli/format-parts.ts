import type { CapturedBody, JsonObject } from '../protocol/records.js';
import { toTerminalLines, toTerminalText } from './terminal-text.js';

const MAX_BODY_LINES = 5;
const MAX_BODY_CHARS = 200;

/** `0.42` as `0.4 ms`, `17.4` as `17 ms`. */
export function formatMs(ms: number): string {
  return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
}

/** The first lines of a body, safe to print. */
export function formatBody(body: CapturedBody | undefined): string[] {
  if (body === undefined || body.sizeBytes === 0) return [];
  if (body.text === undefined) return [`(${body.sizeBytes} bytes that are not text)`];
  return body.text.trim() === '' ? [] : toTerminalLines(body.text, MAX_BODY_LINES, MAX_BODY_CHARS);
}

/** `{ action: 'pay', card: 'decline' }` as `pay card=decline`. */
export function formatAction(action: JsonObject): string {
  const { action: name, ...rest } = action;
  const details = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return toTerminalText([typeof name === 'string' ? name : 'something', ...details].join(' '), 200);
}
