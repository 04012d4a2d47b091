import type { Craft } from '../../client/craft.js';
import { HarnessError } from '../../domain/errors.js';
import type { Header, ResendFinished } from '../../protocol/records.js';
import type { DiagnosisProbe, ProbeResult } from '../../providers/provider.js';
import type { Place } from './place.js';

/** A probe with everything that came of it. */
export interface SentProbe extends ProbeResult {
  /** Of the record with everything sent and answered. */
  seq: number;
  latencyMs: number;
  /** Address that answered, such as `127.0.0.1:3000`. */
  remoteAddress: string | null;
  responseHeaders: readonly Header[];
  url: string;
}

/** Half of what a Date header leaves open, in whole seconds. */
const HALF_SECOND_MS = 500;

/**
 * Sends one delivery exactly as the probe says.
 * @throws HarnessError `blocked_target` for an address that is never called.
 */
export async function sendProbe(place: Place, probe: DiagnosisProbe): Promise<SentProbe> {
  const { endpoint } = place;
  const craft: Craft = {
    signing: 'kept',
    headers: probe.headers,
    body: probe.body,
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  return send(place, probe, craft);
}

/** Sends the delivery as the provider does, also one that signs nothing. @throws HarnessError as `sendProbe`. */
export async function sendGenuine(place: Place, endpoint: string): Promise<SentProbe> {
  const { provider, account, event, lane } = place;
  const nowMs = (await lane.clock.now()).getTime();
  const headers = provider.buildAttemptHeaders({ account, event, body: event.body, nowMs });
  const probe = { id: 'genuine', rightFor: 'a receiver that is well', headers, body: event.body };
  return send(place, probe, { signing: 'kept', headers, endpoint });
}

async function send({ lane, deliveryId }: Place, probe: DiagnosisProbe, craft: Craft): Promise<SentProbe> {
  const record = await lane.send(deliveryId, { ...craft, note: `Diagnosis, right for ${probe.rightFor}`.slice(0, 200) });
  if (record.code === 'blocked_target') {
    throw new HarnessError('blocked_target', tellOnly(record.sentence), {
      hint: 'Only this machine and private networks are called; a stage that was started with --allow-target calls that host, too.',
    });
  }
  const { response, location } = record;
  return {
    probe,
    code: record.code,
    status: response?.status ?? null,
    text: response?.body?.text ?? '',
    sentence: tellOnly(record.sentence),
    ...(location === undefined ? {} : { location }),
    clockOffsetMs: readClockOffset(record),
    seq: record.seq,
    latencyMs: record.latencyMs,
    remoteAddress: record.remoteAddress ?? null,
    responseHeaders: response?.headers ?? [],
    url: record.request.url,
  };
}

/** Without the words about resending, as a sentence of its own. */
function tellOnly(sentence: string): string {
  const [first = sentence] = sentence.split(/\. (?:Resent by hand|Edited and resent)/);
  // A host is written as it is: "localhost:3000 did not answer".
  const isHost = /^[^ ]*[.:]/.test(first);
  return `${isHost ? first.charAt(0) : first.charAt(0).toUpperCase()}${first.slice(1)}${first.endsWith('.') ? '' : '.'}`;
}

/** Against the lane's time in the middle of the exchange, because that is what deliveries are stamped with. */
function readClockOffset({ at, latencyMs, response }: { at: string } & ResendFinished): number | null {
  const date = response?.headers.find(([name]) => name.toLowerCase() === 'date')?.[1];
  const theirMs = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(theirMs) ? null : theirMs + HALF_SECOND_MS - (Date.parse(at) - latencyMs / 2);
}
