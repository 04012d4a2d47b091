import type { Header } from '../../../protocol/records.js';
import type { HeaderVariant, KeyVariant } from '../../provider.js';

const SIGNATURE = 'x-signature';
const TIMESTAMP = 'x-timestamp';
const PREFIX = 'sp_secret_';

/** Keys that sign wrongly; each is what a careless verifier may use. */
export function listWrongKeys(key: string): KeyVariant[] {
  const unprefixed = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : '';
  return [
    { name: 'signed with another key', key: `${PREFIX}${'0'.repeat(32)}` },
    ...(unprefixed === '' ? [] : [{ name: 'signed with the key without its prefix', key: unprefixed }]),
    { name: 'signed with an empty key', key: '' },
  ];
}

/** Headers of a genuine delivery that a verifier must not take. */
export function mangleHeaders(headers: readonly Header[]): HeaderVariant[] {
  const signature = readHeader(headers, SIGNATURE);
  const timestamp = Number(readHeader(headers, TIMESTAMP));
  const set = (name: string, change: string | null) => setHeader(headers, name, change);
  return [
    { name: 'no X-Signature', headers: set(SIGNATURE, null) },
    { name: 'no X-Timestamp', headers: set(TIMESTAMP, null) },
    { name: 'an empty X-Signature', headers: set(SIGNATURE, '') },
    { name: '63 hex digits', headers: set(SIGNATURE, signature.slice(0, 63)) },
    { name: 'a signature that is no hex', headers: set(SIGNATURE, 'z'.repeat(64)) },
    { name: 'two different signatures', headers: [...headers, ['X-Signature', 'a'.repeat(64)]] },
    { name: 'the timestamp changed by 1 s', headers: set(TIMESTAMP, String(timestamp + 1)) },
    { name: 'a timestamp that is no number', headers: set(TIMESTAMP, 'yesterday') },
  ];
}

function readHeader(headers: readonly Header[], wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}

function setHeader(headers: readonly Header[], wanted: string, value: string | null): Header[] {
  return headers.flatMap(([name, given]): Header[] => {
    if (name.toLowerCase() !== wanted) return [[name, given]];
    return value === null ? [] : [[name, value]];
  });
}
