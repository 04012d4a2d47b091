import type { Payment } from '../../domain/payment.js';
import { hideCredentials } from '../../domain/url-credentials.js';
import type { EventLog } from '../../log/event-log.js';
import type { Transport } from '../../transport/transport.js';
import { captureResponse, roundMs } from '../exchange.js';
import type { Lane } from '../lanes/lane.js';

export interface CallbackParts {
  log: EventLog;
  transport: Transport;
  /** Of the payment. */
  lane: Lane;
}

/** A background callback is best effort, as a browser would be: one GET, this long. */
const CALLBACK_TIMEOUT_MS = 10_000;

/** Calls a further callback URL with GET, because one browser can follow only one redirect. Recorded, never repeated. */
export async function callInBackground(payment: Payment, url: string, parts: CallbackParts): Promise<void> {
  const { lane } = parts;
  const end = lane.activity.begin();
  const place = lane.ends.join();
  const watch = lane.startWatch();
  try {
    const result = await parts.transport.send({
      method: 'GET',
      url,
      headers: [],
      timeoutMs: CALLBACK_TIMEOUT_MS,
      pool: lane.name,
      paymentId: payment.id,
      signal: lane.closing,
    });
    await place.whenMyTurn();
    if (!lane.isOpen) return;
    const response = captureResponse(result, lane);
    parts.log.append(lane.name, lane.clock.nowMs(), {
      type: 'callback.called',
      paymentId: payment.id,
      url: hideCredentials(url),
      code: result.kind === 'failed' ? result.code : result.status < 400 ? 'acknowledged' : 'not_acknowledged',
      sentence:
        result.kind === 'failed' ? `${result.message}.` : `answered ${result.status}; a background callback is called once.`,
      latencyMs: roundMs(lane.isRepeatable ? watch() : result.latencyMs),
      ...(response === undefined ? {} : { response }),
    });
  } catch {
    // Records cannot be stored just now. The call was best effort, and its payment tells of the redirect already.
  } finally {
    place.leave();
    end();
  }
}
