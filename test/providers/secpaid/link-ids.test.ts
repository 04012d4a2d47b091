import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeLinkId, encodeLinkId } from '../../../server/providers/secpaid/link.js';

describe('link ids', () => {
  test.each([
    ['7', 'Nw=='],
    ['124', 'MTI0'],
    ['12345', 'MTIzNDU='],
    ['50001', 'NTAwMDE='],
  ])('%s is %s', (id, encoded) => expect(encodeLinkId(id)).toBe(encoded));

  test('come back padded, unpadded and percent-encoded', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999_999_999 }), (number) => {
        const id = String(number);
        const encoded = encodeLinkId(id);
        for (const form of [encoded, encoded.replace(/=/g, ''), encoded.replace(/=/g, '%3D'), encoded.replace(/=/g, '%3d')]) {
          expect(decodeLinkId(form)).toBe(id);
        }
      }),
    );
  });

  test('are never made of anything else', () => {
    for (const text of [
      '',
      '=',
      '====',
      '50001',
      'NTAwMDE==x',
      'NTAwMDF=',
      'bm90IGEgbnVtYmVy',
      '-_',
      '<script>',
      'Ä',
      'NT AwMDE=',
      '../..',
    ]) {
      const id = decodeLinkId(text);
      expect(id === undefined || /^\d+$/.test(id), text).toBe(true);
      if (id !== undefined) expect(encodeLinkId(id).replace(/=+$/, '')).toBe(text.replace(/=+$/, ''));
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(decodeLinkId(text) ?? '1').toMatch(/^\d+$/);
      }),
    );
  });
});
