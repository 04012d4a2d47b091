import { z } from 'zod';
import type { Account } from '../../domain/account.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Evidence, SettingMeta } from '../provider.js';
import { deliverySettings } from './delivery-settings.js';
import { profileSettings } from './profile-settings.js';

const CALLBACK_PAGE = 'docs.secpaid.com/how-to/callback-url';
const ERRORS_PAGE = 'docs.secpaid.com/getting-started/errors';
const OURS = 'not documented; our choice';

function describe(title: string, evidence: Evidence, source: string): SettingMeta & Record<string, unknown> {
  return { title, evidence, source };
}

/** Every switch of an emulated SecPaid account. A contradiction between SecPaid's pages is one named switch; README.md lists them. */
export const settings = z.object({
  ...profileSettings,
  ...deliverySettings,
  errorHttpStatus: z
    .enum(['mapped', 'always200'])
    .default('mapped')
    .meta(
      describe(
        'HTTP status of refused API calls: fitting, or always 200',
        'assumed',
        'docs.secpaid.com/api-doc/overview against /api',
      ),
    ),
  errorTexts: z
    .enum(['endpoint-pages', 'overview-pages'])
    .default('endpoint-pages')
    .meta(
      describe(
        'Which pages the texts of refusals come from',
        'documented',
        `docs.secpaid.com/api/refund-payment against ${ERRORS_PAGE}`,
      ),
    ),
  createMessage: z
    .enum(['Link has been created successfully', 'Link created successfully'])
    .default('Link has been created successfully')
    .meta(describe('ResponseMsg of a created link', 'documented', `docs.secpaid.com/api-doc/paths against ${ERRORS_PAGE}`)),
  listMessage: z
    .enum(['List retrived successfully', 'List retrieved successfully'])
    .default('List retrived successfully')
    .meta(describe('ResponseMsg of lists; the newest pages spell it "retrived"', 'documented', 'docs.secpaid.com/api')),
  refundMessage: z
    .enum([
      'Refund request has been sent successfully, You will get update within 5-10 days',
      'Refund request submitted successfully',
    ])
    .default('Refund request has been sent successfully, You will get update within 5-10 days')
    .meta(describe('ResponseMsg of an accepted refund request', 'documented', 'docs.secpaid.com/api/refund-payment')),
  idField: z
    .enum(['both', 'id', 'linktopay_id'])
    .default('both')
    .meta(
      describe(
        'Field that carries the id of a created link',
        'documented',
        'docs.secpaid.com/api/create-link against /api-doc/paths',
      ),
    ),
  amountType: z
    .enum(['echo', 'number', 'string'])
    .default('echo')
    .meta(
      describe(
        'JSON type of amount in the reply to a created link; echo: the type it was sent in',
        'inferred',
        'docs.secpaid.com/api/create-link',
      ),
    ),
  legacyTotals: z
    .boolean()
    .default(false)
    .meta(
      describe(
        'getPayInTransactions adds totalRecords and expected_payout',
        'documented',
        'docs.secpaid.com/how-to/transactions (older copy)',
      ),
    ),
  autoApproveRefunds: z
    .boolean()
    .default(false)
    .meta(describe('Refund requests are approved at once instead of waiting for SecPaid', 'assumed', OURS)),
  secondRefund: z
    .enum(['never', 'unless-pending'])
    .default('never')
    .meta(
      describe(
        'Whether a payment can be refunded again',
        'documented',
        'docs.secpaid.com/concepts/refunds against /how-to/refund',
      ),
    ),
  bankTransferDefault: z
    .boolean()
    .default(true)
    .meta(
      describe(
        'Links offer bank transfer when bank_transfer is not given',
        'inferred',
        'docs.secpaid.com/api/create-link (sample)',
      ),
    ),
  omittedCallback: z
    .enum(['profile', 'default-page'])
    .default('profile')
    .meta(describe('Where a link without callback_url leads', 'documented', `${CALLBACK_PAGE} against /api/create-link`)),
  extraCallbacks: z
    .enum(['get', 'ignore'])
    .default('get')
    .meta(
      describe(
        'Further callback URLs of one link: called in the background when the browser is sent back, or not at all',
        'assumed',
        CALLBACK_PAGE,
      ),
    ),
  naiveQueryJoin: z
    .boolean()
    .default(false)
    .meta(describe('The redirect appends "?pay_id=..." even to a callback URL that has a query', 'assumed', OURS)),
  redirectDiagramForm: z
    .boolean()
    .default(false)
    .meta(
      describe(
        'The redirect says status=Success and leaves user_id out',
        'documented',
        'docs.secpaid.com/concepts/webhooks (diagram)',
      ),
    ),
  redirectHtmlEscaped: z
    .boolean()
    .default(false)
    .meta(describe('The redirect joins its parameters with &amp;', 'inferred', 'SecPaid WooCommerce plugin 2.0.1')),
  webhookBeforeRedirect: z
    .boolean()
    .default(false)
    .meta(
      describe(
        'The browser is sent back only after the first webhook attempt',
        'documented',
        'docs.secpaid.com/concepts/webhooks (diagram)',
      ),
    ),
  rateLimitPerMinute: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .meta(
      describe(
        'API calls per minute; 0 means no limit, SecPaid allows 60',
        'documented',
        'docs.secpaid.com/getting-started/environments',
      ),
    ),
  rateLimitScope: z
    .enum(['key', 'ip'])
    .default('key')
    .meta(
      describe(
        'What the rate limit counts by',
        'documented',
        'docs.secpaid.com/api-doc/demo against /getting-started/environments',
      ),
    ),
  serviceFeePercent: z
    .number()
    .min(-100)
    .max(100)
    .default(1.5)
    .meta(
      describe(
        'SecPaid fee in percent, rounded up to the cent',
        'inferred',
        'docs.secpaid.com/api/get-pay-in-transactions (sample)',
      ),
    ),
  pspFeePercent: z
    .number()
    .min(0)
    .max(100)
    .default(1.5)
    .meta(describe('Fee of the payment processor in percent', 'inferred', 'docs.secpaid.com/how-to/transactions (sample)')),
  pspFeeFixedMinor: z
    .int()
    .min(0)
    .max(100_000)
    .default(25)
    .meta(describe('Fixed fee of the payment processor, in cents', 'inferred', 'docs.secpaid.com/how-to/transactions (sample)')),
  firstPayId: z
    .int()
    .min(1)
    .max(999_999_999_999)
    .default(50_001)
    .meta(describe('Smallest pay id', 'assumed', OURS)),
  noteMaxLength: z
    .int()
    .min(1)
    .max(10_000)
    .default(255)
    .meta(describe('Longest recipient_note, in characters', 'assumed', OURS)),
  statementMaxLength: z
    .int()
    .min(1)
    .max(1_000)
    .default(22)
    .meta(describe('Longest bank_statement_description, in characters', 'assumed', OURS)),
  urlMaxLength: z
    .int()
    .min(10)
    .max(8_192)
    .default(2_048)
    .meta(describe('Longest single URL, in characters', 'assumed', OURS)),
  timeZone: z
    .string()
    .refine(isTimeZone, 'not a time zone such as Europe/Berlin')
    .default('Europe/Berlin')
    .meta(describe('Zone of created_at and paid_on, which carry no offset', 'inferred', 'docs.secpaid.com (samples)')),
  serverTime: z
    .string()
    .min(1)
    .max(16)
    .default('CEST')
    .meta(describe('ServerTime in every reply; a zone name, not a time', 'documented', ERRORS_PAGE)),
});

export type SecPaidSettings = z.infer<typeof settings>;

/** Checking takes as long as the rest of a call; an account's settings are replaced as a whole, never changed in place. */
const checked = new WeakMap<JsonObject, SecPaidSettings>();
const NO_SETTINGS: JsonObject = {};

/** Settings of an account, complete and typed; the defaults without one. */
export function settingsOf(account: Account | undefined): SecPaidSettings {
  const given = account?.settings ?? NO_SETTINGS;
  const known = checked.get(given) ?? settings.parse(given);
  checked.set(given, known);
  return known;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
