import { expect, test } from 'vitest';
import type { CustomerVisited } from '../../server/protocol/visit-records.js';
import { recordContains } from '../../server/reading/record-text.js';
import { httpStatusOf, isOfKind, toneOf } from '../../server/reading/record-words.js';
import { listFacts } from '../../ui/src/format/facts.js';
import { listMessages } from '../../ui/src/format/messages.js';
import { summarize } from '../../ui/src/format/summarize.js';
import { describeVerdict } from '../../ui/src/format/verdict.js';
import { buildTimeline } from '../../ui/src/story/build-timeline.js';
import { makePaymentCreated, makeRecord } from './make-record.js';

const checkout = { method: 'POST', url: 'http://localhost:4747/testpay', status: 302, location: 'http://localhost:3000/back' };
const back = { method: 'GET', url: 'http://localhost:3000/back', status: 200 };
const page = { url: back.url, status: 200, contentType: 'text/html', title: 'Thanks', body: '<p>Order 7', sizeBytes: 10 };
const visited = (parts: Partial<CustomerVisited> = {}) =>
  makeRecord(2, {
    type: 'customer.visited',
    paymentId: 'p',
    action: { action: 'pay' },
    hops: [checkout, back],
    page,
    ...parts,
  });

test.each([
  [visited(), 'Customer went to the checkout for “pay” and ended on 200 “Thanks” at http://localhost:3000/back', '200', null],
  [
    visited({ action: null, page: { ...page, title: null } }),
    'Customer opened the checkout and ended on 200 at http://localhost:3000/back',
    '200',
    null,
  ],
  [
    visited({ hops: [checkout], page: null, stoppedBy: 'close-tab' }),
    'Customer went to the checkout for “pay” and closed the tab instead of following http://localhost:3000/back',
    'tab closed',
    null,
  ],
  [
    visited({ page: null, stoppedBy: 'limit' }),
    'Customer went to the checkout for “pay” and gave up after 2 requests: the redirects never end',
    'no page',
    'bad',
  ],
  [
    visited({ page: null, stoppedBy: 'nobody listens on localhost:3000.' }),
    'Customer went to the checkout for “pay” and came no further than http://localhost:3000/back: nobody listens on localhost:3000.',
    'no page',
    'bad',
  ],
  [visited({ page: { ...page, status: 500 } }), expect.stringContaining('ended on 500 “Thanks”'), '500', 'bad'],
  [visited({ page: { ...page, status: 404 } }), expect.stringContaining('ended on 404 “Thanks”'), '404', 'warn'],
])('a visit is told in one sentence, with what came of it (%#)', (record, sentence, verdict, tone) => {
  expect(summarize(record)).toEqual(sentence);
  expect(describeVerdict(record)?.text).toBe(verdict);
  expect(toneOf(record)).toBe(tone);
});

test('a visit is found by its kind, the status it ended on, and every text in it', () => {
  const record = visited({ stoppedBy: 'Something odd' });
  expect(isOfKind(record, 'visit')).toBe(true);
  expect(httpStatusOf(record)).toBe(200);
  for (const text of ['localhost:4747/testpay', 'order 7', 'thanks', '"pay"'.slice(1, -1)]) {
    expect(recordContains(record, text), text).toBe(true);
  }
  expect(recordContains(visited({ page: null, stoppedBy: 'Odd' }), 'odd')).toBe(true);
  expect(recordContains(record, 'nowhere')).toBe(false);
});

test('its details list every hop, and hold the page', () => {
  const facts = listFacts(visited()).map(({ label, value }) => `${label}: ${value}`);
  expect(facts).toEqual(
    expect.arrayContaining([
      '1. POST → 302: http://localhost:4747/testpay → http://localhost:3000/back',
      '2. GET → 200: http://localhost:3000/back',
      'Title: Thanks',
    ]),
  );
  const { attachments } = listMessages(visited());
  expect(attachments.map(({ title, body }) => [title, body.text])).toEqual([
    ['Action', '{"action":"pay"}'],
    ['Page where the visit ended', '<p>Order 7'],
  ]);
});

test('in the timeline of its payment it stands by itself, with the answers under it', () => {
  const { rows } = buildTimeline({ records: [makePaymentCreated(1, 'p'), visited()] });
  expect(rows.at(-1)).toMatchObject({ kind: 'Visit', family: 'browser', depth: 0, note: 'Answered 302, 200.' });
});
