import type { Header, JsonObject, LogRecord, RecordBody } from '../../server/protocol/records.js';
import { poison, toWellFormed } from './hostile-strings.js';

/** Texts that give a record its form: words of a fixed list, and dates. */
const FORM = new Set([
  ...[
    'outcome',
    'actor',
    'source',
    'trigger',
    'code',
    'deliveryStatus',
    'signing',
    'target',
    'reason',
    'level',
    'severity',
    'verdict',
    'result',
    'framing',
  ],
  ...['dueAt', 'nextAttemptAt', 'now', 'waitsFor', 'waitsUntil'],
]);

const AT = '2025-11-21T03:05:10.000Z';
const paymentId = 'p';
const delivery = { paymentId, eventId: 'e', deliveryId: 'd' };
const attempt = { ...delivery, attemptId: 'a', number: 1, trigger: 'scheduled' } as const;
const headers: Header[] = [['x', 'x']];
const body = { text: 'x', sizeBytes: 1 };
const request = { method: 'POST', url: 'x', headers: [...headers, ['content-type', 'application/json'] as Header], body };
const response = { status: 200, headers, body };
const exchange = { provider: 'secpaid', route: 'x', paymentId, request, response, durationMs: 1 };
const ended = { sentence: 'x', latencyMs: 1, remoteAddress: 'x', location: 'x', request, response };

/** One record of every type; the compiler misses none. */
const samples: { [Type in RecordBody['type']]: Extract<RecordBody, { type: Type }> } = {
  'payment.created': {
    ...{ type: 'payment.created', paymentId, provider: 'secpaid', accountId: 'x', amountMinor: 1, currency: 'EUR' },
    ...{ reference: 'x', status: 'x', outcome: 'open', checkoutUrl: 'x', data: { x: 'x', deep: { list: ['x'] } } },
  },
  'payment.status_changed': {
    ...{ type: 'payment.status_changed', paymentId, from: 'x', to: 'x', text: 'x', outcome: 'failed', data: { x: 'x' } },
  },
  'payment.amended': { type: 'payment.amended', paymentId, text: 'x', data: { x: 'x' } },
  'payment.timer_set': { type: 'payment.timer_set', paymentId, timer: 'x', dueAt: AT },
  'payment.timer_cleared': { type: 'payment.timer_cleared', paymentId, timer: 'x' },
  'payment.acted': { type: 'payment.acted', paymentId, actor: 'customer', source: 'page', action: { action: 'x', x: 'x' } },
  'event.announced': {
    ...{ type: 'event.announced', paymentId, eventId: 'e', status: 'x', contentType: 'application/json', body: 'x' },
    ...{ plainBody: 'x', deliveries: [{ deliveryId: 'd', endpoint: 'x' }] },
  },
  'attempt.started': { type: 'attempt.started', ...attempt },
  'attempt.finished': {
    ...{ type: 'attempt.finished', ...attempt, ...ended, code: 'refused', deliveryStatus: 'pending', nextAttemptAt: AT },
  },
  'delivery.requeued': { type: 'delivery.requeued', paymentId, deliveryId: 'd' },
  'delivery.held': { type: 'delivery.held', ...delivery, holdId: 'h' },
  'delivery.released': { type: 'delivery.released', ...delivery },
  'delivery.dropped': { type: 'delivery.dropped', ...delivery },
  'resend.finished': {
    ...{ type: 'resend.finished', ...delivery, resendId: 'r', signing: 'fresh', code: 'refused', ...ended },
    ...{ note: 'x', framing: 'chunked', cutAfterBytes: 1, signedAtOffsetMs: -1 },
  },
  'hold.set': { type: 'hold.set', holdId: 'h', target: 'delivery', paymentId, count: 1 },
  'hold.cleared': { type: 'hold.cleared', holdId: 'h', reason: 'by_hand' },
  'redirect.issued': { type: 'redirect.issued', paymentId, location: 'x', status: 302 },
  'redirect.held': { type: 'redirect.held', paymentId, redirectId: 'r', location: 'x', holdId: 'h' },
  'redirect.released': { type: 'redirect.released', paymentId, redirectId: 'r', reason: 'by_hand' },
  'callback.called': {
    ...{ type: 'callback.called', paymentId, url: 'x', code: 'refused', sentence: 'x', latencyMs: 1, response },
  },
  'api.called': { type: 'api.called', accountId: 'x', ...exchange },
  'page.served': { type: 'page.served', ...exchange },
  'bin.received': { type: 'bin.received', bin: 'x', request, response },
  'account.changed': {
    ...{ type: 'account.changed', provider: 'x', accountId: 'x', settings: { x: 'x' }, rotatedKeys: ['x'], passing: ['x'] },
  },
  'clock.changed': { type: 'clock.changed', now: AT, speed: 1, text: 'x' },
  'harness.notice': { type: 'harness.notice', level: 'info', code: 'x', message: 'x', hint: 'x' },
  'stage.reset': { type: 'stage.reset' },
  'lane.created': { type: 'lane.created', seed: 'x', isRepeatable: true },
  'lane.disposed': { type: 'lane.disposed' },
  'fault.set': { type: 'fault.set', faultId: 'f', spec: { fault: 'x', when: { status: 'x' } } },
  'fault.used': {
    ...{ type: 'fault.used', faultId: 'f', fault: 'x', paymentId, deliveryId: 'd', attemptId: 'a', route: 'x', sentence: 'x' },
    ...{ waitsFor: 'time', waitsUntil: AT },
  },
  'fault.cleared': { type: 'fault.cleared', faultId: 'f', reason: 'by_hand' },
  'check.run_started': {
    ...{ type: 'check.run_started', runId: 'k', provider: 'x', checks: [{ id: 'x', title: 'x', severity: 'high' }], target: 'x' },
    options: { x: 'x' },
  },
  'check.finished': {
    ...{ type: 'check.finished', runId: 'k', check: 'x', title: 'x', severity: 'high', verdict: 'fail', sentence: 'x' },
    evidence: [{ name: 'x', seq: 1, expected: 'x', seen: 'x', isMet: false }],
  },
  'check.run_ended': {
    ...{ type: 'check.run_ended', runId: 'k', result: 'fail' },
    counts: { pass: 0, warn: 0, fail: 1, info: 0, inconclusive: 0, skipped: 0 },
  },
  'customer.visited': {
    ...{
      type: 'customer.visited',
      paymentId,
      action: { action: 'x' },
      typedUrl: 'x',
      hasFreshCookies: true,
      hops: [{ method: 'GET', url: 'x', status: 302, location: 'x' }],
    },
    ...{ page: { url: 'x', status: 200, contentType: 'x', title: 'x', body: 'x', sizeBytes: 1, note: 'x' }, stoppedBy: 'x' },
  },
};

/**
 * A record of every type for every text, which stands in each of its fields and names each of its free ones. `breaksForm`: also in the
 * fields that hold a word of a fixed list or a date.
 */
export function buildHostileRecords(texts: readonly string[], breaksForm = false): LogRecord[] {
  const bodies = texts.flatMap((text) =>
    Object.values(samples).map((sample) => {
      const isKept = (key: string) => key === 'type' || (FORM.has(key) && !breaksForm);
      return { text, body: nameFields(poison(sample, isKept, () => text) as RecordBody, text) };
    }),
  );
  return bodies.map(({ text, body: hostile }, index) => {
    // An address cannot carry half a surrogate pair, and the page is led to a payment by its address.
    const id = 'paymentId' in hostile ? { paymentId: toWellFormed(text) } : {};
    return { seq: index + 1, at: AT, lane: text, ...hostile, ...id } as LogRecord;
  });
}

/** The file that holds `records`, as somebody would make it who wants to do harm. */
export function writeHostileLog(records: readonly LogRecord[], text: string): string {
  const header = { paystage: 'log', format: 1, version: text, logId: text, exportedAt: text };
  return `${[header, ...records].map((line) => JSON.stringify(line)).join('\n')}\n`;
}

/** Objects of free form get a field by that name; `__proto__` becomes one as any other. */
function nameFields(record: RecordBody, text: string): RecordBody {
  const name = (fields: JsonObject): JsonObject => Object.fromEntries([...Object.entries(fields), [text, text]]);
  if ('data' in record && record.data) return { ...record, data: name(record.data) } as RecordBody;
  if ('settings' in record) return { ...record, settings: name(record.settings) };
  if ('action' in record && record.action) return { ...record, action: name(record.action) };
  return record;
}
