import { createDecipheriv } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encryptPayload, isUsableKey } from '../../../server/providers/secpaid/encryption.js';
import { buildEvent, type Notice } from '../../../server/providers/secpaid/payload.js';
import { settings } from '../../../server/providers/secpaid/settings.js';
import { readSecPaidNotice } from '../../support/secpaid-notice.js';

const defaults = settings.parse({});
const payloads = 'fixtures/payloads/secpaid';
const { vectors } = JSON.parse(readFileSync('fixtures/vectors/secpaid.json', 'utf8'));
const key = 'mockSecPaidKey-0123456789-ABCDEF';
const notice: Notice = { payId: '50001', amountMinor: 4250, userId: 'u-1', note: 'Order 7731', kind: 'paid' };

describe('the webhook body', () => {
  for (const file of readdirSync(payloads)) {
    test(`matches ${file} byte for byte`, () => {
      const fixture = JSON.parse(readFileSync(`${payloads}/${file}`, 'utf8'));
      expect(fixture.source).toBeTruthy();
      const event = buildEvent(fixture.notice, { ...defaults, webhookFormat: fixture.webhookFormat }, []);
      expect(event.body).toBe(fixture.body);
      expect(event.contentType).toBe(fixture.contentType);
    });
  }

  test('has fixtures for both events in all three formats', () => {
    expect(readdirSync(payloads)).toHaveLength(6);
  });

  test('takes the status word from webhookStatusCase, for payments only', () => {
    const flat = { ...defaults, webhookFormat: 'flat-json' as const };
    expect(JSON.parse(buildEvent(notice, { ...flat, webhookStatusCase: 'Success' }, []).body)['data[status]']).toBe('Success');
    expect(JSON.parse(buildEvent(notice, { ...defaults, webhookStatusCase: 'success' }, []).body).data.status).toBe('success');
    expect(
      JSON.parse(buildEvent({ ...notice, kind: 'cancelled' }, { ...defaults, webhookStatusCase: 'Success' }, []).body).data
        .status,
    ).toBe('cancel');
  });

  test('carries a note in the form only when formNote is on', () => {
    const form = { ...defaults, webhookFormat: 'form' as const };
    expect(new URLSearchParams(buildEvent(notice, form, []).body).get('data[note]')).toBeNull();
    expect(new URLSearchParams(buildEvent(notice, { ...form, formNote: true }, []).body).get('data[note]')).toBe('Order 7731');
  });

  test('parses back to what it says, whatever the note and the amount', () => {
    const anyNote = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(
        anyNote,
        fc.integer({ min: 1, max: 999_999_999_999_999 }),
        fc.integer({ min: 1, max: 999_999_999 }),
        (note, amountMinor, id) => {
          const told = { ...notice, note, amountMinor, payId: String(id) };
          const nested = JSON.parse(buildEvent(told, defaults, []).body);
          expect(nested).toEqual({
            ResponseCode: 1,
            data: { pay_id: id, note, amount: nested.data.amount, user_id: 'u-1', status: 'Success' },
          });
          expect(Math.round(nested.data.amount * 100)).toBe(amountMinor);
          const form = new URLSearchParams(buildEvent(told, { ...defaults, webhookFormat: 'form', formNote: true }, []).body);
          expect(form.get('data[note]')).toBe(note);
          expect(Math.round(Number(form.get('data[amount]')) * 100)).toBe(amountMinor);
          for (const webhookFormat of ['nested-json', 'flat-json'] as const) {
            const { body } = buildEvent(told, { ...defaults, webhookFormat }, []);
            expect(readSecPaidNotice(JSON.parse(body))).toEqual({ payId: String(id), status: 'success' });
          }
        },
      ),
    );
  });
});

describe('encryption', () => {
  for (const { name, key: vectorKey, plain, base64 } of vectors) {
    test(`gives the published ciphertext for "${name}"`, () => expect(encryptPayload(plain, vectorKey)).toBe(base64));
  }

  test('wraps the nested body in data and keeps the plain one beside it', () => {
    const event = buildEvent(notice, defaults, ['http://a/'], key);
    expect(Object.keys(JSON.parse(event.body))).toEqual(['data']);
    expect(event.plainBody).toBe(buildEvent(notice, defaults, []).body);
    expect(readSecPaidNotice(JSON.parse(event.body), key)).toEqual({ payId: '50001', status: 'success' });
    expect(event.contentType).toBe('application/json');
  });

  test('is left out of the other formats', () => {
    const event = buildEvent(notice, { ...defaults, webhookFormat: 'flat-json' }, [], key);
    expect(event.plainBody).toBeUndefined();
    expect(JSON.parse(event.body)['data[pay_id]']).toBe(50001);
  });

  test('decrypts back for every text and key of 32 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\x21-\x7e]{32}$/), (plain, anyKey) => {
        const decipher = createDecipheriv('aes-256-cbc', anyKey, anyKey.slice(0, 16));
        const text = Buffer.concat([decipher.update(encryptPayload(plain, anyKey), 'base64'), decipher.final()]).toString('utf8');
        expect(text).toBe(plain);
      }),
    );
  });

  test('counts bytes, not characters, and takes 16 bytes for the vector', () => {
    const umlauts = 'ü'.repeat(16);
    expect(isUsableKey(umlauts)).toBe(true);
    expect(isUsableKey('ü'.repeat(32))).toBe(false);
    expect(encryptPayload('x', umlauts)).toMatch(/^[\w+/]+=*$/);
  });
});
