import { describe, expect, test } from 'vitest';
import type { AttemptFinished, EventAnnounced, LogRecord, ResendFinished } from '../../server/protocol/records.js';
import { buildRequest } from '../../ui/src/resend/build-request.js';
import { checkDraft } from '../../ui/src/resend/check-draft.js';
import { compareAnswers, tellDifference } from '../../ui/src/resend/compare-answers.js';
import { buildDraft, isSameDraft, type ResendDraft, toHeaders } from '../../ui/src/resend/draft.js';
import { readDraft, writeDraft } from '../../ui/src/resend/draft-storage.js';
import { addRow, changeRow, moveRow, removeRow } from '../../ui/src/resend/header-rows.js';
import { ageTimestamp, duplicate, editOneByte, removeSignature } from '../../ui/src/resend/quick-edits.js';
import { buildSource, isSent, type SentRecord } from '../../ui/src/resend/source.js';
import { makeAttemptFinished, makeEventAnnounced, makeNotice, makeRecord } from './make-record.js';

const BODY = '{"id":"7","famt":2000}';
const ENDPOINT = 'http://user:secret@localhost:3000/hook';
const event = makeEventAnnounced(1, '7', BODY) as LogRecord & EventAnnounced;

function makeAttempt(overrides: Partial<AttemptFinished> = {}): SentRecord {
  return makeAttemptFinished(3, '7', 1, {
    request: {
      method: 'POST',
      url: 'http://***@localhost:3000/hook',
      headers: [
        ['host', 'localhost:3000'],
        ['connection', 'keep-alive'],
        ['Content-Type', 'application/json'],
        ['X-Timestamp', '1760000001'],
        ['X-Signature', 'abc0'],
        ['authorization', 'Basic (credentials of the URL)'],
        ['content-length', '22'],
      ],
    },
    response: { status: 204, headers: [['Date', 'now']] },
    ...overrides,
  }) as SentRecord;
}

function makeResend(seq: number, overrides: Partial<ResendFinished> = {}): SentRecord {
  return makeRecord(seq, {
    type: 'resend.finished',
    paymentId: '7',
    eventId: 'evt_1',
    deliveryId: 'dlv_1',
    resendId: `rsd_${seq}`,
    signing: 'kept',
    code: 'not_acknowledged',
    sentence: 'answered 401.',
    latencyMs: 5,
    request: {
      method: 'POST',
      url: 'http://localhost:3000/other',
      headers: [['X-Signature', 'abc1']],
      body: { text: '{"id":"8"}', sizeBytes: 10 },
    },
    response: { status: 401, headers: [['Date', 'later']], body: { text: '{"error":"signature"}', sizeBytes: 21 } },
    ...overrides,
  }) as SentRecord;
}

const source = buildSource(makeAttempt(), event, ENDPOINT);
const original = buildDraft(source);

describe('the draft of a resend', () => {
  test('is the delivery as the attempt sent it, without what the connection writes by itself', () => {
    expect(original).toMatchObject({ endpoint: ENDPOINT, body: BODY, signing: 'fresh' });
    expect(toHeaders(original.headers)).toEqual([
      ['Content-Type', 'application/json'],
      ['X-Timestamp', '1760000001'],
      ['X-Signature', 'abc0'],
    ]);
    expect(isSent(makeNotice(1))).toBe(false);
  });

  test('of an earlier resend is what that one sent', () => {
    const draft = buildDraft(buildSource(makeResend(9), event, ENDPOINT));
    expect(draft).toMatchObject({ endpoint: 'http://localhost:3000/other', body: '{"id":"8"}' });
    expect(toHeaders(draft.headers)).toEqual([['X-Signature', 'abc1']]);
  });

  test('says when the bytes are not to be had', () => {
    expect(buildSource(makeAttempt(), null, ENDPOINT).body).toBeNull();
    const request = { method: 'POST', url: 'http://localhost/', headers: [] };
    const cut = makeResend(9, { request: { ...request, body: { text: 'a', sizeBytes: 2_000_000, isCut: true } } });
    expect(buildSource(cut, event, ENDPOINT).bodyLoss).toBe('cut');
    const binary = makeResend(9, { request: { ...request, body: { base64: '/w==', sizeBytes: 1 } } });
    expect(buildSource(binary, event, ENDPOINT).bodyLoss).toBe('binary');
  });

  test('has headers whose rows keep their identity while they are added, removed and moved; names may repeat', () => {
    let rows = addRow(addRow(original.headers, 'X-Extra', 'one'), 'X-Extra', 'two');
    const [first, , , , last] = rows;
    rows = moveRow(rows, last?.id ?? 0, -1);
    expect(rows.map(({ name, value }) => `${name}=${value}`).slice(3)).toEqual(['X-Extra=two', 'X-Extra=one']);
    expect(rows[3]?.id).toBe(last?.id);
    expect(moveRow(rows, first?.id ?? 0, -1)).toEqual(rows);
    rows = removeRow(changeRow(rows, last?.id ?? 0, { value: 'changed' }), first?.id ?? 0);
    expect(toHeaders(rows)).toEqual([
      ['X-Timestamp', '1760000001'],
      ['X-Signature', 'abc0'],
      ['X-Extra', 'changed'],
      ['X-Extra', 'one'],
    ]);
    expect(new Set(addRow(rows).map(({ id }) => id)).size).toBe(5);
  });
});

describe('quick edits', () => {
  test('change one byte and leave the signing as chosen', () => {
    const { draft, sentence } = editOneByte(original);
    expect(draft).toEqual({ ...original, body: '{"id":"7","famt":2001}' });
    expect(sentence).toBe('One byte of the body changed in “famt”.');
  });

  test.each([
    ['1760000001', '1759913601'],
    ['1760000001123', '1759913601123'],
    ['2025-10-09T08:53:21Z', '2025-10-08T08:53:21.000Z'],
  ])('set the timestamp a day back in the form in which it was written: %s', (before, after) => {
    const headers = original.headers.map((row) => (row.name === 'X-Timestamp' ? { ...row, value: before } : row));
    const aged = ageTimestamp({ ...original, headers });
    expect(aged?.draft.headers.find(({ name }) => name === 'X-Timestamp')?.value).toBe(after);
    expect(aged?.draft.signing).toBe('kept');
  });

  test('take the signature away, and are not to be had where there is none', () => {
    const result = removeSignature(original);
    expect(result?.draft.headers.map(({ name }) => name)).toEqual(['Content-Type', 'X-Timestamp']);
    expect(result?.draft.signing).toBe('kept');
    expect(result && removeSignature(result.draft)).toBeNull();
    expect(ageTimestamp({ ...original, headers: [] })).toBeNull();
    expect(ageTimestamp({ ...original, headers: [{ id: 1, name: 'X-Timestamp', value: 'soon' }] })).toBeNull();
  });

  test('make a duplicate of what was sent, whatever was edited', () => {
    expect(duplicate(original).draft).toEqual({ ...original, signing: 'kept' });
  });
});

describe('what is asked of the harness', () => {
  const ask = (change: Partial<ResendDraft>, key = '') => buildRequest({ ...original, ...change }, source, ENDPOINT, key);

  test('names only what differs from the delivery', () => {
    expect(ask({})).toEqual({ signing: 'fresh', basedOn: 'att_1' });
    expect(ask({ body: '{}' })).toEqual({ signing: 'fresh', body: '{}', basedOn: 'att_1' });
    expect(ask({ endpoint: 'http://localhost:1/' })).toMatchObject({ endpoint: 'http://localhost:1/' });
    expect(ask({ headers: [] })).toEqual({ signing: 'fresh', headers: [], basedOn: 'att_1' });
  });

  test('names the headers whose signature is kept, and a key only where one is asked for', () => {
    expect(ask({ signing: 'kept' }, 'k')).toEqual({ signing: 'kept', headers: toHeaders(original.headers), basedOn: 'att_1' });
    expect(ask({ signing: 'other_key' }, 'k')).toEqual({ signing: 'other_key', key: 'k', basedOn: 'att_1' });
  });

  test('names everything that an earlier resend had changed', () => {
    const resent = buildSource(makeResend(9), event, ENDPOINT);
    expect(buildRequest(buildDraft(resent), resent, ENDPOINT, '')).toEqual({
      endpoint: 'http://localhost:3000/other',
      headers: [['X-Signature', 'abc1']],
      body: '{"id":"8"}',
      signing: 'fresh',
    });
  });
});

describe('what stands in the way of sending', () => {
  const row = (name: string, value = '') => ({ headers: [{ id: 4, name, value }] });

  test('is nothing at first', () => {
    expect(checkDraft(original, '')).toEqual([]);
  });

  test.each([
    [{ endpoint: '' }, 'endpoint', 'is missing'],
    [{ endpoint: 'localhost' }, 'endpoint', '“localhost” is not a URL'],
    [{ endpoint: 'localhost:3000/hook' }, 'endpoint', 'not localhost'],
    [{ endpoint: 'http://localhost:3000/a b' }, 'endpoint', 'is not a URL'],
    [{ endpoint: 'ftp://localhost/' }, 'endpoint', 'not ftp'],
    [row(''), 'headers', 'name of this header is missing'],
    [row('X Extra'), 'headers', '“X Extra” cannot be the name'],
    [row('X-Extra:'), 'headers', 'cannot be the name'],
    [row('Content-Length', '3'), 'headers', 'belongs to the connection'],
    [row('X-Extra', 'a\r\nX-Admin: 1'), 'headers', 'contains a line break'],
    [row('X-Extra', '確認'), 'headers', 'a character that HTTP cannot carry'],
    [{ signing: 'other_key' } as const, 'key', 'key to sign with is missing'],
  ])('is told at its field with what would do: %j', (change, field, words) => {
    const problems = checkDraft({ ...original, ...change }, '');
    expect(problems).toHaveLength(1);
    expect(problems[0]?.field).toBe(field);
    expect(problems[0]?.message).toContain(words);
    expect(problems[0]?.hint).toBeTruthy();
    if (field === 'headers') expect(problems[0]?.rowId).toBe(4);
  });

  test('is not what HTTP allows, however odd', () => {
    const headers = [
      { id: 1, name: 'x-empty', value: '' },
      { id: 2, name: "!#$%&'*+.^_`|~", value: 'caf\u00e9\t!' },
    ];
    expect(checkDraft({ ...original, headers, body: '', endpoint: 'http://[::1]:3000' }, '')).toEqual([]);
  });
});

describe('edits that outlive a reload', () => {
  const createStore = () => {
    const kept = new Map<string, string>();
    return {
      kept,
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    };
  };

  test('come back for the same delivery and for no other', () => {
    const store = createStore();
    const draft = { ...original, body: 'edited' };
    writeDraft(store, 3, 'dlv_1', draft);
    const back = readDraft(store, 3, 'dlv_1');
    expect(back && isSameDraft(back, draft)).toBe(true);
    expect(readDraft(store, 3, 'dlv_2')).toBeNull();
    expect(readDraft(store, 4, 'dlv_1')).toBeNull();
    writeDraft(store, 3, 'dlv_1', null);
    expect(store.kept.size).toBe(0);
  });

  test('are nothing when they cannot be read or kept', () => {
    const store = createStore();
    for (const text of ['{', '{}', '{"deliveryId":"dlv_1","draft":{"endpoint":1}}', 'null']) {
      store.setItem('paystage:resend:3', text);
      expect(readDraft(store, 3, 'dlv_1')).toBeNull();
    }
    const refuse = () => {
      throw new Error('no room');
    };
    writeDraft({ getItem: () => null, setItem: refuse, removeItem: refuse }, 3, 'dlv_1', original);
  });
});

describe('two answers next to each other', () => {
  const response = { status: 204, headers: [['X-Trace', 'one'] as [string, string]] };

  test('mark what differs, but for the time of the answer', () => {
    const [one, other] = compareAnswers(makeAttempt(), makeResend(9));
    expect(one).toMatchObject({ status: { text: 'Status 204', isOwn: true }, body: null, latency: '12 ms' });
    expect(other).toMatchObject({ status: { text: 'Status 401', isOwn: true }, bodyLabel: 'JSON, 21 bytes' });
    expect(one.headers).toEqual([{ text: 'Date: now', isOwn: false }]);
    expect(other.body?.map(({ text, isOwn }) => [text, isOwn])).toEqual([
      ['{', true],
      ['  "error": "signature"', true],
      ['}', true],
    ]);
    expect(tellDifference([one, other])).toBe('The app answered 401 instead of 204.');
  });

  test.each([
    [{ response }, { response }, 'The app answered 204 again, the same answer.'],
    [
      { response },
      { response: { ...response, headers: [['X-Trace', 'two'] as [string, string]] } },
      'The app answered 204 again; only headers differ.',
    ],
    [
      { response },
      { response: { ...response, body: { text: 'x', sizeBytes: 1 } } },
      'The app answered 204 again, with another body.',
    ],
  ])('are told apart in one sentence', (first, second, sentence) => {
    expect(tellDifference(compareAnswers(makeAttempt(first), makeAttempt(second)))).toBe(sentence);
  });

  test('include the case that nobody answered', () => {
    const { response: _, ...silent } = makeResend(9, { code: 'refused' }) as LogRecord & ResendFinished;
    expect(tellDifference(compareAnswers(makeAttempt({ response }), silent))).toBe('No answer instead of 204.');
    expect(tellDifference(compareAnswers(silent, makeAttempt({ response })))).toBe('The app answered 204 instead of no answer.');
    expect(tellDifference(compareAnswers(silent, silent))).toBe('No answer again.');
  });
});
