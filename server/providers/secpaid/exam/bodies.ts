import { toMajorNumber } from '../../../domain/money.js';
import type { BodyVariant, ExamPayment } from '../../provider.js';
import { editNotice, findShape, readNotice, type Shape, writeNotice } from './notice-text.js';

const SHAPES: readonly { shape: Shape; name: string }[] = [
  { shape: 'nested-json', name: 'nested JSON' },
  { shape: 'flat-json', name: 'flat JSON' },
  { shape: 'form', name: 'a form' },
];

/** Nothing is signed, so these only differ from what the provider said. */
export function tamper(body: string): BodyVariant[] {
  const { amountMinor } = readNotice(body);
  return [
    { name: 'one digit of the amount changed', body: editNotice(body, { amount: toMajorNumber(amountMinor + 1) }) },
    { name: 'one letter of the status changed', body: editNotice(body, { status: 'Succesx' }) },
    { name: 'one blank at the end', body: `${body} ` },
  ];
}

/** No body carries a currency: it is always EUR. */
export function mismatch(body: string): BodyVariant[] {
  const { amountMinor } = readNotice(body);
  return [
    { name: 'amount of 1 cent', body: editNotice(body, { amount: 0.01 }) },
    { name: 'a hundred times the amount', body: editNotice(body, { amount: toMajorNumber(amountMinor * 100) }) },
  ];
}

export function renameStatus(body: string): BodyVariant[] {
  return [
    { name: 'a status that is documented nowhere', body: editNotice(body, { status: 'OnHold' }) },
    { name: 'a word of the lists, never seen in an event', body: editNotice(body, { status: 'Pending' }) },
  ];
}

/**
 * The shapes that the provider's pages and plugin show, and what may change without changing the payment. An id as text comes with the form;
 * in JSON it stays the integer that is documented.
 */
export function addTolerable(body: string): BodyVariant[] {
  const own = findShape(body);
  const notice = readNotice(body);
  const others = SHAPES.filter(({ shape }) => shape !== own).map(({ shape, name }) => ({
    name: `the same news as ${name}`,
    ...writeNotice(notice, shape),
  }));
  return [
    { name: 'a field that no page lists', body: editNotice(body, { payment_method: 'card' }) },
    ...(own === 'nested-json' ? [{ name: 'fields in another order', body: reverseFields(body) }] : []),
    { name: 'an empty note', body: editNotice(body, { note: '' }) },
    { name: 'a note of 4,000 characters', body: editNotice(body, { note: 'long '.repeat(800) }) },
    ...others,
  ];
}

export function retarget(body: string, to: Pick<ExamPayment, 'id' | 'reference' | 'amountMinor'>): string {
  const changes = { pay_id: Number(to.id), amount: toMajorNumber(to.amountMinor) };
  // Only the nested shape says whose order it is in words.
  return editNotice(body, findShape(body) === 'nested-json' ? { ...changes, note: to.reference } : changes);
}

/** The forms of a cancellation; the key of its status is capitalised in the flat one. */
export function cancel(body: string): BodyVariant[] {
  const notice = { ...readNotice(body), kind: 'cancelled' as const };
  return SHAPES.filter(({ shape }) => shape !== 'form').map(({ shape, name }) => ({
    name: `a cancellation as ${name}`,
    ...writeNotice(notice, shape),
  }));
}

function reverseFields(body: string): string {
  const { data, ...rest } = JSON.parse(body) as { data: object };
  return JSON.stringify({ data: Object.fromEntries(Object.entries(data).reverse()), ...rest });
}
