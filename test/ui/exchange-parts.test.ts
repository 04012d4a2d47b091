import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listHeadFacts } from '../../ui/src/exchange/head-facts.js';
import { locateParts } from '../../ui/src/exchange/locate-parts.js';
import { makeApiCalled, makeRequest } from './make-exchange.js';
import { makeAttemptFinished, makeAttemptStarted, makeNotice } from './make-record.js';

const toPieces = (...texts: string[]) => texts.map((text, index) => ({ title: `piece ${index}`, text }));

describe('the parts of a signed string', () => {
  test('are told by the positions of their bytes, not of their characters', () => {
    expect(locateParts('170€{"a":1}', toPieces('{"a":1}', '170€', 'unused'))).toEqual([
      { title: 'piece 1', text: '170€', firstByte: 0, lastByte: 5 },
      { title: 'piece 0', text: '{"a":1}', firstByte: 6, lastByte: 12 },
    ]);
  });

  test('are not told where something else stands between them, or where the whole is one of them', () => {
    expect(locateParts('170.{}', toPieces('170', '{}'))).toBeNull();
    expect(locateParts('{}', toPieces('{}', ''))).toBeNull();
    expect(locateParts('', toPieces('', ''))).toBeNull();
    expect(locateParts('abab', toPieces('ab'))).toBeNull();
  });

  test('are found also where one begins like another', () => {
    expect(locateParts('1122', toPieces('1', '11', '22'))?.map(({ text }) => text)).toEqual(['11', '22']);
  });

  test('make the whole up again, byte by byte', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (texts) => {
        const whole = Buffer.from(texts.join(''));
        const parts = locateParts(texts.join(''), toPieces(...texts)) ?? [];
        expect(parts.map((part) => part.text).join('')).toBe(texts.join(''));
        for (const { text: part, firstByte, lastByte } of parts)
          expect(whole.subarray(firstByte, lastByte + 1).toString()).toBe(part);
      }),
    );
  });
});

describe('the first facts about a record', () => {
  test('are when it began, which attempt it is and how long it took', () => {
    const start = makeAttemptStarted(4_000, 'p1', 2);
    const facts = listHeadFacts(makeAttemptFinished(9_000, 'p1', 2, { latencyMs: 1_500, trigger: 'manual' }), start);
    expect(facts.slice(1)).toEqual(['attempt 2, manual', 'took 1.5 s']);
    expect(facts[0]).toMatch(/14\.000$/);
  });

  test('leave out what does not apply', () => {
    expect(listHeadFacts(makeApiCalled(1, makeRequest())).slice(1)).toEqual(['took 40 ms']);
    expect(listHeadFacts(makeNotice(1))).toHaveLength(1);
  });
});
