import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import { kindWords } from '../../reading/record-words.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { awaitRecords, type RecordFilter } from './find-records.js';
import { findOwnRecord } from './lane-lookups.js';
import { readWhole } from './read-query.js';
import { jsonObject } from './replies.js';

const MAX_RECORDS = 1_000;
const MAX_WAIT_MS = 30_000;

export const recordControl = [
  defineRoute({
    method: 'GET',
    path: '/records',
    summary: 'The log, oldest first; `newestSeq` is the newest record looked at, to go on after; `lastSeq` the newest of the log',
    query: {
      after: 'only records with a higher seq',
      limit: `at most this many, 1 to ${MAX_RECORDS}, default 100`,
      waitMs: `where there is none yet, wait this long for the first, or until the lane is disposed, 0 to ${MAX_WAIT_MS} real ms, default 0`,
      payment: 'only about the payment of this id',
      type: 'only of these types, with commas between',
    },
    reply: z.object({ records: z.array(jsonObject), newestSeq: z.int(), lastSeq: z.int(), oldestSeq: z.int() }),
    handle: listRecords,
  }),
  defineRoute({
    method: 'GET',
    path: '/records/{seq}',
    summary: 'One record in full',
    reply: jsonObject,
    handle: findOwnRecord,
  }),
];

/** @throws HarnessError `invalid_query`. */
async function listRecords({ engine, query, lane, isLaneGiven, request }: ControlContext) {
  const after = readWhole(query, 'after', 0, Number.MAX_SAFE_INTEGER, 0);
  const limit = readWhole(query, 'limit', 1, MAX_RECORDS, 100);
  const waitMs = readWhole(query, 'waitMs', 0, MAX_WAIT_MS, 0);
  const types = readTypes(query.get('type'));
  const paymentId = query.get('payment');
  const filter: RecordFilter = {
    ...(isLaneGiven && { lane }),
    ...(paymentId !== null && { paymentId }),
    ...(types && { types }),
  };
  const own = isLaneGiven ? engine.lanes.get(lane) : null;
  const left = watchSocket(request);
  try {
    // The record of its disposal ends a wait in a lane only where it fits what is asked for.
    const gone = AbortSignal.any([left.signal, engine.stopping, ...(own ? [own.closing] : [])]);
    const found = await awaitRecords(engine.log, Math.max(after, (own?.firstSeq ?? 1) - 1), limit, filter, { waitMs, gone });
    return { ...found, lastSeq: engine.log.newestSeq, oldestSeq: engine.log.oldestSeq };
  } finally {
    left.end();
  }
}

/** The request itself is over as soon as it is read; whether somebody still waits for the answer, only the socket tells. */
function watchSocket({ socket }: IncomingMessage): { signal: AbortSignal; end(): void } {
  const left = new AbortController();
  const leave = () => left.abort();
  if (socket.destroyed) leave();
  socket.once('close', leave);
  return { signal: left.signal, end: () => socket.off('close', leave) };
}

function readTypes(text: string | null): ReadonlySet<string> | null {
  if (text === null) return null;
  const types = text.split(',').map((name) => name.trim());
  const known = Object.keys(kindWords);
  const wrong = types.find((name) => !known.includes(name));
  if (wrong === undefined) return new Set(types);
  const near = nearestName(wrong, known);
  throw new HarnessError('invalid_query', `There is no record type "${wrong.slice(0, 80)}".`, {
    hint: near ? `Did you mean "${near}"?` : `Known types: ${known.join(', ')}.`,
  });
}
