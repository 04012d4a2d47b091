import { z } from 'zod';
import { nearestName } from '../../domain/nearest.js';

/** One of several words of an action; any other is refused with what is possible and the nearest word. */
export function defineChoice<const Word extends string>(what: string, words: readonly Word[]) {
  return z.enum(words, { error: ({ input }) => explainUnknown(what, input, words) });
}

/** The same for the `action` of a union, which reports its whole input when no member matches. */
export function explainUnknownAction(actions: readonly string[]): { error: (issue: { input?: unknown }) => string } {
  return { error: ({ input }) => explainUnknown('action', readAction(input), actions) };
}

function explainUnknown(what: string, input: unknown, known: readonly string[]): string {
  const problem = input === undefined ? `${what} is missing` : `SecPaid has no ${what} ${JSON.stringify(input)}`;
  const nearest = typeof input === 'string' ? nearestName(input, known) : undefined;
  return `${problem}; possible: ${known.join(', ')}${nearest ? `; did you mean "${nearest}"?` : ''}`;
}

function readAction(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'action' in input ? input.action : undefined;
}
