import { HarnessError } from '../domain/errors.js';
import type { Judgement } from './judgement.js';

/** Tries regular expressions that somebody has written on texts that an app has sent, for one judgement. */
export interface Expressions {
  /** Everything that `judge` tries has to end within its time. @throws ExpressionLimitError when it does not, and whatever `judge` throws. */
  inTime<Result>(judge: () => Result): Result;
  /** To be called within `inTime`. @param path the field that is looked at. @throws ExpressionLimitError for a text that is too long. @throws HarnessError `invalid_expression`. */
  test(source: string, text: string, path: string): boolean;
}

/** An expression could not be tried to its end: the text decides how long that takes. */
export class ExpressionLimitError extends Error {}

/** @param path the field that it is for. @throws HarnessError `invalid_expression`. */
export function readExpression(source: string, path: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).replace(/^Invalid regular expression: .*: /s, '');
    throw new HarnessError('invalid_expression', `${path}: "${source.slice(0, 200)}" is no regular expression: ${why}.`, {
      hint: 'A character that is meant as it is, such as ( or ?, is written with a \\ before it; { contains: text } takes any text.',
      exitCode: 2,
      cause,
    });
  }
}

/** What cannot be tried to its end is not met: no test waits for it for ever. @throws any other error. */
export function judgeUntried(error: unknown, expected: string): Judgement {
  if (!(error instanceof ExpressionLimitError)) throw error;
  return { isMet: false, expected, seen: `not found out: ${error.message}`, nearest: null };
}
