import type { ProviderView } from '../../../server/http/control/provider-replies.js';
import type { LogRecord, PaymentOutcome } from '../../../server/protocol/records.js';
import type { StateGraph } from './rank-states.js';

type StatusView = ProviderView['statuses'][number];

/** What the records of a payment say about its way through the states. */
export interface StatePath {
  current: string | null;
  outcome: PaymentOutcome | null;
  visited: ReadonlySet<string>;
  /** Moves that were made, each as `from to`. */
  moves: ReadonlySet<string>;
}

export function nameMove(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

/** Reads the way from the records, oldest first. */
export function readStatePath(records: Iterable<LogRecord>): StatePath {
  const visited = new Set<string>();
  const moves = new Set<string>();
  let current: string | null = null;
  let outcome: PaymentOutcome | null = null;
  for (const record of records) {
    // What a status amounts to may change while it stays: a bank transfer arrives.
    if ('outcome' in record && record.outcome !== undefined) outcome = record.outcome;
    if (record.type === 'payment.created') current = record.status;
    else if (record.type === 'payment.status_changed') {
      visited.add(record.from);
      moves.add(nameMove(record.from, record.to));
      current = record.to;
    } else continue;
    visited.add(current);
  }
  return { current, outcome, visited, moves };
}

export interface PaymentStates {
  graph: StateGraph;
  /** By name; what the page was not told is missing. */
  meanings: ReadonlyMap<string, StatusView>;
}

/** The provider's states; without its word (a saved log) those that the payment went through. */
export function readStates(provider: ProviderView | undefined, path: StatePath): PaymentStates {
  if (provider) {
    const graph = { states: provider.statuses.map(({ name }) => name), transitions: provider.transitions };
    return { graph, meanings: new Map(provider.statuses.map((status) => [status.name, status])) };
  }
  const transitions = new Map<string, string[]>();
  for (const move of path.moves) {
    const [from, to] = JSON.parse(move) as [string, string];
    transitions.set(from, [...(transitions.get(from) ?? []), to]);
  }
  return { graph: { states: [...path.visited], transitions: Object.fromEntries(transitions) }, meanings: new Map() };
}
