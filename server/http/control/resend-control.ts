import { z } from 'zod';
import { defineRoute } from './control-route.js';
import { findOwnDelivery } from './lane-lookups.js';
import { jsonObject } from './replies.js';

const MAX_HEADERS = 100;

/** One code unit is one byte on the wire (RFC 9110 5.5), so no line break gets there. */
const header = z.tuple([
  z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/, 'is no header name'),
  z
    .string()
    .max(8_192)
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'is no header value: it has a line break or a character that HTTP cannot carry'),
]);

/** A body of more than 1 MiB is refused before it is parsed. */
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
    body: z.string().optional(),
    basedOn: z.string().optional().meta({ description: 'attempt whose headers are kept; the last one unless said otherwise' }),
  })
  .refine(({ signing, key }) => (signing === 'other_key') === (key !== undefined), {
    path: ['key'],
    message: 'goes with signing "other_key", and with nothing else',
  });

export const resendControl = [
  defineRoute({
    method: 'POST',
    path: '/deliveries/{id}/resend',
    summary: 'Send a delivery once more, edited. It does not count for the delivery. Answers with the record when it is done',
    body: resend,
    reply: jsonObject,
    handle: (context, body) => context.engine.resend(findOwnDelivery(context).id, body),
  }),
];

/** The parser would repair blanks and backslashes silently, so they are refused. */
function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^/?#\s\\][^\s\\]*$/i.test(text) && URL.canParse(text);
}
