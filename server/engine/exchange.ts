import { sayDuration } from '../domain/duration.js';
import { hideCredentials } from '../domain/url-credentials.js';
import type { AttemptReply } from '../domain/verdict.js';
import { captureBody } from '../log/capture.js';
import { MAX_BODY_BYTES } from '../protocol/limits.js';
import type { CapturedResponse } from '../protocol/records.js';
import type { TransportResult } from '../transport/transport.js';
import type { Lane } from './lanes/lane.js';

/** What the wire showed, as the judge wants it. A repeatable lane tells nothing of how busy the machine was. */
export function toReply(result: TransportResult, lane: Pick<Lane, 'isRepeatable'>): AttemptReply {
  if (result.kind === 'failed') {
    const busy = result.busyMs === undefined || lane.isRepeatable ? '' : `; ${sayBusy(result.busyMs)}`;
    return { kind: 'failed', code: result.code, message: result.message + busy };
  }
  const location = findLocation(result);
  return { kind: 'answered', status: result.status, ...(location === undefined ? {} : { location }) };
}

/** The reply as a record keeps it; undefined when there was none. */
export function captureResponse(result: TransportResult, lane: Lane): CapturedResponse | undefined {
  if (result.kind === 'failed') return undefined;
  const { bytes, sizeBytes } = result.body;
  return {
    status: result.status,
    headers: lane.keepHeaders(result.headers),
    ...(sizeBytes === 0 ? {} : { body: captureBody(bytes, MAX_BODY_BYTES, sizeBytes) }),
  };
}

/** The parts of an `attempt.finished` record that tell what went over the wire. @param laneMs what the lane's watch says it took. */
export function describeExchange(result: TransportResult, url: string, lane: Lane, laneMs: number, method = 'POST') {
  const response = captureResponse(result, lane);
  const location = findLocation(result);
  return {
    ...(result.kind === 'failed' && result.hint !== undefined ? { hint: result.hint } : {}),
    latencyMs: roundMs(lane.isRepeatable ? laneMs : result.latencyMs),
    ...(result.remoteAddress === undefined ? {} : { remoteAddress: result.remoteAddress }),
    request: { method, url: hideCredentials(url), headers: result.sentHeaders },
    ...(response === undefined ? {} : { response }),
    ...(location === undefined ? {} : { location }),
  };
}

/** Tenths of a millisecond: what differs below is noise. */
export function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}

function sayBusy(busyMs: number): string {
  return `the harness was busy for ${sayDuration(Math.round(busyMs))} of that time, so it may not be the app's doing`;
}

function findLocation(result: TransportResult): string | undefined {
  return result.kind === 'failed' ? undefined : result.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
}
