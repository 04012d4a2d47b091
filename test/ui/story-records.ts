import type { LogRecord, PaymentActed } from '../../server/protocol/records.js';
import { buildTimeline } from '../../ui/src/story/build-timeline.js';
import type { Timeline, TimelineRow } from '../../ui/src/story/timeline.js';
import { makeRecord } from './make-record.js';

/** The payment that all of it is about. */
export const P = 'p';
const request = { method: 'POST', url: '/x', headers: [] };
const response = { status: 200, headers: [] };
export const apiCall = (seq: number) =>
  makeRecord(seq, {
    type: 'api.called',
    provider: 'testpay',
    route: 'create',
    accountId: 'a',
    paymentId: P,
    request,
    response,
    durationMs: 3,
  });
export const page = (seq: number, method = 'POST') =>
  makeRecord(seq, {
    type: 'page.served',
    provider: 'testpay',
    route: 'pay page',
    paymentId: P,
    request: { ...request, method },
    response,
    durationMs: 2,
  });
export const acted = (seq: number, source: PaymentActed['source'] = 'page') =>
  makeRecord(seq, { type: 'payment.acted', paymentId: P, actor: 'customer', source, action: { action: 'pay' } });
export const changed = (seq: number, from: string, to: string) =>
  makeRecord(seq, { type: 'payment.status_changed', paymentId: P, from, to, text: 'It moved on', outcome: 'open' });
export const announced = (seq: number, event: string, endpoints = ['http://localhost:3000/hook']) =>
  makeRecord(seq, {
    type: 'event.announced',
    paymentId: P,
    eventId: event,
    status: event,
    contentType: 'application/json',
    body: '{}',
    deliveries: endpoints.map((endpoint, index) => ({ deliveryId: `${event}_${index + 1}`, endpoint })),
  });
export const redirected = (seq: number) =>
  makeRecord(seq, { type: 'redirect.issued', paymentId: P, location: 'http://localhost:3000/back', status: 302 });
export const at = (record: LogRecord, iso: string): LogRecord => ({ ...record, at: iso });

export const lay = (...records: LogRecord[]) => buildTimeline({ records });
/** The story as an outline, so that a test reads like the page. */
export const outline = ({ rows }: Timeline) =>
  rows.map(({ depth, kind, sentence }) => `${'  '.repeat(depth)}${kind}: ${sentence}`);
export const rowOf = ({ rows }: Timeline, words: string): TimelineRow => {
  const row = rows.find(({ sentence }) => sentence.includes(words));
  if (!row) throw new Error(`no row says “${words}”: ${rows.map(({ sentence }) => sentence).join(' | ')}`);
  return row;
};
