import type { Redactor } from '../../log/redact.js';
import type { Header, ResendFinished } from '../../protocol/records.js';
import { URL_CREDENTIALS } from '../../transport/transport-request.js';

type Told = Pick<
  ResendFinished,
  'code' | 'sentence' | 'latencyMs' | 'remoteAddress' | 'request' | 'response' | 'location' | 'note'
>;

/** What a record may keep of a resend: a person may have typed a secret anywhere, and the app may have answered with it. */
export function maskExchange(told: Told, redact: Redactor, credentialHeaders: readonly string[]): Told {
  const isCredential = ([name, value]: Header) => credentialHeaders.includes(name.toLowerCase()) && value !== URL_CREDENTIALS;
  const headers = told.request.headers.map(
    (header): Header => (isCredential(header) ? [header[0], redact.maskCredential(header[1])] : header),
  );
  return maskTexts({ ...told, request: { ...told.request, headers } }, (text) => redact.maskText(text));
}

/** Masks every text in a value, however deep it stands. */
export function maskTexts<T>(value: T, mask: (text: string) => string): T {
  if (typeof value === 'string') return mask(value) as T;
  if (Array.isArray(value)) return value.map((item) => maskTexts(item, mask)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, maskTexts(part, mask)])) as T;
}
