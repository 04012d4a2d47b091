import { listEdges, rankStates, type StateEdge, type StateGraph } from './rank-states.js';

export type Point = readonly [x: number, y: number];

export interface PlacedState {
  name: string;
  row: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedEdge extends StateEdge {
  /** Corners of the line, from the one state to the other. */
  points: readonly Point[];
}

export interface StateLayout {
  width: number;
  height: number;
  states: readonly PlacedState[];
  edges: readonly PlacedEdge[];
}

type Side = 'left' | 'right';

/** Moves past other states share a lane at the side when they lead to the same state. */
interface Lane {
  side: Side;
  index: number;
}

const STATE_HEIGHT = 28;
const MAX_STATE_WIDTH = 200;
const ROW_GAP = 22;
const COLUMN_GAP = 10;
const LANE_WIDTH = 12;
const MARGIN = 2;
/** Moves leave a state below its middle and arrive above it, so that lines in both directions can be told apart. */
const PORT_OFFSET = 6;

/**
 * Places states in rows, downwards from the first one. A move to the next row is a line between the two; one that passes over rows, or leads
 * back, goes around them at the side.
 */
export function layOutStates(graph: StateGraph, width: number): StateLayout {
  const edges = listEdges(graph);
  const rows = rankStates(graph, edges);
  const rowOf = new Map(rows.flatMap((row, index) => row.map((name) => [name, index] as const)));
  const isDirect = ({ from, to, isBack }: StateEdge) => !isBack && (rowOf.get(to) ?? 0) - (rowOf.get(from) ?? 0) === 1;
  const lanes = assignLanes(
    edges.filter((edge) => !isDirect(edge)),
    rows,
    rowOf,
  );
  const countLanes = (side: Side) => Math.max(0, ...[...lanes.values()].map((lane) => (lane.side === side ? lane.index + 1 : 0)));
  const left = MARGIN + countLanes('left') * LANE_WIDTH;
  const right = width - MARGIN - countLanes('right') * LANE_WIDTH;
  const places = new Map(rows.flatMap((row, index) => placeRow(row, index, left, right)).map((place) => [place.name, place]));
  const laneX = ({ side, index }: Lane) =>
    side === 'left' ? left - (index + 0.5) * LANE_WIDTH : right + (index + 0.5) * LANE_WIDTH;

  const route = (edge: StateEdge): Point[] => {
    const from = places.get(edge.from);
    const to = places.get(edge.to);
    if (!from || !to) return [];
    const lane = lanes.get(laneKey(edge));
    if (!lane || isDirect(edge)) return routeDown(from, to);
    return routeAround(from, to, laneX(lane), lane.side, rows);
  };
  const lines = edges.map((edge) => ({ ...edge, points: route(edge) }));
  // A line may pass above the first row or below the last one.
  const ys = lines.flatMap(({ points }) => points.map(([, y]) => y));
  const top = Math.max(0, MARGIN - Math.min(MARGIN, ...ys));
  const bottom = MARGIN + rows.length * STATE_HEIGHT + Math.max(0, rows.length - 1) * ROW_GAP;
  return {
    width,
    height: top + Math.max(bottom, ...ys) + MARGIN,
    states: [...places.values()].map((state) => ({ ...state, y: state.y + top })),
    edges: lines.map((edge) => ({ ...edge, points: edge.points.map(([x, y]): Point => [x, y + top]) })),
  };
}

function laneKey({ to, isBack }: StateEdge): string {
  return `${isBack ? 'back' : 'on'} ${to}`;
}

function placeRow(row: readonly string[], index: number, left: number, right: number): PlacedState[] {
  const width = Math.min(MAX_STATE_WIDTH, (right - left - (row.length - 1) * COLUMN_GAP) / row.length);
  const taken = row.length * width + (row.length - 1) * COLUMN_GAP;
  const start = left + (right - left - taken) / 2;
  return row.map((name, column) => ({
    name,
    row: index,
    x: start + column * (width + COLUMN_GAP),
    y: MARGIN + index * (STATE_HEIGHT + ROW_GAP),
    width,
    height: STATE_HEIGHT,
  }));
}

/** One lane for each state that is led to, on the side where it is reached more easily; lanes that share no row share a place. */
function assignLanes(
  edges: readonly StateEdge[],
  rows: readonly (readonly string[])[],
  rowOf: ReadonlyMap<string, number>,
): Map<string, Lane> {
  const groups = new Map<string, StateEdge[]>();
  for (const edge of edges) groups.set(laneKey(edge), [...(groups.get(laneKey(edge)) ?? []), edge]);
  const spans = [...groups].map(([key, members]) => {
    const touched = members.flatMap(({ from, to }) => [rowOf.get(from) ?? 0, rowOf.get(to) ?? 0]);
    return { key, members, from: Math.min(...touched), to: Math.max(...touched) };
  });
  spans.sort((one, other) => one.to - one.from - (other.to - other.from));
  const lanes = new Map<string, Lane>();
  const taken: (Lane & { from: number; to: number })[] = [];
  for (const { key, members, from, to } of spans) {
    const options = (['left', 'right'] as const).map((side) => {
      const busy = taken.filter((lane) => lane.side === side && lane.from <= to && lane.to >= from).map(({ index }) => index);
      let index = 0;
      while (busy.includes(index)) index++;
      const ends = new Set(members.flatMap((edge) => [edge.from, edge.to]));
      const detours = [...ends].filter((name) => !isOutermost(name, side, rows)).length;
      return { side, index, cost: detours * 10 + index };
    });
    const best = options.reduce((one, other) => (other.cost < one.cost ? other : one));
    lanes.set(key, { side: best.side, index: best.index });
    taken.push({ side: best.side, index: best.index, from, to });
  }
  return lanes;
}

function isOutermost(name: string, side: Side, rows: readonly (readonly string[])[]): boolean {
  return rows.some((row) => (side === 'left' ? row[0] : row.at(-1)) === name);
}

function routeDown(from: PlacedState, to: PlacedState): Point[] {
  const [startX, endX] = [from.x + from.width / 2, to.x + to.width / 2];
  const middleY = (from.y + from.height + to.y) / 2;
  const start: Point = [startX, from.y + from.height];
  const end: Point = [endX, to.y];
  return startX === endX ? [start, end] : [start, [startX, middleY], [endX, middleY], end];
}

function routeAround(from: PlacedState, to: PlacedState, x: number, side: Side, rows: readonly (readonly string[])[]): Point[] {
  const edgeX = (state: PlacedState) => (side === 'left' ? state.x : state.x + state.width);
  const middleX = (state: PlacedState) => state.x + state.width / 2;
  const fromY = from.y + from.height / 2 + PORT_OFFSET;
  const toY = to.y + to.height / 2 - PORT_OFFSET;
  const below = from.y + from.height + ROW_GAP / 2;
  const above = to.y - ROW_GAP / 2;
  const exit: Point[] = isOutermost(from.name, side, rows)
    ? [
        [edgeX(from), fromY],
        [x, fromY],
      ]
    : [
        [middleX(from), from.y + from.height],
        [middleX(from), below],
        [x, below],
      ];
  const entry: Point[] = isOutermost(to.name, side, rows)
    ? [
        [x, toY],
        [edgeX(to), toY],
      ]
    : [
        [x, above],
        [middleX(to), above],
        [middleX(to), to.y],
      ];
  return [...exit, ...entry];
}

/** The corners as an SVG path with rounded corners. */
export function drawPath(points: readonly Point[], radius = 6): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first[0]} ${first[1]}`;
  for (const [index, corner] of rest.entries()) {
    const before = points[index] ?? first;
    const after = rest[index + 1];
    if (!after) {
      path += `L${corner[0]} ${corner[1]}`;
      continue;
    }
    const [startX, startY] = moveTowards(corner, before, radius);
    const [endX, endY] = moveTowards(corner, after, radius);
    path += `L${startX} ${startY}Q${corner[0]} ${corner[1]} ${endX} ${endY}`;
  }
  return path;
}

function moveTowards([x, y]: Point, [toX, toY]: Point, distance: number): Point {
  const length = Math.hypot(toX - x, toY - y);
  if (length === 0) return [x, y];
  const share = Math.min(0.5, distance / length);
  return [x + (toX - x) * share, y + (toY - y) * share];
}
