import type { CapturedBody, CapturedRequest, Header, LogRecord } from '../../server/protocol/records.js';
import { buildExchange, type Exchange } from '../../ui/src/exchange/exchange.js';
import { makeRecord } from './make-record.js';

export const ORIGIN = 'http://localhost:4400';

export function toTextBody(text: string): CapturedBody {
  return { text, sizeBytes: Buffer.byteLength(text) };
}

export function toBinaryBody(...bytes: number[]): CapturedBody {
  return { base64: Buffer.from(bytes).toString('base64'), sizeBytes: bytes.length };
}

export function makeRequest(overrides: Partial<CapturedRequest> = {}): CapturedRequest {
  return { method: 'POST', url: '/testpay/links', headers: [['Content-Type', 'application/json']], ...overrides };
}

/** A call of a provider's API that took 40 ms. */
export function makeApiCalled(seq: number, request: CapturedRequest, headers: Header[] = [], body?: CapturedBody): LogRecord {
  return makeRecord(seq, {
    type: 'api.called',
    provider: 'testpay',
    route: 'createLink',
    accountId: 'acc_1',
    paymentId: 'p1',
    request,
    response: { status: 201, headers, ...(body ? { body } : {}) },
    durationMs: 40,
  });
}

/** @throws Error for a record that tells of no exchange. */
export function toExchange(record: LogRecord, context: Partial<Parameters<typeof buildExchange>[1]> = {}): Exchange {
  const exchange = buildExchange(record, { event: null, origin: ORIGIN, ...context });
  if (!exchange) throw new Error(`record ${record.seq} tells of no exchange`);
  return exchange;
}
