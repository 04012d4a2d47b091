import type { Account } from '../../domain/account.js';
import { sayDuration } from '../../domain/duration.js';
import type { ActiveFault } from '../../domain/fault.js';
import type { AttemptReply } from '../../domain/verdict.js';
import { captureBody } from '../../log/capture.js';
import type { AttemptCode, AttemptCopy, AttemptFinished } from '../../protocol/records.js';
import type { Transport, TransportRequest, TransportResult } from '../../transport/transport.js';
import type { DeliveryJob } from '../delivery/delivery-job.js';
import { captureResponse, describeExchange, roundMs, toReply } from '../exchange.js';
import type { Lane } from '../lanes/lane.js';
import type { Faults } from './faults.js';
import { shapeAttempt } from './shape-attempt.js';
import { createBodyWriter, planTransfer, tellCut } from './transfer.js';

export interface SendAttemptParts {
  transport: Transport;
  faults: Faults;
}

export interface AttemptToSend {
  job: DeliveryJob;
  account: Account;
  attemptId: string;
  number: number;
  lane: Lane;
  /** Ends it. */
  cut: AbortSignal;
}

export interface SentAttempt {
  /** What counts. */
  reply: AttemptReply;
  /** What the record tells of the wire. */
  exchange: ReturnType<typeof describeExchange> & Pick<AttemptFinished, 'faults' | 'copies' | 'request'>;
  /** What faults do after it, to be called in its turn, and not at all when nobody wants its answer any more. */
  followUp?: () => Promise<void>;
}

/** Sends the message of an attempt, with whatever faults fit it. Never rejects for what the target does. @throws HarnessError `storage_full`. */
export async function sendAttempt(attempt: AttemptToSend, parts: SendAttemptParts): Promise<SentAttempt> {
  const { job, account, lane, cut } = attempt;
  const { provider, event, delivery } = job;
  const nowMs = lane.clock.nowMs();
  const request: TransportRequest = {
    method: 'POST',
    url: delivery.endpoint,
    headers: [],
    body: event.body,
    timeoutMs: job.rule.attemptTimeoutMs,
    // Of the endpoint, not of its origin: one path that hangs must not take every connection from the others.
    pool: `${lane.name} ${delivery.endpoint}`,
    paymentId: job.payment.id,
    signal: cut,
  };
  const carried = parts.faults.takeNames(delivery.id);
  const faults = parts.faults.chooseForAttempt(job, attempt.number);
  const watch = lane.startWatch();
  if (faults.length === 0) {
    const headers = provider.buildAttemptHeaders({ account, event, body: event.body, nowMs });
    const result = await parts.transport.send({ ...request, headers });
    const exchange = describeExchange(result, delivery.endpoint, lane, watch());
    return { reply: toReply(result, lane), exchange: carried.length === 0 ? exchange : { ...exchange, faults: carried } };
  }

  const { headers, body, sentences } = shapeAttempt(faults, { job, account, nowMs, view: parts.faults.viewOf(provider) });
  const bytes = Buffer.from(body);
  const transfer = planTransfer(faults, bytes.length);
  await parts.faults.tellAttempt(faults, attempt, sentences, transfer);
  if (cut.aborted) return { reply: CUT_OFF, exchange: { ...EMPTY_EXCHANGE } };
  let isCut = false;
  const shaped: TransportRequest = { ...request, headers, body: bytes };
  if (transfer) {
    shaped.writeBody = createBodyWriter(transfer, () => {
      isCut = true;
    });
  }
  const { first, laneMs, copies } = await sendWithCopies(shaped, faults, lane, watch, parts);
  const { request: sent, ...rest } = describeExchange(first, delivery.endpoint, lane, laneMs);
  const isOwnBody = bytes.equals(Buffer.from(event.body));
  return {
    reply:
      isCut && first.kind === 'failed' ? tellCut(transfer?.cutAfter ?? 0, bytes.length) : loseReply(first, faults, job, lane),
    exchange: {
      ...rest,
      request: { ...sent, ...(isOwnBody ? {} : { body: captureBody(bytes) }) },
      faults: [...carried, ...faults.map(({ spec }) => spec.fault)],
      ...(copies.length === 0 ? {} : { copies: copies.map((copy) => tellCopy(copy, job, lane)) }),
    },
    followUp: () => parts.faults.followAttempt(faults, account, provider),
  };
}

const CUT_OFF: AttemptReply = { kind: 'failed', code: 'reset', message: 'it was cut off before it was sent' };
const EMPTY_EXCHANGE = { latencyMs: 0, request: { method: 'POST', url: '', headers: [] } };

interface SentCopies {
  first: TransportResult;
  /** Of the first one. */
  laneMs: number;
  copies: TransportResult[];
}

async function sendWithCopies(
  request: TransportRequest,
  faults: readonly ActiveFault[],
  lane: Lane,
  watch: () => number,
  { transport }: SendAttemptParts,
): Promise<SentCopies> {
  const spec = faults.find((fault) => fault.spec.fault === 'duplicate')?.spec;
  const count = Number(spec?.copies ?? 0);
  if (spec?.isConcurrent) {
    const sending = transport.send(request);
    const copying = Array.from({ length: count }, () => transport.send(request));
    const first = await sending;
    const laneMs = watch();
    return { first, laneMs, copies: await Promise.all(copying) };
  }
  const first = await transport.send(request);
  const laneMs = watch();
  const copies: TransportResult[] = [];
  while (copies.length < count && lane.isOpen && !request.signal?.aborted) copies.push(await transport.send(request));
  return { first, laneMs, copies };
}

/** The provider hears of no answer where a fault loses it. */
function loseReply(result: TransportResult, faults: readonly ActiveFault[], job: DeliveryJob, lane: Lane): AttemptReply {
  const reply = toReply(result, lane);
  if (reply.kind === 'failed' || !faults.some(({ spec }) => spec.fault === 'ack-lost')) return reply;
  const message = `the answer ${reply.status} was lost on its way on purpose; ${job.provider.title} sees a timeout after ${sayDuration(job.rule.attemptTimeoutMs)}`;
  return { kind: 'failed', code: 'timeout', message };
}

function tellCopy(result: TransportResult, { rule }: DeliveryJob, lane: Lane): AttemptCopy {
  const response = captureResponse(result, lane);
  return {
    code: judgeCopy(result, rule.isAcknowledged),
    latencyMs: lane.isRepeatable ? 0 : roundMs(result.latencyMs),
    ...(response === undefined ? {} : { response }),
  };
}

function judgeCopy(result: TransportResult, isAcknowledged: (status: number) => boolean): AttemptCode {
  if (result.kind === 'failed') return result.code;
  if (isAcknowledged(result.status)) return 'acknowledged';
  return result.status >= 300 && result.status < 400 ? 'redirect' : 'not_acknowledged';
}
