import { readOwn } from '../../../server/reading/read-own.js';
import { showUnseen } from '../format/text.js';
import { describeDeliveryStatus } from '../format/verdict.js';
import type { PaymentStory } from '../state/payment-story.js';
import { buildDeliveryRow, type FindReceived } from './delivery-row.js';
import { buildRecordRow, buildRedirectRow, buildTimerRow } from './record-row.js';
import type { StoryNode } from './story-node.js';
import { buildStoryTree } from './story-tree.js';
import { buildTimeScale } from './time-scale.js';
import type { Timeline, TimelineLink, TimelineRow, TimerTitles } from './timeline.js';

export interface TimelineLimits {
  maxRows: number;
  /** For each delivery. */
  maxAttempts: number;
}

/** More than anybody reads, and what a browser draws at once without a pause. */
export const timelineLimits: TimelineLimits = { maxRows: 250, maxAttempts: 40 };

/** Of the rows that are kept, this share is from the beginning of the story. */
const SHARE_OF_BEGINNING = 0.2;

const findNothing: FindReceived = () => undefined;

/** Lays a story out: rows under their causes, on one axis of time, and no more of them than can be read. */
export function buildTimeline(
  story: Pick<PaymentStory, 'records'> & Partial<Pick<PaymentStory, 'isForgotten'>>,
  findReceived: FindReceived = findNothing,
  titles: TimerTitles = {},
  limits: TimelineLimits = timelineLimits,
): Timeline {
  const { roots, timers } = buildStoryTree(story.records);
  const nodes = flatten(roots);
  const { kept, leftOut } = limitNodes(nodes, limits.maxRows);
  const built = kept.map(({ node, depth }) => buildRow(node, depth, { findReceived, titles, limits }));
  const rows = story.isForgotten ? built.map(forgetRow) : built;
  const ids = new Set(rows.map(({ id }) => id));
  const links = kept.flatMap(({ node }): TimelineLink[] =>
    node.parent && ids.has(node.parent.id) ? [{ from: node.parent.id, to: node.id }] : [],
  );
  return {
    scale: buildTimeScale(listInstants(rows)),
    rows,
    links,
    leftOut,
    waits: [...(story.isForgotten ? [] : timers)].map(([timer, dueAt]) => ({
      timer,
      dueAt,
      text: showUnseen(readOwn(titles, timer) ?? `Timer “${timer}” is due`),
    })),
  };
}

/** Everything that led to a row and everything that came of it, the row itself included. */
export function collectRelated(links: readonly TimelineLink[], id: string): ReadonlySet<string> {
  const related = new Set([id]);
  const follow = (step: (link: TimelineLink) => [seen: string, next: string]) => {
    const open = [id];
    for (let current = open.pop(); current !== undefined; current = open.pop()) {
      for (const link of links) {
        const [seen, next] = step(link);
        if (seen !== current || related.has(next)) continue;
        related.add(next);
        open.push(next);
      }
    }
  };
  follow(({ from, to }) => [to, from]);
  follow(({ from, to }) => [from, to]);
  return related;
}

interface PlacedNode {
  node: StoryNode;
  depth: number;
}

function flatten(roots: readonly StoryNode[]): PlacedNode[] {
  const placed: PlacedNode[] = [];
  const walk = (nodes: readonly StoryNode[], depth: number) => {
    for (const node of nodes) {
      placed.push({ node, depth });
      walk(node.children, depth + 1);
    }
  };
  walk(roots, 0);
  return placed;
}

/** The beginning of the story and, more of it, its end. */
function limitNodes(nodes: readonly PlacedNode[], maxRows: number): { kept: PlacedNode[]; leftOut: Timeline['leftOut'] } {
  if (nodes.length <= maxRows) return { kept: [...nodes], leftOut: null };
  const index = Math.floor(maxRows * SHARE_OF_BEGINNING);
  const kept = [...nodes.slice(0, index), ...nodes.slice(nodes.length - (maxRows - index))];
  return { kept, leftOut: { count: nodes.length - kept.length, index } };
}

interface RowParts {
  findReceived: FindReceived;
  titles: TimerTitles;
  limits: TimelineLimits;
}

function buildRow(node: StoryNode, depth: number, { findReceived, titles, limits }: RowParts): TimelineRow {
  const { content, id } = node;
  switch (content.kind) {
    case 'record':
      return { id, depth, ...buildRecordRow(content.record) };
    case 'timer':
      return { id, depth, ...buildTimerRow(content.record, content.timer, titles) };
    case 'redirect':
      return { id, depth, ...buildRedirectRow(content.records) };
    case 'delivery':
      return { id, depth, ...buildDeliveryRow(content.event, content.delivery, findReceived, limits.maxAttempts) };
  }
}

/** What waited when the stage let go of the payment waits no more. */
function forgetRow(row: TimelineRow): TimelineRow {
  if (!row.delivery) return row;
  return {
    ...row,
    verdict: row.verdict?.tone === 'wait' ? describeDeliveryStatus('forgotten') : row.verdict,
    marks: row.marks.filter(({ shape }) => shape !== 'next'),
    delivery: { ...row.delivery, nextAttemptAt: null },
  };
}

function* listInstants(rows: readonly TimelineRow[]): Generator<number> {
  for (const { marks } of rows) {
    for (const { fromMs, toMs } of marks) {
      yield fromMs;
      if (toMs !== null) yield toMs;
    }
  }
}
