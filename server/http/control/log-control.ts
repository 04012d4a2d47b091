import { z } from 'zod';
import { HarnessError } from '../../domain/errors.js';
import type { Engine } from '../../engine/engine.js';
import type { EventLog } from '../../log/event-log.js';
import { Download, defineRoute } from './control-route.js';
import { explanationView } from './provider-replies.js';

/** Large enough to be quick, small enough that a reader who stops holds up next to nothing. */
const PIECE_LENGTH = 262_144;
const FORMAT = 1;

export const logControl = [
  defineRoute({
    method: 'GET',
    path: '/log',
    summary: 'The whole log as a file, one JSON value per line: a line about the log itself, then every record, oldest first',
    reply: z.string(),
    replyType: 'application/x-ndjson',
    async handle({ engine: { log }, version }) {
      const exportedAt = new Date().toISOString();
      // As the live page, a file shows what would survive a crash; while the disk refuses writes, everything.
      await log.durable(log.newestSeq).catch(() => {});
      const head = JSON.stringify({ paystage: 'log', format: FORMAT, version, logId: log.logId, exportedAt });
      return new Download(`paystage-${log.logId}-${exportedAt.slice(0, 10)}.jsonl`, writeLog(head, log));
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/records/{seq}/explanation',
    summary: 'How what an attempt or a resend sent came about, and how the app checks it, step by step',
    reply: explanationView,
    handle: ({ engine, params }) => explain(engine, Number(params.seq)),
  }),
];

async function* writeLog(head: string, log: EventLog): AsyncGenerator<string> {
  let piece = `${head}\n`;
  for await (const lines of log.read(0)) {
    for (const line of lines) {
      piece += `${line}\n`;
      if (piece.length < PIECE_LENGTH) continue;
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}

/** @throws HarnessError `unknown_record`, `nothing_to_explain`, `unknown_payment`, all 404. */
async function explain(engine: Engine, seq: number) {
  const record = await engine.log.get(seq);
  if (!record) throw new HarnessError('unknown_record', `There is no record ${seq}.`, { status: 404 });
  return engine.explain(record);
}
