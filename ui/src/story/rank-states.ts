import { readOwn } from '../../../server/reading/read-own.js';

/** The states of a payment and the moves between them, as a provider declares them. */
export interface StateGraph {
  /** The first one is where every payment begins. */
  states: readonly string[];
  transitions: Readonly<Record<string, readonly string[]>>;
}

export interface StateEdge {
  from: string;
  to: string;
  /** True for a move that leads back to where the payment has been. */
  isBack: boolean;
}

/** More beside each other could not be read on a phone. */
const MAX_PER_ROW = 3;

/** Every move once, those that lead back marked as such. */
export function listEdges({ states, transitions }: StateGraph): StateEdge[] {
  const known = new Set(states);
  const edges: StateEdge[] = [];
  const visited = new Set<string>();
  const path = new Set<string>();
  const visit = (from: string) => {
    visited.add(from);
    path.add(from);
    for (const to of new Set(readOwn(transitions, from) ?? [])) {
      if (!known.has(to)) continue;
      edges.push({ from, to, isBack: path.has(to) });
      if (!visited.has(to)) visit(to);
    }
    path.delete(from);
  };
  for (const state of states) if (!visited.has(state)) visit(state);
  return edges;
}

/** Rows from top to bottom: each state below all that lead to it, as far from the first one as the longest way is. */
export function rankStates(graph: StateGraph, edges: readonly StateEdge[] = listEdges(graph)): string[][] {
  const distances = new Map<string, number>();
  const distanceOf = (state: string): number => {
    const known = distances.get(state);
    if (known !== undefined) return known;
    const before = edges.filter(({ to, isBack }) => to === state && !isBack);
    const distance = before.length === 0 ? 0 : 1 + Math.max(...before.map(({ from }) => distanceOf(from)));
    distances.set(state, distance);
    return distance;
  };
  const layers: string[][] = [];
  for (const state of new Set(graph.states)) {
    const distance = distanceOf(state);
    const layer = layers[distance] ?? [];
    layers[distance] = [...layer, state];
  }
  return layers.filter(Boolean).flatMap(divide);
}

function divide(layer: readonly string[]): string[][] {
  const rows = Math.ceil(layer.length / MAX_PER_ROW);
  const size = Math.ceil(layer.length / rows);
  return Array.from({ length: rows }, (_, row) => layer.slice(row * size, (row + 1) * size));
}
