import type { LogRecord } from '../protocol/records.js';

/** The lane of whoever asks for none. It is always there and its accounts outlive the run. */
export const DEFAULT_LANE = 'default';
/** Bins, accounts and addresses are named after lanes, so a name has no dot, slash or capital. */
export const LANE_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** What the log tells about a lane that is open. The default lane is never told about. */
export interface LaneFacts {
  name: string;
  seed: string | null;
  isRepeatable: boolean;
  createdAtMs: number;
}

/** Brings the lanes up to `record`, in place. Records about other things are skipped. */
export function applyLaneRecord(lanes: Map<string, LaneFacts>, record: LogRecord): void {
  if (record.type === 'lane.created') {
    const { lane: name, seed, isRepeatable, at } = record;
    lanes.set(name, { name, seed, isRepeatable, createdAtMs: Date.parse(at) });
  } else if (record.type === 'lane.disposed') lanes.delete(record.lane);
}

/** True for records after which nothing of their lane is left but its accounts; what disposal does to those is not in the log. */
export function endsLane(record: LogRecord): boolean {
  return record.type === 'stage.reset' || record.type === 'lane.disposed';
}

/** The lane of a record in its JSON text, without parsing all of it where the text begins as the log writes it. */
export function laneOfLine(line: string): string {
  return /^\{"seq":\d+,"at":"[^"\\]*","lane":"([^"\\]*)"/.exec(line)?.[1] ?? (JSON.parse(line) as LogRecord).lane;
}

/** A bin belongs to the lane in front of its first dot; to the default lane when there is no such lane. */
export function laneOfBin(bin: string, isLane: (name: string) => boolean): string {
  const [first = '', rest] = bin.split('.', 2);
  return rest !== undefined && isLane(first) ? first : DEFAULT_LANE;
}
