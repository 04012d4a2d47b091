import { z } from 'zod';
import { HarnessError } from '../../domain/errors.js';
import type { Resend } from '../../engine/resend/resend.js';
import { defineRoute } from './control-route.js';
import { isHttpUrl } from './http-url.js';
import { findOwnDelivery } from './lane-lookups.js';
import { jsonObject } from './replies.js';

const MAX_HEADERS = 100;
const MAX_BODY_BYTES = 1_048_576;
const MAX_OFFSET_MS = 366 * 86_400_000;
/** Writing it again gives the same text, so nothing was skipped over. */
const isBase64 = (text: string) => Buffer.from(text, 'base64').toString('base64') === text;

/** One code unit is one byte on the wire (RFC 9110 5.5), so no line break gets there. */
const header = z.tuple([
  z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/, 'is no header name'),
  z
    .string()
    .max(8_192)
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'is no header value: it has a line break or a character that HTTP cannot carry'),
]);

const resend = z
  .strictObject({
    signing: z
      .enum(['fresh', 'kept', 'other_key'])
      .meta({ description: 'sign again, send the headers as they are, or sign with `key`' }),
    key: z.string().min(1).max(512).optional().meta({ description: 'signs in place of the secret keys; never recorded' }),
    endpoint: z.string().max(8_192).refine(isHttpUrl, 'is no absolute http or https URL').optional(),
    headers: z
      .array(header)
      .max(MAX_HEADERS)
      .optional()
      .meta({ description: 'in the order they are sent; those about host, length and connection are left to the sender' }),
    body: z.string().optional().meta({ description: 'at most 1 MiB; the body of the delivery when left out' }),
    bodyBase64: z
      .string()
      .refine(isBase64, 'is no base64')
      .optional()
      .meta({ description: 'in place of `body`: any bytes, at most 1 MiB of them' }),
    method: z
      .enum(['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
      .optional()
      .meta({ description: 'POST when left out; GET, HEAD, OPTIONS and DELETE send a body only when one is given' }),
    framing: z
      .literal('chunked')
      .optional()
      .meta({ description: 'sends the body in several chunks (Transfer-Encoding: chunked), without Content-Length' }),
    cutAfterBytes: z
      .int()
      .min(0)
      .max(MAX_BODY_BYTES)
      .optional()
      .meta({ description: 'resets the connection after so many bytes of the body, before its last one at the latest' }),
    signedAtOffsetMs: z
      .int()
      .min(-MAX_OFFSET_MS)
      .max(MAX_OFFSET_MS)
      .optional()
      .meta({ description: 'signs as if lane time were so much later; negative: earlier' }),
    note: z.string().min(1).max(200).optional().meta({ description: 'what it is sent for; stands in the record' }),
    timeoutMs: z.int().min(1).max(60_000).optional().meta({ description: 'real ms; what the provider waits when left out' }),
    basedOn: z.string().optional().meta({ description: 'attempt whose headers are kept; the last one unless said otherwise' }),
  })
  .refine(({ signing, key }) => (signing === 'other_key') === (key !== undefined), {
    path: ['key'],
    message: 'goes with signing "other_key", and with nothing else',
  })
  .refine(({ body, bodyBase64 }) => body === undefined || bodyBase64 === undefined, {
    path: ['bodyBase64'],
    message: 'stands in place of "body": give one of them',
  })
  .refine(({ signing, signedAtOffsetMs }) => signing !== 'kept' || signedAtOffsetMs === undefined, {
    path: ['signedAtOffsetMs'],
    message: 'goes with signing "fresh" or "other_key": a kept signature keeps its time',
  });

export const resendControl = [
  defineRoute({
    method: 'POST',
    path: '/deliveries/{id}/resend',
    summary:
      'Edit and resend: send a delivery once more, changed. It does not count for the delivery. Answers with the record when it is done',
    body: resend,
    reply: jsonObject,
    takesLargeBody: true,
    handle: (context, body) => context.engine.resend(findOwnDelivery(context).id, readResend(body)),
  }),
];

/** @throws HarnessError `body_too_large` (413). */
function readResend({ bodyBase64, ...asked }: z.infer<typeof resend>): Resend {
  const body = bodyBase64 === undefined ? asked.body : Buffer.from(bodyBase64, 'base64');
  if (body !== undefined && Buffer.byteLength(body) > MAX_BODY_BYTES) {
    throw new HarnessError('body_too_large', `The body to send is larger than ${MAX_BODY_BYTES} bytes.`, { status: 413 });
  }
  return body === undefined ? asked : { ...asked, body };
}
