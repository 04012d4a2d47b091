import { z } from 'zod';
import { laneOfLine } from '../../domain/lane.js';
import type { EventLog } from '../../log/event-log.js';
import { Download, defineRoute } from './control-route.js';
import { findOwnRecord } from './lane-lookups.js';
import { explanationView } from './provider-replies.js';

/** Large enough to be quick, small enough that a reader who stops holds up next to nothing. */
const PIECE_LENGTH = 262_144;
const FORMAT = 1;

export const logControl = [
  defineRoute({
    method: 'GET',
    path: '/log',
    summary: 'The log as a file, one JSON value per line: a line about the log itself, then every record, oldest first',
    reply: z.string(),
    replyType: 'application/x-ndjson',
    async handle({ engine: { log, lanes }, version, lane, isLaneGiven }) {
      const exportedAt = new Date().toISOString();
      // As the live page, a file shows what would survive a crash; while the disk refuses writes, everything.
      await log.durable(log.newestSeq).catch(() => {});
      const head = JSON.stringify({ paystage: 'log', format: FORMAT, version, logId: log.logId, exportedAt });
      return new Download(
        `paystage-${log.logId}-${exportedAt.slice(0, 10)}.jsonl`,
        writeLog(head, isLaneGiven ? readLane(log, lane, lanes.of(lane).firstSeq) : log.read(0)),
      );
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/records/{seq}/explanation',
    summary: 'How what an attempt or a resend sent came about, and how the app checks it, step by step',
    reply: explanationView,
    handle: async (context) => context.engine.explain(await findOwnRecord(context)),
  }),
];

async function* readLane(log: EventLog, lane: string, firstSeq: number): AsyncGenerator<string[]> {
  for await (const lines of log.read(firstSeq - 1)) yield lines.filter((line) => laneOfLine(line) === lane);
}

async function* writeLog(head: string, batches: AsyncIterable<string[]>): AsyncGenerator<string> {
  let piece = `${head}\n`;
  for await (const lines of batches) {
    for (const line of lines) {
      piece += `${line}\n`;
      if (piece.length < PIECE_LENGTH) continue;
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}
