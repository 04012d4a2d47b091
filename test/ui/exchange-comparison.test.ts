import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CapturedBody, Header } from '../../server/protocol/records.js';
import { compareHeaders, isReordered } from '../../ui/src/exchange/compare-headers.js';
import { compareMessages, isUnchanged } from '../../ui/src/exchange/compare-messages.js';
import type { WireMessage } from '../../ui/src/format/messages.js';
import { toBinaryBody, toTextBody } from './make-exchange.js';

const anyHeaders = fc.array(
  fc.tuple(fc.constantFrom('A', 'a', 'B', 'C', 'Date'), fc.constantFrom('1', '2', '')) as fc.Arbitrary<Header>,
  { maxLength: 8 },
);

/** `kind name: before → after`, in order. */
function tell(before: Header[], after: Header[]): string[] {
  return compareHeaders(before, after).map(
    ({ kind, before: one, after: other }) => `${kind} ${one?.join(':') ?? '-'} ${other?.join(':') ?? '-'}`,
  );
}

describe('headers compared', () => {
  test('pairs by name, whatever its case, and the second of a name with the second', () => {
    expect(
      tell(
        [
          ['A', '1'],
          ['B', '1'],
          ['a', '2'],
        ],
        [
          ['a', '1'],
          ['b', '2'],
          ['A', '2'],
          ['a', '3'],
        ],
      ),
    ).toEqual(['changed A:1 a:1', 'changed B:1 b:2', 'changed a:2 A:2', 'added - a:3']);
  });

  test('leaves what was taken away where it stood', () => {
    expect(
      tell(
        [
          ['X', '1'],
          ['A', '1'],
          ['Y', '1'],
          ['Z', '1'],
          ['B', '1'],
          ['W', '1'],
        ],
        [
          ['A', '1'],
          ['N', '1'],
          ['B', '1'],
        ],
      ),
    ).toEqual([
      'removed X:1 -',
      'same A:1 A:1',
      'removed Y:1 -',
      'removed Z:1 -',
      'added - N:1',
      'same B:1 B:1',
      'removed W:1 -',
    ]);
    expect(tell([['A', '1']], [])).toEqual(['removed A:1 -']);
    expect(tell([], [['A', '1']])).toEqual(['added - A:1']);
  });

  test('lists every header of both once, those of the second in their order', () => {
    fc.assert(
      fc.property(anyHeaders, anyHeaders, (before, after) => {
        const changes = compareHeaders(before, after);
        expect(changes.flatMap((change) => (change.after ? [change.after] : []))).toEqual(after);
        const found = changes.flatMap((change) => (change.before ? [change.before] : []));
        expect(found.map(String).sort()).toEqual(before.map(String).sort());
        for (const { kind, before: one, after: other } of changes)
          expect(kind).toBe(!one ? 'added' : !other ? 'removed' : String(one) === String(other) ? 'same' : 'changed');
      }),
    );
  });

  test('is all the same for the same headers, in the same order only', () => {
    fc.assert(
      fc.property(anyHeaders, (headers) => {
        expect(compareHeaders(headers, headers).every(({ kind }) => kind === 'same')).toBe(true);
        expect(isReordered(headers, headers)).toBe(false);
      }),
    );
    expect(
      isReordered(
        [
          ['A', '1'],
          ['B', '1'],
        ],
        [
          ['b', '1'],
          ['a', '1'],
        ],
      ),
    ).toBe(true);
    expect(
      isReordered(
        [
          ['A', '1'],
          ['B', '1'],
        ],
        [
          ['N', '1'],
          ['a', '2'],
          ['b', '1'],
        ],
      ),
    ).toBe(false);
  });
});

function makeMessage(body: CapturedBody | null, overrides: Partial<WireMessage> = {}): WireMessage {
  return {
    title: 'Request',
    startLine: 'POST http://localhost:3000/hook',
    headers: [['Content-Type', 'application/json']],
    body,
    bodyNote: null,
    plain: null,
    ...overrides,
  };
}

const compareBodies = (before: WireMessage | null, after: WireMessage | null) => compareMessages('Request', before, after).body;
const makePlain = (text: string) => ({ title: 'Payload', contentType: 'application/json', body: toTextBody(text) });

describe('messages compared', () => {
  test('differ in nothing when they are the same', () => {
    const change = compareMessages('Request', makeMessage(toTextBody('{"a":1}')), makeMessage(toTextBody('{"a":1}')));
    expect(isUnchanged(change)).toBe(true);
    expect(change.body).toEqual({ kind: 'same', label: 'JSON, 7 bytes' });
  });

  test.each<[string, Partial<WireMessage>]>([
    ['its first line', { startLine: 'POST http://localhost:3000/other' }],
    ['a header', { headers: [['Content-Type', 'text/plain']] }],
    [
      'a header more',
      {
        headers: [
          ['Content-Type', 'application/json'],
          ['X', ''],
        ],
      },
    ],
    ['its body', { body: toTextBody('{"a":2}') }],
  ])('differ by %s', (_, overrides) => {
    const change = compareMessages('Request', makeMessage(toTextBody('{"a":1}')), makeMessage(toTextBody('{"a":1}'), overrides));
    expect(isUnchanged(change)).toBe(false);
  });

  test('lay JSON out, and write out what cannot be seen', () => {
    expect(compareBodies(makeMessage(toTextBody('{"a":1}')), makeMessage(toTextBody('{"a":"\u202e"}')))).toEqual({
      kind: 'text',
      before: '{\n  "a": 1\n}',
      after: '{\n  "a": "⟨U+202E⟩"\n}',
      language: 'json',
      form: 'read',
    });
  });

  test('show bytes that differ in blanks only as they are, because laid out they are the same', () => {
    expect(compareBodies(makeMessage(toTextBody('{"a":1}')), makeMessage(toTextBody('{ "a":1}')))).toMatchObject({
      kind: 'text',
      before: '{"a":1}',
      after: '{ "a":1}',
      form: 'sent',
    });
  });

  test('colour as JSON only what is JSON on both sides', () => {
    expect(compareBodies(makeMessage(toTextBody('{"a":1}')), makeMessage(toTextBody('{"a":')))).toMatchObject({
      language: 'text',
    });
    expect(compareBodies(makeMessage(null), makeMessage(toTextBody('{"a":1}')))).toMatchObject({ before: '', language: 'json' });
  });

  test('show the payloads before encryption where both are known, and the bytes where one is not', () => {
    const [one, other] = ['c2VhbGVk', 'b3RoZXJz'].map((data) => toTextBody(`{"data":"${data}"}`));
    const before = makeMessage(one ?? null, { plain: makePlain('{"status":"open"}') });
    expect(compareBodies(before, makeMessage(other ?? null, { plain: makePlain('{"status":"paid"}') }))).toMatchObject({
      form: 'plain',
      before: '{\n  "status": "open"\n}',
      after: '{\n  "status": "paid"\n}',
    });
    expect(compareBodies(before, makeMessage(other ?? null))).toMatchObject({
      form: 'read',
      after: '{\n  "data": "b3RoZXJz"\n}',
    });
    // Sealed with another key: only the bytes differ.
    expect(compareBodies(before, makeMessage(other ?? null, { plain: makePlain('{"status":"open"}') }))).toMatchObject({
      form: 'read',
      before: '{\n  "data": "c2VhbGVk"\n}',
    });
  });

  test('say when there is no body, when one is not known, and when there is no message', () => {
    expect(compareBodies(makeMessage(null), makeMessage(toTextBody('')))).toEqual({ kind: 'none' });
    const unknown = makeMessage(null, { bodyNote: 'The body stands in the record of the event.' });
    expect(compareBodies(unknown, makeMessage(toTextBody('a')))).toEqual({ kind: 'unknown' });
    expect(compareMessages('Response', null, makeMessage(toTextBody('no'), { startLine: 'Status 500' }))).toMatchObject({
      startLine: { before: null, after: 'Status 500' },
      headers: [{ kind: 'added' }],
      body: { kind: 'text', before: '', after: 'no', form: 'read' },
    });
    expect(compareMessages('Response', null, null)).toMatchObject({
      startLine: { before: null, after: null },
      body: { kind: 'none' },
    });
  });

  test('tell bytes from text, and a longer body from a shorter one with the same beginning', () => {
    expect(compareBodies(makeMessage(toBinaryBody(255)), makeMessage(toBinaryBody(255)))).toMatchObject({ kind: 'same' });
    expect(compareBodies(makeMessage(toBinaryBody(255)), makeMessage(toBinaryBody(254)))).toMatchObject({
      form: 'bytes',
      before: expect.stringMatching(/^00000000 {2}ff /),
      after: expect.stringMatching(/^00000000 {2}fe /),
      language: 'text',
    });
    const cut = (sizeBytes: number) => makeMessage({ text: 'abc', sizeBytes, isCut: true }, { headers: [] });
    expect(isUnchanged(compareMessages('Request', cut(9_000), cut(9_001)))).toBe(false);
  });
});
