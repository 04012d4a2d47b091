import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../protocol/records.js';
import { isHttpUrl, MAX_TARGETS } from './targets.js';

const CALLBACK_PAGE = 'docs.secpaid.com/how-to/callback-url';
const ENDPOINT_PAGE = 'docs.secpaid.com/how-to/payment-endpoint';

const urlList = z
  .array(
    z.string().refine((text) => isHttpUrl(text), 'must be an absolute http or https URL without blanks or control characters'),
  )
  .max(MAX_TARGETS);

/** What a merchant sets up in SecPaid's dashboard. */
export const profileSettings = {
  callbackUrls: urlList.default([]).meta({
    title: 'Saved callback URLs; a link names them by index, or gets all of them',
    evidence: 'documented',
    source: CALLBACK_PAGE,
  }),
  paymentEndpoints: urlList.default([]).meta({
    title: 'Saved payment endpoints; a link names them by index, or gets all of them',
    evidence: 'documented',
    source: ENDPOINT_PAGE,
  }),
  recipientTokens: z
    .array(z.string().regex(/^[\w-]{1,64}$/, 'must be letters, digits, "-" or "_"'))
    .max(100)
    .default(['shop-b', 'shop-c'])
    .meta({
      title: 'Recipient tokens of other merchants, for split links',
      evidence: 'assumed',
      source: 'docs.secpaid.com/how-to/recipient-token; these merchants are made up',
    }),
  isKeyDisabled: z.boolean().default(false).meta({
    title: 'The API token is disabled: every call answers 403',
    evidence: 'assumed',
    source: 'docs.secpaid.com/api-doc/keys',
  }),
  isEncryption: z.boolean().default(false).meta({
    title: 'Webhooks are encrypted unless a link says otherwise',
    evidence: 'documented',
    source: 'docs.secpaid.com/concepts/encryption',
  }),
};

/** Names under which SecPaid's API and dashboard know the same settings. */
const ALIASES: Record<string, string> = {
  callback_url: 'callbackUrls',
  callbackUrl: 'callbackUrls',
  payment_endpoint: 'paymentEndpoints',
  paymentEndpoint: 'paymentEndpoints',
  is_encryption: 'isEncryption',
};

/** Accepts SecPaid's own names, one URL for a list of one, and `Yes`/`No`. Anything else is left for the schema to judge. */
export function normaliseSettings(patch: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(patch).map(([given, value]) => {
      const name = Object.hasOwn(ALIASES, given) ? (ALIASES[given] ?? given) : given;
      return [name, normaliseValue(name, value)];
    }),
  );
}

function normaliseValue(name: string, value: JsonValue): JsonValue {
  if (name === 'callbackUrls' || name === 'paymentEndpoints' || name === 'recipientTokens') {
    if (typeof value === 'string') return value === '' ? [] : [value];
  }
  if (name === 'isEncryption' && typeof value === 'string') {
    if (/^(yes|true)$/i.test(value)) return true;
    if (/^(no|false)$/i.test(value)) return false;
  }
  return value;
}
