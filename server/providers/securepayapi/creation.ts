import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../protocol/records.js';
import type { FieldMeta, PaymentCreation } from '../provider.js';

const describe = (title: string, help?: string): FieldMeta & Record<string, unknown> => ({ title, ...(help ? { help } : {}) });
const rare = (title: string, help?: string) => ({ ...describe(title, help), isAdvanced: true });

/** Names as on doc.securepayapi.com/api-reference, except `metadata`, which a form can draw only as lines. */
const fields = z.object({
  amount: z.number().default(2000).meta(describe('Amount in cents', 'A whole number from 1 to 99999999.')),
  externalid: z.string().optional().meta(describe('External id', 'Your own number; comes back in the webhook.')),
  description: z.string().optional().meta(describe('Description', 'Shown at the checkout; 5 to 100 characters.')),
  reference: z
    .string()
    .optional()
    .meta(describe('Reference', 'Stands in for the external id in the webhook when there is none (externalidFallback).')),
  currency: z.string().default('USD').meta(rare('Currency', 'Version 1 takes USD and nothing else.')),
  customerid: z
    .string()
    .optional()
    .meta(rare('Customer id', 'Not in the reference; accepted because webhooks carry it (unknownFields).')),
  descriptor: z.string().optional().meta(rare('Descriptor', 'Text on the card statement; 5 to 100 characters.')),
  theme: z.enum(['light', 'dark']).optional().meta(rare('Theme', 'Look of the widget.')),
  metadata: z.array(z.string()).optional().meta(rare('Metadata', 'One name=value each; up to 4 KB in all.')),
});

/** The payment-intents call as a form. */
export const creation: PaymentCreation = {
  route: 'payment-intents',
  fields,
  buildRequest: ({ metadata, ...given }, account) => ({
    method: 'POST',
    path: '/api/v1/payment-intents',
    headers: [
      ['Authorization', `Bearer ${account.keys.secretKey ?? ''}`],
      ['Content-Type', 'application/json'],
      ['User-Agent', 'Paystage'],
    ],
    body: leaveOutEmpty({ ...given, metadata: readLines(metadata) }),
  }),
};

/** `name=value` lines as an object; a line without `=` is a name with an empty value. Empty text without any line. */
function readLines(lines: JsonValue | undefined): JsonObject | '' {
  if (!Array.isArray(lines) || lines.length === 0) return '';
  return Object.fromEntries(
    lines.map(String).map((line) => {
      const at = line.indexOf('=');
      return at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

/** What nobody filled in is not sent. */
function leaveOutEmpty(given: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
}
