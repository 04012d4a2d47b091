import type { Account } from '../../domain/account.js';
import { HarnessError } from '../../domain/errors.js';
import type { Payment } from '../../domain/payment.js';
import type { EventDraft, View } from '../provider.js';
import { isUsableKey } from './encryption.js';
import { linkOf } from './link.js';
import { buildEvent, type Notice } from './payload.js';
import { type SecPaidSettings, settingsOf } from './settings.js';

/** The account that a payment belongs to. @throws Error when it is gone, which the engine rules out. */
export function accountOf(payment: Payment, view: View): Account {
  const account = view.account(payment.accountId);
  if (!account) throw new Error(`Payment ${payment.id} belongs to account ${payment.accountId}, which does not exist`);
  return account;
}

/** Refusal of an action, for a person or a test. */
export function refuseAction(payment: Payment, problem: string, hint: string): HarnessError {
  return new HarnessError('action_not_possible', `Payment ${payment.id} is ${payment.status}: ${problem}.`, {
    status: 409,
    hint,
  });
}

/** The event about a payment in its account's format, or undefined where that account announces no such thing. */
export function draftEvent(payment: Payment, kind: Notice['kind'], view: View): EventDraft | undefined {
  const account = accountOf(payment, view);
  const settings = settingsOf(account);
  if (!isAnnounced(kind, settings)) return undefined;
  const { isEncrypted, note, paymentEndpoints, userId } = linkOf(payment);
  const notice = { payId: payment.id, amountMinor: payment.amountMinor, userId, note, kind };
  const needsKey = isEncrypted && settings.webhookFormat === 'nested-json';
  return buildEvent(notice, settings, paymentEndpoints, needsKey ? findEncryptionKey(payment, account, view) : undefined);
}

/** `Failed` is known to the plugin and to the nested form's siblings only, so the flat form stays silent. */
function isAnnounced(kind: Notice['kind'], { cancelWebhook, webhookFormat }: SecPaidSettings): boolean {
  if (kind === 'cancelled') return cancelWebhook;
  return kind === 'paid' || webhookFormat !== 'flat-json';
}

/** The link's own key, else the account's as it is now: a rotated key counts at once. */
export function findEncryptionKey(payment: Pick<Payment, 'id'>, account: Account, view: View): string {
  const key = view.secretOf(payment.id, 'encryption_key') ?? account.keys.encryptionKey ?? '';
  if (isUsableKey(key)) return key;
  throw new HarnessError(
    'unusable_encryption_key',
    `The webhook of payment ${payment.id} cannot be encrypted: its key is not 32 bytes long.`,
    {
      status: 409,
      hint: 'Rotate the key "encryptionKey", or switch the setting "isEncryption" off and create the link again.',
    },
  );
}
