import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { matchesSearch } from '../../server/reading/match-record.js';
import { isSentForCheck } from '../../server/reading/resend.js';
import { parseSearch } from '../../server/reading/search-query.js';
import { buildHar } from '../../ui/src/exchange/build-har.js';
import { copyAsCurl } from '../../ui/src/exchange/copy-as-curl.js';
import { copyAsFetch } from '../../ui/src/exchange/copy-as-fetch.js';
import { copyAsHttpie } from '../../ui/src/exchange/copy-as-httpie.js';
import { buildRequestToCopy } from '../../ui/src/exchange/request-to-copy.js';
import { listFacts } from '../../ui/src/format/facts.js';
import { summarize } from '../../ui/src/format/summarize.js';
import { buildRequest } from '../../ui/src/resend/build-request.js';
import { buildDraft } from '../../ui/src/resend/draft.js';
import { buildSource, isSent } from '../../ui/src/resend/source.js';
import { toExchange } from './make-exchange.js';
import { makeRecord } from './make-record.js';

const bytes = { base64: '/wB9', sizeBytes: 3 };
const crafted = makeRecord(7, {
  ...{ type: 'resend.finished', paymentId: 'p1', eventId: 'e1', deliveryId: 'd1', resendId: 'r1', signing: 'fresh' },
  ...{ note: 'Check SIG-1, tampered body', framing: 'chunked', cutAfterBytes: 2, signedAtOffsetMs: -600_000 },
  ...{ code: 'not_acknowledged', sentence: 'answered 401.', latencyMs: 3 },
  request: {
    method: 'PUT',
    url: 'http://localhost:3000/hook',
    headers: [
      ['X-A', '1'],
      ['transfer-encoding', 'chunked'],
    ],
    body: bytes,
  },
} as LogRecord);
const finding = makeRecord(8, {
  ...{ type: 'check.finished', runId: 'k1', check: 'SIG-1', title: 'tampered body', severity: 'critical', verdict: 'fail' },
  ...{ sentence: 'It was taken.', evidence: [{ name: 'status', seq: 7, expected: '4xx', seen: '204', isMet: false }] },
} as LogRecord);

describe('a delivery that was crafted', () => {
  const request = buildRequestToCopy(toExchange(crafted));

  test('is copied with its method, its bytes, its chunks, and a word about the cut', () => {
    expect(copyAsCurl(request)).toContain("curl --request 'PUT'");
    expect(copyAsCurl(request)).toContain("--header 'Transfer-Encoding: chunked'");
    expect(copyAsCurl(request)).toContain("printf %s '/wB9' | base64 --decode");
    expect(copyAsHttpie(request)).toContain("http --chunked 'PUT'");
    expect(copyAsFetch(request)).toContain('method: "PUT"');
    expect(copyAsFetch(request)).toContain('// It was sent in chunks');
    for (const copy of [copyAsCurl, copyAsHttpie, copyAsFetch])
      expect(copy(request)).toContain('reset on purpose within the body');
  });

  test('stands in an archive with the bytes that left', () => {
    const [entry] = buildHar([toExchange(crafted)], '1').log.entries;
    expect(entry?.request).toMatchObject({
      method: 'PUT',
      bodySize: 2,
      postData: { text: '/wB9', _encoding: 'base64', comment: 'The connection was reset on purpose after 2 bytes of it.' },
    });
  });

  test('says what it was sent for, and how', () => {
    expect(summarize(crafted)).toBe('Check SIG-1, tampered body: answered 401.');
    const facts = listFacts(crafted).map(({ label, value }) => `${label}: ${value}`);
    expect(facts).toEqual(expect.arrayContaining(['Body sent: in chunks, without a length', 'Cut off after: 2 bytes']));
    expect(facts.find((fact) => fact.startsWith('Signed for'))).toMatch(/10 min before/);
  });

  test('keeps its method when it is edited and sent again', () => {
    if (!isSent(crafted)) throw new Error('it was sent');
    const source = buildSource(crafted, null, null);
    expect(buildRequest(buildDraft(source), source, null, '')).toMatchObject({ method: 'PUT' });
  });
});

test('a note may begin with the id of the check alone', () => {
  expect(isSentForCheck({ note: 'SIG-1: tampered body' }, 'sig-1')).toBe(true);
  for (const note of ['SIG-1 tampered', 'SIG-10: x', undefined])
    expect(isSentForCheck({ ...(note ? { note } : {}) }, 'sig-1')).toBe(false);
});

test.each([
  ['check:SIG-1', [7, 8]],
  ['check:sig-1 verdict:fail', [8]],
  ['check:SIG-10', []],
  ['verdict:fail', [8]],
  ['type:check', [8]],
  ['is:failed', [7, 8]],
  ['"tampered body"', [7, 8]],
])('the search %s finds what belongs to a check', (typed, expected) => {
  const query = parseSearch(typed, 0);
  expect(query.problems).toEqual([]);
  const about = () => ({ provider: null, endpoint: null, event: null, line: '' });
  expect([crafted, finding].filter((record) => matchesSearch(query, record, about)).map(({ seq }) => seq)).toEqual(expected);
});
