import { toMajorNumber } from '../../../domain/money.js';
import type { ExamProfile } from '../../provider.js';
import { addTolerable, cancel, mismatch, renameStatus, retarget, tamper } from './bodies.js';
import { callback } from './callback.js';
import { encryption } from './encryption.js';

/** What the checks of a receiver need to know of SecPaid. */
export const exam: ExamProfile = {
  endpointSetting: 'paymentEndpoints',
  secretKey: 'token',
  buildOrder: ({ reference, amountMinor }) => ({
    amount: toMajorNumber(amountMinor),
    recipient_note: reference,
    cancellable: true,
    bank_transfer: 'true',
  }),
  nameValues: ({ id, reference }) => ({ pay_id: id, id, externalid: reference, reference }),
  // One attempt for each event, because the checks send by themselves; a redirect must not wait for a webhook that is held.
  settings: {
    retryScheduleMs: [],
    retries: 0,
    cancelWebhook: true,
    webhookBeforeRedirect: false,
    extraCallbacks: 'ignore',
    rateLimitPerMinute: 0,
  },
  paths: {
    paid: [{ actor: 'customer', action: { action: 'pay', method: 'card' } }],
    open: [{ actor: 'customer', action: { action: 'pay', method: 'bank-transfer' } }],
    settled: [{ actor: 'staff', action: { action: 'settle', result: 'success' } }],
    cancelled: [{ actor: 'customer', action: { action: 'cancel' } }],
  },
  // `Success` or `success`, as the shape of the body has it.
  meansPaid: (status) => status.toLowerCase() === 'success',
  // Only results are announced.
  isFinal: () => true,
  documentation: 'https://docs.secpaid.com/concepts/payment-endpoint',
  callback,
  lookup: {
    route: 'getPayInTransactions',
    // Without a pay_id it lists all of them. Quotes and separators around the id differ with the content type.
    isAbout: (body, { id }) => !/pay_id/.test(body) || new RegExp(`(?<!\\d)${id}(?!\\d)`).test(body),
  },
  bodies: {
    tampered: tamper,
    mismatched: mismatch,
    unknownStatus: renameStatus,
    tolerable: addTolerable,
    fidelity: () => [],
    reserialised: () => null,
    retargeted: (body, _from, to) => retarget(body, to),
    cancelled: cancel,
  },
  encryption,
};
