import fc from 'fast-check';
import { expect, test } from 'vitest';
import { providers } from '../../server/providers/index.js';
import { drawPath, layOutStates, type PlacedState } from '../../ui/src/story/layout-states.js';
import { listEdges, rankStates, type StateGraph } from '../../ui/src/story/rank-states.js';
import { nameMove, readStatePath, readStates } from '../../ui/src/story/read-states.js';
import { makePaymentCreated, makeRecord, makeStatusChanged } from './make-record.js';

const graphs: [string, StateGraph][] = providers.map(({ title, statuses, transitions }) => [
  title,
  { states: Object.keys(statuses), transitions },
]);

const anyGraph = fc
  .integer({ min: 1, max: 9 })
  .chain((count) => {
    const name = fc.integer({ min: 0, max: count - 1 });
    return fc.tuple(fc.constant(count), fc.array(fc.tuple(name, name), { maxLength: 25 }));
  })
  .map(([count, moves]): StateGraph => {
    const transitions: Record<string, string[]> = {};
    for (const [from, to] of moves) transitions[`S${from}`] = [...(transitions[`S${from}`] ?? []), `S${to}`];
    return { states: Array.from({ length: count }, (_, index) => `S${index}`), transitions };
  });

function expectGoodLayout(graph: StateGraph, width: number): void {
  const layout = layOutStates(graph, width);
  expect(layout.states.map(({ name }) => name).sort()).toEqual([...graph.states].sort());
  for (const state of layout.states) {
    expect(state.x).toBeGreaterThanOrEqual(0);
    expect(state.x + state.width).toBeLessThanOrEqual(width + 1e-9);
    expect(state.y + state.height).toBeLessThanOrEqual(layout.height);
    expect(layout.states.filter((other) => other !== state && overlaps(state, other))).toEqual([]);
  }
  const moves = new Set(Object.entries(graph.transitions).flatMap(([from, tos]) => tos.map((to) => nameMove(from, to))));
  expect(new Set(layout.edges.map(({ from, to }) => nameMove(from, to)))).toEqual(moves);
  for (const { points } of layout.edges) {
    expect(points.length).toBeGreaterThan(1);
    for (const [x, y] of points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(layout.height);
    }
  }
}

function overlaps(one: PlacedState, other: PlacedState): boolean {
  return (
    one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height
  );
}

test.each(graphs)('the states of %s fit beside the timeline and on a phone', (_, graph) => {
  expectGoodLayout(graph, 320);
  expectGoodLayout(graph, 352);
});

test.each(graphs)('the states of %s go downwards, but for moves that lead back', (_, graph) => {
  const layout = layOutStates(graph, 320);
  const rowOf = (name: string) => layout.states.find((state) => state.name === name)?.row ?? -1;
  expect(rowOf(graph.states[0] ?? '')).toBe(0);
  for (const { from, to, isBack } of layout.edges) {
    if (isBack) expect(rowOf(to)).toBeLessThanOrEqual(rowOf(from));
    else expect(rowOf(to)).toBeGreaterThan(rowOf(from));
  }
});

test('a retry after a failure is drawn as a way back', () => {
  const graph = {
    states: ['new', 'init', 'failed', 'done'],
    transitions: { new: ['init'], init: ['failed', 'done'], failed: ['init'] },
  };
  expect(rankStates(graph)).toEqual([['new'], ['init'], ['failed', 'done']]);
  expect(listEdges(graph).filter(({ isBack }) => isBack)).toEqual([{ from: 'failed', to: 'init', isBack: true }]);
});

test('a state stands below all that lead to it, as far down as the longest way', () => {
  const graph = { states: ['a', 'b', 'c', 'd'], transitions: { a: ['d', 'b'], b: ['c'], c: ['d'] } };
  expect(rankStates(graph)).toEqual([['a'], ['b'], ['c'], ['d']]);
});

test('any states and moves have a place, loops and islands too', () => {
  fc.assert(fc.property(anyGraph, (graph) => expectGoodLayout(graph, 320)));
});

test('a line with corners stays between them', () => {
  expect(
    drawPath(
      [
        [0, 0],
        [10, 0],
        [10, 30],
      ],
      4,
    ),
  ).toBe('M0 0L6 0Q10 0 10 4L10 30');
  expect(drawPath([])).toBe('');
});

test('the way of a payment is read from its records', () => {
  const records = [makePaymentCreated(1, 'p'), makeStatusChanged(2, 'p', 'paid')];
  const path = readStatePath(records);
  expect(path).toMatchObject({ current: 'paid', outcome: 'succeeded' });
  expect([...path.visited]).toEqual(['created', 'paid']);
  expect(path.moves.has(nameMove('created', 'paid'))).toBe(true);
  const reversed = makeRecord(3, {
    type: 'payment.amended',
    paymentId: 'p',
    text: 'The transfer failed',
    outcome: 'failed',
    data: {},
  });
  expect(readStatePath([...records, reversed])).toMatchObject({ current: 'paid', outcome: 'failed' });
});

test('without the word of a provider the states are those that the payment went through', () => {
  const path = readStatePath([makePaymentCreated(1, 'p'), makeStatusChanged(2, 'p', 'paid')]);
  expect(readStates(undefined, path).graph).toEqual({ states: ['created', 'paid'], transitions: { created: ['paid'] } });
});
