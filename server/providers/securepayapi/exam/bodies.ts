import type { JsonObject } from '../../../protocol/records.js';
import type { BodyVariant, ExamPayment } from '../../provider.js';

/** Changes of a payload, each in one thing, in the form in which the provider writes JSON: what a verifier makes of a parsed body is the same. */
function vary(body: string, name: string, change: (payload: JsonObject) => JsonObject): BodyVariant {
  return { name, body: JSON.stringify(change(JSON.parse(body) as JsonObject)) };
}

/** Bytes that differ from those that were signed. */
export function tamper(body: string): BodyVariant[] {
  return [
    vary(body, 'one digit of famt changed', (payload) => ({ ...payload, famt: Number(payload.famt) + 1 })),
    vary(body, 'one letter of status changed', (payload) => ({ ...payload, status: changeLastLetter(String(payload.status)) })),
    { name: 'one blank at the end', body: `${body} `, isSameContent: true },
  ];
}

export function mismatch(body: string): BodyVariant[] {
  return [
    vary(body, 'amount of 1 cent', (payload) => ({ ...payload, famt: 1 })),
    vary(body, 'a hundred times the amount', (payload) => ({ ...payload, famt: Number(payload.famt) * 100 })),
    vary(body, 'another currency', (payload) => ({ ...payload, currency: payload.currency === 'EUR' ? 'USD' : 'EUR' })),
  ];
}

export function renameStatus(body: string): BodyVariant[] {
  return [vary(body, 'a status that is documented nowhere', (payload) => ({ ...payload, status: 'REVIEWING' }))];
}

/** Changes that a later version of the provider may bring, and that change nothing about the payment. */
export function addTolerable(body: string): BodyVariant[] {
  return [
    vary(body, 'fields that no page lists', (payload) => ({ ...payload, network: { scheme: 'visa' }, tags: ['new'] })),
    vary(body, 'keys in another order', (payload) => Object.fromEntries(Object.entries(payload).reverse())),
    vary(body, 'an empty customerid and statustext', (payload) => ({ ...payload, customerid: '', statustext: '' })),
    vary(body, 'a statustext of 4,000 characters', (payload) => ({ ...payload, statustext: 'long '.repeat(800) })),
    vary(body, 'null for customerid', (payload) => ({ ...payload, customerid: null })),
  ];
}

/** Bytes that careless handling changes. */
export function stressBytes(body: string): BodyVariant[] {
  return [
    vary(body, 'letters beyond ASCII and an emoji', (payload) => ({ ...payload, statustext: 'Übergrößen 確認 😀' })),
    vary(body, 'slash, quotes, backslash, angle brackets', (payload) => ({ ...payload, statustext: 'a/b "c" \\d <e> & f' })),
    vary(body, 'tab, line break and a control character', (payload) => ({ ...payload, statustext: 'a\tb\nc\u0001d' })),
    { ...vary(body, 'a number with a fraction', (payload) => ({ ...payload, fee: 0.1 })), hasNewKeys: true },
    { ...vary(body, 'keys that look like numbers', (payload) => ({ 1: 'one', 2: 'two', ...payload })), hasNewKeys: true },
    vary(body, 'line separators U+2028 and U+2029', (payload) => ({ ...payload, statustext: 'a\u2028b\u2029c' })),
  ];
}

/** Nothing but a blank that parsing loses: verifies over the raw bytes only. */
export function spaceOut(body: string): BodyVariant {
  return { name: 'a blank after the first colon', body: body.replace('":', '": ') };
}

export function retarget(body: string, to: Pick<ExamPayment, 'id' | 'reference' | 'amountMinor'>): string {
  return vary(body, '', (payload) => ({ ...payload, id: to.id, externalid: to.reference, famt: to.amountMinor })).body;
}

/** @param words for the ends of a payment, as the account writes them. */
export function unpay(body: string, words: { failed: string; expired: string }): BodyVariant[] {
  return [
    vary(body, 'the same payment failed', (payload) => ({
      ...payload,
      status: words.failed,
      statustext: 'The issuer declined the card',
    })),
    vary(body, 'the same payment expired', (payload) => ({
      ...payload,
      status: words.expired,
      statustext: 'Nobody paid in time',
    })),
  ];
}

function changeLastLetter(word: string): string {
  return `${word.slice(0, -1)}${word.endsWith('X') ? 'Y' : 'X'}`;
}
