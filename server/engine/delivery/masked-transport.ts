import { maskBytes } from '../../log/mask-bytes.js';
import type { Redactor } from '../../log/redact.js';
import type { Header } from '../../protocol/records.js';
import type { Transport, TransportResult } from '../../transport/transport.js';
import { quoteBytes } from '../../transport/transport-failure.js';

type Masks = Pick<Redactor, 'hasSecret' | 'maskText' | 'maskCutText'>;
type Failed = Extract<TransportResult, { kind: 'failed' }>;

/**
 * A transport whose results may be written down as they are: an app that answers with a secret of ours, plain or encoded, would put it into
 * the log otherwise. What is sent is not touched.
 * @param redactorOf what hides the secrets that a reply about a payment may hold.
 */
export function maskReplies(transport: Transport, redactorOf: (paymentId: string | undefined) => Masks): Transport {
  return withResults(transport, (result, paymentId) => maskResult(result, redactorOf(paymentId)));
}

/** A transport whose failures may be written down as they are. Its replies are left as they came, for whoever has to act on them. */
export function maskFailures(transport: Transport, redact: Masks): Transport {
  return withResults(transport, (result) => (result.kind === 'failed' ? maskFailure(result, redact) : result));
}

function withResults(
  transport: Transport,
  mask: (result: TransportResult, paymentId: string | undefined) => TransportResult,
): Transport {
  return {
    get inFlight() {
      return transport.inFlight;
    },
    async send(request) {
      return mask(await transport.send(request), request.paymentId);
    },
    findRefusal: (url) => transport.findRefusal(url),
    close: () => transport.close(),
  };
}

function maskResult(result: TransportResult, redact: Masks): TransportResult {
  if (result.kind === 'failed') return maskFailure(result, redact);
  const { headers, body, bodyIncomplete } = result;
  const isCut = body.isCut || bodyIncomplete !== undefined;
  const bytes = body.bytes.length === 0 ? body.bytes : maskBytes(body.bytes, redact, isCut);
  // One look at all of them, because next to no answer holds a secret.
  const isInHeaders = redact.hasSecret(headers.map(([name, value]) => `${name}: ${value}`).join('\n'));
  if (!isInHeaders && bytes === body.bytes) return result;
  return {
    ...result,
    headers: isInHeaders ? headers.map(([name, value]): Header => [redact.maskText(name), redact.maskText(value)]) : headers,
    body: { ...body, bytes },
  };
}

/** What the message quotes is looked through before it is escaped, and as what it is: cut. */
function maskFailure({ quoted, ...failure }: Failed, redact: Masks): Failed {
  if (quoted === undefined) return { ...failure, message: redact.maskText(failure.message) };
  const words = failure.message.slice(0, -quoteBytes(quoted).length);
  return { ...failure, message: redact.maskText(words) + quoteBytes(maskBytes(quoted, redact, true)) };
}
