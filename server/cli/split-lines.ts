import type { Readable } from 'node:stream';
import { HarnessError } from '../domain/errors.js';

/**
 * Lines of a UTF-8 stream that end with a line feed and nothing else: JSON may hold the other line separators as they are.
 * @throws HarnessError `cut_off` when the stream breaks.
 */
export async function* splitLines(source: Readable): AsyncGenerator<string> {
  let rest = '';
  source.setEncoding('utf8');
  try {
    for await (const text of source) {
      const lines = `${rest}${text as string}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (cause) {
    throw refuseCut(cause);
  }
  if (rest !== '') yield rest;
}

/** The connection broke before everything had come. */
export function refuseCut(cause: unknown): HarnessError {
  return new HarnessError('cut_off', 'The connection to the stage broke before the whole log had come.', {
    exitCode: 1,
    hint: 'Run it again; what was written so far is incomplete.',
    cause,
  });
}
