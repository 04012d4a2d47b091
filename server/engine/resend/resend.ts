import { isUtf8 } from 'node:buffer';
import { HarnessError } from '../../domain/errors.js';
import type { Attempt, Delivery } from '../../domain/payment.js';
import { hideCredentials } from '../../domain/url-credentials.js';
import { judgeResend } from '../../domain/verdict.js';
import { captureBody } from '../../log/capture.js';
import type { EventLog } from '../../log/event-log.js';
import { createRedactor } from '../../log/redact.js';
import type { Header, RecordHead, ResendFinished, ResendMethod, ResendSigning } from '../../protocol/records.js';
import type { Transport } from '../../transport/transport.js';
import { METHODS_WITHOUT_BODY } from '../../transport/transport-request.js';
import { type DeliveryJobParts, findJob } from '../delivery/delivery-job.js';
import { maskReplies } from '../delivery/masked-transport.js';
import { describeExchange, toReply } from '../exchange.js';
import { createBodyWriter, type TransferPlan, tellCut } from '../faults/transfer.js';
import type { Lanes } from '../lanes/lanes.js';
import { buildResendHeaders } from './resend-headers.js';
import { maskExchange } from './resend-mask.js';

/** A delivery as somebody wants it sent; what is not given is taken from the delivery. */
export interface Resend {
  signing: ResendSigning;
  /** Signs in place of the account's secret keys, where `signing` is `other_key`. */
  key?: string;
  endpoint?: string;
  headers?: readonly Header[];
  /** Bytes need not be a text. */
  body?: string | Buffer;
  /** Default POST. Those with which a body means nothing send one only when it is given. */
  method?: ResendMethod;
  framing?: 'chunked';
  /** The connection is reset after so many bytes of the body, before its last one. */
  cutAfterBytes?: number;
  /** Signs as if lane time were so much later; negative: earlier. */
  signedAtOffsetMs?: number;
  note?: string;
  /** Real ms; what the provider waits when left out. */
  timeoutMs?: number;
  /** The attempt whose headers are kept; the last one that was sent unless said otherwise. */
  basedOn?: string;
}

export interface ResendParts extends DeliveryJobParts {
  log: EventLog;
  transport: Transport;
  lanes: Lanes;
  /** All that may stand in an answer about a payment. */
  secretsOf(paymentId: string): readonly string[];
}

/**
 * Sends an edited delivery once and writes down what came of it; the delivery itself stays as it was. Resolves when the record is on disk.
 * @throws HarnessError `unknown_delivery`, `unknown_attempt` (404); `nothing_to_keep` (409) when no headers are known that could be kept;
 * `empty_body` (400) where there is nothing to send in chunks or to cut off;
 * `storage_full` (507), before anything is sent where that is known by then.
 */
export async function resendDelivery(
  deliveryId: string,
  asked: Resend,
  parts: ResendParts,
): Promise<RecordHead & ResendFinished> {
  const { log } = parts;
  const job = findJob(deliveryId, parts);
  if (!job) throw new HarnessError('unknown_delivery', `There is no delivery "${deliveryId}".`, { status: 404 });
  if (log.storageProblem) throw new HarnessError('storage_full', log.storageProblem.message, { status: 507 });
  const { delivery, event, payment, provider, rule } = job;
  const attempt = findBasis(delivery, asked.basedOn);
  const given = asked.headers ?? (asked.signing === 'kept' ? await readSentHeaders(attempt, log) : undefined);
  const method = asked.method ?? 'POST';
  const bytes = Buffer.from(asked.body ?? (METHODS_WITHOUT_BODY.has(method) ? '' : event.body));
  const body = isUtf8(bytes) ? bytes.toString() : bytes;
  const transfer = planResend(asked, bytes.length);
  const offsetMs = asked.signedAtOffsetMs ?? 0;
  const lane = parts.lanes.of(payment.lane);
  const end = lane.activity.begin();
  const place = lane.ends.join();
  const watch = lane.startWatch();
  try {
    const at = { event: { ...event, atMs: event.atMs + offsetMs }, nowMs: lane.clock.nowMs() + offsetMs };
    const context = { account: parts.accountOf(payment), body, ...at };
    const headers = buildResendHeaders(provider, context, { ...asked, headers: given });
    const url = findUrl(delivery, asked.endpoint);
    let isCut = false;
    const writeBody =
      transfer &&
      createBodyWriter(transfer, () => {
        isCut = true;
      });
    const known = [...parts.secretsOf(payment.id), ...(asked.key === undefined ? [] : [asked.key])];
    const redact = createRedactor(() => known);
    const result = await maskReplies(parts.transport, () => redact).send({
      method,
      url,
      headers,
      body: bytes,
      ...(writeBody ? { writeBody, isChunked: asked.framing === 'chunked' } : {}),
      timeoutMs: asked.timeoutMs ?? rule.attemptTimeoutMs,
      pool: lane.name,
      signal: lane.closing,
    });
    await place.whenMyTurn();
    if (!lane.isOpen) throw new HarnessError('unknown_lane', `Lane "${lane.name}" was disposed meanwhile.`, { status: 404 });
    if (!parts.state.payments.has(payment.id))
      throw new HarnessError('unknown_delivery', `Delivery "${deliveryId}" was forgotten before an answer came.`, {
        status: 404,
      });
    const { request, ...exchange } = describeExchange(result, url, lane, watch(), method);
    const cutAfter = isCut ? (transfer?.cutAfter ?? null) : null;
    const reply = cutAfter !== null && result.kind === 'failed' ? tellCut(cutAfter, bytes.length) : toReply(result, lane);
    const told = {
      ...judgeResend(reply, { ...rule, title: provider.title }),
      ...exchange,
      request: { ...request, ...(bytes.length === 0 ? {} : { body: captureBody(bytes) }) },
      ...(asked.note === undefined ? {} : { note: asked.note }),
    };
    const record = log.append(lane.name, lane.clock.nowMs(), {
      type: 'resend.finished',
      paymentId: payment.id,
      eventId: event.id,
      deliveryId,
      resendId: `rsd_${log.nextName(lane.name)}`,
      signing: asked.signing,
      ...(asked.signedAtOffsetMs === undefined ? {} : { signedAtOffsetMs: asked.signedAtOffsetMs }),
      ...(asked.framing === undefined ? {} : { framing: asked.framing }),
      ...(cutAfter === null ? {} : { cutAfterBytes: cutAfter }),
      ...maskExchange(told, redact, provider.credentialHeaders),
    });
    await log.durable(record.seq);
    return record as RecordHead & ResendFinished;
  } finally {
    place.leave();
    end();
  }
}

/** Pieces of a body that goes out in chunks. */
const CHUNKS = 4;

function planResend({ framing, cutAfterBytes }: Resend, bodyBytes: number): TransferPlan | null {
  if (framing === undefined && cutAfterBytes === undefined) return null;
  if (bodyBytes === 0) {
    throw new HarnessError('empty_body', `The body is empty: nothing of it can be ${framing ? 'sent in chunks' : 'cut off'}.`, {
      hint: 'Give "body" or "bodyBase64".',
    });
  }
  const cutAfter = cutAfterBytes === undefined ? null : Math.min(cutAfterBytes, bodyBytes - 1);
  return { overMs: 0, cutAfter, ...(framing ? { pieces: CHUNKS } : {}) };
}

/** A person sees endpoints without their credentials, and may send that text back. */
function findUrl({ endpoint }: Delivery, asked: string | undefined): string {
  return asked === undefined || asked === hideCredentials(endpoint) ? endpoint : asked;
}

function findBasis({ id, attempts }: Delivery, attemptId: string | undefined): Attempt | undefined {
  if (attemptId === undefined) return attempts.findLast(({ code }) => code !== null && code !== 'interrupted');
  const attempt = attempts.find((candidate) => candidate.id === attemptId);
  if (attempt) return attempt;
  throw new HarnessError('unknown_attempt', `Delivery ${id} has no attempt "${attemptId}".`, {
    status: 404,
    hint: `GET /_paystage/api/deliveries/${id} lists its attempts.`,
  });
}

async function readSentHeaders(attempt: Attempt | undefined, log: EventLog): Promise<readonly Header[]> {
  const record = attempt && (await log.get(attempt.seq));
  const headers = record?.type === 'attempt.finished' ? record.request?.headers : undefined;
  if (headers !== undefined && headers.length > 0) return headers;
  const why = attempt === undefined ? 'nothing was sent yet' : `the log no longer knows what attempt ${attempt.number} sent`;
  throw new HarnessError('nothing_to_keep', `There is no signature that could be kept: ${why}.`, {
    status: 409,
    hint: 'Sign it again, or give the headers.',
  });
}
