import { toMajorNumber } from '../../domain/money.js';
import type { EventDraft } from '../provider.js';
import { encryptPayload } from './encryption.js';
import type { SecPaidSettings } from './settings.js';

/** What a webhook tells. There is no event id, time, currency or transaction id in any of its shapes. */
export interface Notice {
  payId: string;
  amountMinor: number;
  userId: string;
  note: string;
  kind: 'paid' | 'cancelled' | 'failed';
}

type PayloadSettings = Pick<SecPaidSettings, 'webhookFormat' | 'webhookStatusCase' | 'formNote'>;

/**
 * The event in the account's format, complete: attempts only repeat these bytes. `encryptionKey` (32 bytes) encrypts the nested form and
 * no other. Sources: docs.secpaid.com/concepts/payment-endpoint (nested), /how-to/payment-endpoint (flat), WooCommerce plugin (form).
 */
export function buildEvent(
  notice: Notice,
  settings: PayloadSettings,
  endpoints: readonly string[],
  encryptionKey?: string,
): EventDraft {
  const status = sayStatus(notice, settings);
  switch (settings.webhookFormat) {
    case 'nested-json': {
      const body = buildNestedBody(notice, status);
      if (encryptionKey === undefined) return { status, contentType: 'application/json', body, endpoints };
      const encrypted = JSON.stringify({ data: encryptPayload(body, encryptionKey) });
      return { status, contentType: 'application/json', body: encrypted, plainBody: body, endpoints };
    }
    case 'flat-json':
      return { status, contentType: 'application/json', body: buildFlatBody(notice, status), endpoints };
    case 'form': {
      const body = buildFormBody(notice, status, settings.formNote);
      return { status, contentType: 'application/x-www-form-urlencoded', body, endpoints };
    }
  }
}

/** Whatever the settings make of the word for a payment. */
export function listEventStatuses(): readonly string[] {
  return ['Success', 'success', 'cancel', 'Failed'];
}

function sayStatus({ kind }: Notice, { webhookFormat, webhookStatusCase }: PayloadSettings): string {
  if (kind === 'cancelled') return 'cancel';
  if (kind === 'failed') return 'Failed';
  if (webhookStatusCase !== 'by-format') return webhookStatusCase;
  return webhookFormat === 'flat-json' ? 'success' : 'Success';
}

function buildNestedBody({ payId, note, amountMinor, userId }: Notice, status: string): string {
  const data = { pay_id: Number(payId), note, amount: toMajorNumber(amountMinor), user_id: userId, status };
  return JSON.stringify({ ResponseCode: 1, data });
}

function buildFlatBody({ payId, amountMinor, userId, kind }: Notice, status: string): string {
  // Both pages that show this shape capitalise the key on a cancellation, and only there.
  const statusKey = kind === 'cancelled' ? 'data[Status]' : 'data[status]';
  return JSON.stringify({
    ResponseCode: 1,
    'data[pay_id]': Number(payId),
    'data[amount]': toMajorNumber(amountMinor),
    'data[user_id]': userId,
    [statusKey]: status,
  });
}

function buildFormBody({ payId, amountMinor, userId, note }: Notice, status: string, withNote: boolean): string {
  const fields: [name: string, value: string][] = [
    ['ResponseCode', '1'],
    ['data[pay_id]', payId],
    ['data[amount]', String(toMajorNumber(amountMinor))],
    ['data[user_id]', userId],
    ['data[status]', status],
  ];
  if (withNote) fields.splice(2, 0, ['data[note]', note]);
  return new URLSearchParams(fields).toString();
}
