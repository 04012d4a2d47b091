import { describe, expect, test } from 'vitest';
import type { LogRecord, PaymentActed } from '../../server/protocol/records.js';
import { listFacts } from '../../ui/src/format/facts.js';
import { describeKind } from '../../ui/src/format/kind.js';
import { joinHeaders, listMessages } from '../../ui/src/format/messages.js';
import { summarize } from '../../ui/src/format/summarize.js';
import { describeVerdict } from '../../ui/src/format/verdict.js';
import { makeEventAnnounced, makePaymentCreated, makeRecord } from './make-record.js';
import { recordExamples } from './record-examples.js';

describe.each(Object.entries(recordExamples))('%s', (_type, [record, kind, sentence, verdict]) => {
  test('has its kind, its sentence, its verdict and its facts', () => {
    expect(describeKind(record).label).toBe(kind);
    expect(summarize(record)).toBe(sentence);
    expect(describeVerdict(record)?.text ?? null).toBe(verdict);
    expect(
      listFacts(record)
        .slice(0, 3)
        .map(({ label }) => label),
    ).toEqual(['Time', 'UTC', 'Record']);
  });
});

test('a record of a type that is not known yet is named and does no harm', () => {
  const future = { seq: 1, at: '2030-01-01T00:00:00.000Z', lane: 'default', type: 'future.thing' } as unknown as LogRecord;
  expect(summarize(future)).toBe('Record of a type that this page does not know: future.thing');
  expect(describeKind(future).label).toBe('Record');
  expect(describeVerdict(future)).toBeNull();
  expect(listFacts(future)).toHaveLength(3);
  expect(listMessages(future)).toEqual({ wire: [], attachments: [] });
});

test('a very long text is cut in the line', () => {
  expect(summarize(makePaymentCreated(1, 'p1', { reference: 'x'.repeat(10_000) }))).toHaveLength(400);
});

test('an event that no endpoint hears says that nobody is told', () => {
  const record = makeRecord(1, {
    type: 'event.announced',
    paymentId: 'p1',
    eventId: 'e',
    status: 'paid',
    contentType: 'text/plain',
    body: '',
    deliveries: [],
  });
  expect(summarize(record)).toBe('Event “paid” happened; no endpoint is set, so nobody is told');
});

test('headers keep their order, their case and their repetitions', () => {
  const [api] = recordExamples['api.called'];
  expect(joinHeaders(listMessages(api).wire[0]?.headers ?? [])).toBe('B: 1\na: 2\nB: 3');
});

test('an encrypted event shows its payload on the wire and before encryption', () => {
  const record = makeEventAnnounced(1, 'p1', 'c2VjcmV0');
  expect(
    listMessages({ ...record, plainBody: '{"a":1}' } as LogRecord).attachments.map(({ title, body }) => [title, body.text]),
  ).toEqual([
    ['Payload that every attempt sends', 'c2VjcmV0'],
    ['Payload before encryption', '{"a":1}'],
  ]);
});

test('an action says whether it came from the checkout, from a press on this page or from a call', () => {
  const act = (source: PaymentActed['source'], actor: PaymentActed['actor'] = 'customer') =>
    summarize(makeRecord(1, { type: 'payment.acted', paymentId: 'p1', actor, source, action: { action: 'pay' } }));
  expect(act('page')).toBe('Customer chose “pay” on the checkout page');
  expect(act('live_page')).toBe('Customer played by hand on the live page: “pay”');
  expect(act('live_page', 'provider')).toBe('Provider played by hand on the live page: “pay”');
  expect(act('control')).toBe('Customer played by a call: “pay”');
});

test('a checkout address is something to open and to copy; where there is none, neither', () => {
  const checkoutOf = (checkoutUrl: string | null) =>
    listFacts({ ...makePaymentCreated(1, 'p1'), checkoutUrl } as LogRecord).find(({ label }) => label === 'Checkout');
  const value = 'http://localhost:4747/testpay/p1';
  expect(checkoutOf(value)).toEqual({ label: 'Checkout', value, isCopyable: true, isLink: true });
  expect(checkoutOf(null)).toMatchObject({ isCopyable: false });
  expect(checkoutOf(null)?.isLink).toBeUndefined();
});

test('facts leave out what the provider keeps to itself', () => {
  const created = { ...makePaymentCreated(1, 'p1'), data: { tail: 'x', note: 'y' } } as LogRecord;
  const textsOf = (internal?: string[] | null) => listMessages(created, null, internal).attachments.map(({ body }) => body.text);
  expect(textsOf(['tail'])).toEqual(['{"note":"y"}']);
  expect(textsOf(['tail', 'note'])).toEqual([]);
  expect(textsOf()).toEqual(['{"tail":"x","note":"y"}']);
  // The page has not been told yet which they are.
  expect(textsOf(null)).toEqual([]);
});
