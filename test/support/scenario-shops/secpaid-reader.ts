import { readSecPaidNotice, type SecPaidNotice } from '../secpaid-notice.js';
import type { Has } from './secpaid-bugs.js';

/** What a webhook says. Nothing in it is proven. */
export interface Notice extends SecPaidNotice {
  note: string;
  /** In EUR. */
  amount: number;
}

type Fields = Record<string, unknown>;

const KNOWN_FIELDS = ['pay_id', 'note', 'amount', 'user_id', 'status'];

/** `unreadable`: no parser made anything of it. `strange`: parsed, but no webhook of SecPaid. */
export type ReadNotice = Notice | 'unreadable' | 'strange';

/** Reads the body of a webhook in any shape that SecPaid gives it, whatever it calls itself. */
export function readNotice(bytes: Buffer, contentType: string, encryptionKey: string, has: Has): ReadNotice {
  const body = parse(bytes.toString('utf8'), contentType, has);
  if (body === null) return 'unreadable';
  if (has('reads-nested-json-only') && typeof body.data !== 'object') return 'strange';
  if (has('reads-small-status-only') && 'data[Status]' in body) return 'strange';
  const fields = typeof body.data === 'object' ? (body.data as Fields) : {};
  if (has('strict-parser') && Object.keys(fields).some((name) => !KNOWN_FIELDS.includes(name))) return 'strange';
  const notice = readSecPaidNotice(body, has('reads-plain-webhooks-only') ? undefined : encryptionKey);
  return notice ? { ...notice, note: String(fields.note ?? ''), amount: Number(fields.amount) } : 'strange';
}

function parse(text: string, contentType: string, has: Has): Fields | null {
  const isKnownType = contentType === 'application/json' || contentType === 'application/x-www-form-urlencoded';
  if (has('acknowledges-the-unreadable') && !isKnownType) return null;
  // A JSON object begins with a brace, and no form does.
  if (!text.startsWith('{') && !has('reads-json-only')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
}
