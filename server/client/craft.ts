import type { Header, ResendMethod, ResendSigning } from '../protocol/records.js';

/** How a delivery is bent before it is sent once; what is left out is as the delivery has it. */
export interface Craft {
  /** `fresh` signs again, `kept` sends the headers as they are, `other_key` signs with `key`. Default `fresh`. */
  signing?: ResendSigning;
  /** Signs in place of the secret key, with `other_key`; never recorded. */
  key?: string;
  /** Signs as if lane time were so much later; negative: earlier. */
  signedAtOffsetMs?: number;
  /** Default POST. GET, HEAD, OPTIONS and DELETE send a body only when one is given. */
  method?: ResendMethod;
  endpoint?: string;
  /** In the order they are sent. Kept ones go out exactly so, besides host, connection and length. */
  headers?: readonly Header[];
  /** A text, or bytes as they are; at most 1 MiB. */
  body?: string | Uint8Array;
  /** Sends the body in chunks, without a length. */
  framing?: 'chunked';
  /** Resets the connection after so many bytes of the body. */
  cutAfterBytes?: number;
  /** What it is sent for; stands in the record, 200 characters at most. */
  note?: string;
  /** From 1 to 60,000. Default: what the provider waits. */
  timeoutMs?: number;
  /** Attempt whose headers are kept; the last one unless said otherwise. */
  basedOn?: string;
}

/** The craft as the control plane takes it. */
export function toResendBody({ body, signing = 'fresh', ...craft }: Craft) {
  if (body === undefined) return { signing, ...craft };
  return { signing, ...craft, ...(typeof body === 'string' ? { body } : { bodyBase64: Buffer.from(body).toString('base64') }) };
}
