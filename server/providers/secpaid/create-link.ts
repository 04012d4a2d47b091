import { toMajorNumber, toMajorText } from '../../domain/money.js';
import type { JsonObject, JsonValue } from '../../protocol/records.js';
import type { ApiAnswer, ApiCall } from './api-route.js';
import { readDecimal, toMinor } from './decimal.js';
import { isUsableKey } from './encryption.js';
import { texts } from './envelope.js';
import { sayServiceFee } from './fees.js';
import { buildPayLink, type Link, type Split } from './link.js';
import { buildCreatedLink } from './link-fields.js';
import { isAbsent, readBoundedText, readFlag, readList, readText } from './parameters.js';
import { Refusal } from './refusal.js';
import { readRecipients } from './splits.js';
import { resolveTargets } from './targets.js';

/** No maximum is documented; up to here every amount survives as a JSON number with two decimals. */
const MAX_AMOUNT_MINOR = 999_999_999_999_999;

/** createLink: every call makes a new link, there is no idempotency key. */
export function createLink(call: ApiCall): ApiAnswer {
  return storeLink(call, readAmount(call.params.amount), null);
}

/** createSplitLink: as createLink, shared with other merchants. */
export function createSplitLink(call: ApiCall): ApiAnswer {
  const amountMinor = readAmount(call.params.amount);
  return storeLink(call, amountMinor, readSplit(call, amountMinor));
}

/** @throws Refusal 400: missing, not a number, or not above zero once rounded to cents. */
function readAmount(value: JsonValue | undefined): number {
  if (isAbsent(value)) throw new Refusal(400, texts.amountMissing);
  const decimal = readDecimal(value);
  const amountMinor = decimal ? toMinor(decimal) : 0;
  if (amountMinor <= 0 || amountMinor > MAX_AMOUNT_MINOR) throw new Refusal(400, 'Invalid amount');
  return amountMinor;
}

function storeLink(call: ApiCall, amountMinor: number, split: Split | null): ApiAnswer {
  const { account, params, settings, view } = call;
  const encryptionKey = readEncryptionKey(call);
  const link: Link = {
    userId: account.keys.userId ?? '',
    amount: buildAmountEcho(params.amount, amountMinor, settings.amountType),
    note: readBoundedText(params, 'recipient_note', settings.noteMaxLength),
    statementDescription: readBoundedText(params, 'bank_statement_description', settings.statementMaxLength),
    // Both generations' names are read; the older one wins when both are sent.
    isCancellable: readFlag(params, 'is_cancellation') ?? readFlag(params, 'cancellable') ?? true,
    bankTransfer: readFlag(params, 'bank_transfer') ?? settings.bankTransferDefault,
    isQrLink: readFlag(params, 'is_qr_link') ?? false,
    isInvoice: false,
    isEncrypted: encryptionKey.isEncrypted,
    callbackUrls: resolveTargets(
      'callback_url',
      params.callback_url,
      settings.omittedCallback === 'profile' || !isAbsent(params.callback_url) ? settings.callbackUrls : [],
      settings.urlMaxLength,
    ),
    paymentEndpoints: resolveTargets(
      'payment_endpoint',
      params.payment_endpoint,
      settings.paymentEndpoints,
      settings.urlMaxLength,
    ),
    serviceFee: sayServiceFee(settings.serviceFeePercent),
    split,
    payIn: null,
    refunds: [],
    dispute: null,
  };
  const id = String(view.nextNumber(settings.firstPayId, account.lane));
  const payLink = buildPayLink(view.providerUrl, id);
  return {
    message: settings.createMessage,
    fields: { data: buildCreatedLink({ id, link, payLink, status: 'Unused', createdAtMs: call.nowMs }, settings) },
    paymentId: id,
    changes: [
      {
        type: 'create_payment',
        id,
        accountId: account.id,
        amountMinor,
        currency: 'EUR',
        reference: link.note,
        status: 'Unused',
        checkoutUrl: payLink,
        data: link satisfies JsonObject,
        ...(encryptionKey.own === '' ? {} : { secrets: { encryption_key: encryptionKey.own } }),
      },
    ],
  };
}

/** Echoes the type it was sent in: a number for a JSON number, text for text (inferred from samples of both generations). */
function buildAmountEcho(value: JsonValue | undefined, amountMinor: number, type: 'echo' | 'number' | 'string'): number | string {
  const isNumber = type === 'echo' ? typeof value === 'number' : type === 'number';
  if (isNumber) return toMajorNumber(amountMinor);
  const text = typeof value === 'string' ? value.trim() : '';
  return /^(0|[1-9]\d*)(\.\d{1,2})?$/.test(text) ? text : toMajorText(amountMinor);
}

function readSplit(call: ApiCall, amountMinor: number): Split {
  const { account, params, settings } = call;
  const type = readText(params, 'split_type').trim().toLowerCase() || 'normal';
  if (type !== 'normal' && type !== 'absolute') throw new Refusal(400, 'Invalid split_type');
  // Accounts of other lanes are nobody's business here.
  const known = new Set(settings.recipientTokens);
  // Listing oneself is an error (docs.secpaid.com/concepts/split-links), without a text of its own.
  if (account.keys.recipientToken !== undefined) known.delete(account.keys.recipientToken);
  return { type, recipients: readRecipients(readList(params, 'recipients'), type, amountMinor, (token) => known.has(token)) };
}

/** @throws Refusal 400 for a key that is not 32 bytes, and for encryption without any key. */
function readEncryptionKey({ account, params, settings }: ApiCall): { isEncrypted: boolean; own: string } {
  const own = readText(params, 'encryption_key');
  if (own !== '' && !isUsableKey(own)) throw new Refusal(400, 'Invalid encryption_key');
  const isEncrypted = readFlag(params, 'is_encryption') ?? settings.isEncryption;
  if (isEncrypted && own === '' && !isUsableKey(account.keys.encryptionKey ?? ''))
    throw new Refusal(400, 'Encryption key is required');
  return { isEncrypted, own };
}
