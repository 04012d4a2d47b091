import { z } from 'zod';
import type { JsonObject } from '../../protocol/records.js';
import type { FieldMeta, PaymentCreation } from '../provider.js';

const describe = (title: string, help?: string): FieldMeta & Record<string, unknown> => ({ title, ...(help ? { help } : {}) });
const rare = (title: string, help?: string) => ({ ...describe(title, help), isAdvanced: true });

const yesOrNo = z.enum(['true', 'false']).optional();

/** Names as on docs.secpaid.com/api/create-link; the amount as a number, so that the reply shows it as one (`amountType`). */
const fields = z.object({
  amount: z.number().default(42.5).meta(describe('Amount in EUR', 'Rounded to cents; must be above 0.')),
  recipient_note: z.string().default('Order 7731').meta(describe('Note', 'Shown on the pay page and sent in the webhook.')),
  cancellable: z.boolean().default(true).meta(describe('Cancellable', 'The pay page has a button to cancel.')),
  bank_transfer: yesOrNo.meta(describe('Bank transfer', 'Left out, the account decides (bankTransferDefault).')),
  callback_url: z
    .string()
    .optional()
    .meta(
      describe(
        'Callback URL',
        'Where the browser returns to: URLs or numbers of saved ones, with commas. Left out, the saved ones apply.',
      ),
    ),
  payment_endpoint: z
    .string()
    .optional()
    .meta(describe('Payment endpoint', 'Where the webhook goes: URLs or numbers of saved ones. Left out, the saved ones apply.')),
  bank_statement_description: z.string().optional().meta(rare('Text on the bank statement')),
  is_qr_link: z.boolean().optional().meta(rare('QR link', 'Only marks the link as shown by QR code.')),
  is_encryption: z
    .enum(['Yes', 'No'])
    .optional()
    .meta(rare('Encrypted webhook', 'Left out, the account decides (isEncryption).')),
  encryption_key: z
    .string()
    .optional()
    .meta(rare('Encryption key of this link', "Exactly 32 bytes; left out, the account's key is used.")),
});

/** createLink as a form. */
export const creation: PaymentCreation = {
  route: 'createLink',
  fields,
  buildRequest: (given, account) => ({
    method: 'POST',
    path: '/api/v2/createLink',
    headers: [
      ['token', account.keys.token ?? ''],
      ['Content-Type', 'application/json'],
      ['User-Agent', 'Paystage'],
    ],
    body: leaveOutEmpty(given),
  }),
};

/** What nobody filled in is not sent. */
function leaveOutEmpty(given: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
}
