import type { Account } from '../../domain/account.js';
import type { PaymentEvent } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import type { BodyVariation, View } from '../provider.js';
import { findEncryptionKey } from './action-parts.js';
import { encryptPayload } from './encryption.js';

/** Fields stand under `data` in the nested form and are called `data[...]` in the other two; an encrypted payload is changed before encryption. */
export function varyBody(variations: readonly BodyVariation[], event: PaymentEvent, account: Account, view: View): string {
  if (variations.length === 0) return event.body;
  const { plainBody, body, contentType } = event;
  if (!contentType.startsWith('application/json')) return varyForm(body, variations);
  const varied = varyJson(plainBody ?? body, variations);
  if (plainBody === undefined) return varied;
  const key = findEncryptionKey({ id: event.paymentId }, account, view);
  return JSON.stringify({ data: encryptPayload(varied, key) });
}

function varyJson(body: string, variations: readonly BodyVariation[]): string {
  const payload = JSON.parse(body) as JsonObject & { data?: JsonObject };
  const isNested = typeof payload.data === 'object';
  const fields: JsonObject = payload.data ?? payload;
  const nameOf = (name: string) => (isNested ? name : `data[${name}]`);
  for (const variation of variations) {
    switch (variation.kind) {
      case 'unknown-field':
        fields[nameOf(variation.name)] = 'not in any documentation';
        break;
      case 'unknown-status':
        fields[findStatusName(Object.keys(fields)) ?? nameOf('status')] = variation.status;
        break;
      case 'tampered':
        fields[nameOf('amount')] = raise(Number(fields[nameOf('amount')]));
    }
  }
  return JSON.stringify(payload);
}

function varyForm(body: string, variations: readonly BodyVariation[]): string {
  const fields = new URLSearchParams(body);
  for (const variation of variations) {
    switch (variation.kind) {
      case 'unknown-field':
        fields.append(`data[${variation.name}]`, 'not in any documentation');
        break;
      case 'unknown-status':
        fields.set(findStatusName([...fields.keys()]) ?? 'data[status]', variation.status);
        break;
      case 'tampered':
        fields.set('data[amount]', String(raise(Number(fields.get('data[amount]')))));
    }
  }
  return fields.toString();
}

/** A cancellation in the flat form capitalises it. */
function findStatusName(names: readonly string[]): string | undefined {
  return names.find((name) => /^(data\[)?status\]?$/i.test(name));
}

/** By 1000.00, without the noise of binary fractions. */
function raise(amount: number): number {
  return Math.round((amount + 1_000) * 100) / 100;
}
