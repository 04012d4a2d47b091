import { maskBytes } from '../../log/mask-bytes.js';
import type { Redactor } from '../../log/redact.js';
import type { Header } from '../../protocol/records.js';
import type { Transport, TransportResult } from '../../transport/transport.js';

/**
 * A transport whose results may be written down as they are: an app that answers with a secret of ours, plain or encoded, would put it into
 * the log otherwise. What is sent is not touched.
 */
export function maskReplies(transport: Transport, redact: Pick<Redactor, 'hasSecret' | 'maskText'>): Transport {
  return {
    get inFlight() {
      return transport.inFlight;
    },
    async send(request) {
      return maskResult(await transport.send(request), redact);
    },
    findRefusal: (url) => transport.findRefusal(url),
    close: () => transport.close(),
  };
}

function maskResult(result: TransportResult, redact: Pick<Redactor, 'hasSecret' | 'maskText'>): TransportResult {
  if (result.kind === 'failed') return { ...result, message: redact.maskText(result.message) };
  const { headers, body } = result;
  const bytes = body.bytes.length === 0 ? body.bytes : maskBytes(body.bytes, redact);
  // One look at all of them, because next to no answer holds a secret.
  const isInHeaders = redact.hasSecret(headers.map(([name, value]) => `${name}: ${value}`).join('\n'));
  if (!isInHeaders && bytes === body.bytes) return result;
  return {
    ...result,
    headers: isInHeaders ? headers.map(([name, value]): Header => [redact.maskText(name), redact.maskText(value)]) : headers,
    body: { ...body, bytes },
  };
}
