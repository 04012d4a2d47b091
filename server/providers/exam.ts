import type { Account } from '../domain/account.js';
import type { Header, JsonObject } from '../protocol/records.js';

/**
 * What a check may want a payment to go through. `open` is one whose money has not come yet, and `settled` brings the money of an open one; a
 * provider without such a thing leaves both out.
 */
export type ExamPath = 'paid' | 'challenged' | 'failed' | 'retried' | 'open' | 'settled' | 'cancelled' | 'expired';

/** Somebody does something to a payment of a check. */
export interface ExamStep {
  actor: 'customer' | 'staff';
  action: JsonObject;
}

/** The order that a check wants. */
export interface ExamOrder {
  /** Unique in the run. */
  reference: string;
  amountMinor: number;
}

/** A payment as a profile needs to know it. */
export interface ExamPayment {
  id: string;
  reference: string;
  amountMinor: number;
  currency: string;
  details: JsonObject;
}

/** A genuine body that differs in one thing, and what that is in a few words. */
export interface BodyVariant {
  name: string;
  body: string;
  /** Where it is another one than the genuine event has. */
  contentType?: string;
  /** True: it says what the genuine one says, in other bytes, so a verifier that writes the parsed body anew cannot tell it from that. */
  isSameContent?: true;
  /** True: it has keys that no page lists, so a strict reader refuses it whatever its bytes are. */
  hasNewKeys?: true;
}

export interface HeaderVariant {
  name: string;
  headers: Header[];
}

export interface KeyVariant {
  name: string;
  key: string;
}

/** Where the browser comes back to, and what can be forged there. */
export interface ExamCallback {
  /** Setting of the account that holds the URL. */
  setting: string;
  /** The address that the browser is sent to when all went well. `payment`: that which the address names. */
  success(callbackUrl: string, payment: ExamPayment, account: Account): string;
  /** The same address, and other forms of it, for somebody who did not pay. */
  forgeries(callbackUrl: string, payment: ExamPayment, account: Account): { name: string; url: string }[];
  cancel(callbackUrl: string, payment: ExamPayment, account: Account): string;
}

/**
 * For a provider that sends no browser back: the customer's page hears of the end from a widget, and opens an address of the app then. What
 * the page heard proves nothing, because whoever has the page can say it, too.
 */
export interface ExamPageReturn {
  /** What opens it, completing "the address that your page opens once ...". */
  once: string;
}

/** The call with which an app can ask what became of a payment. */
export interface ExamLookup {
  /** Name of the provider's route, such as `getPayInTransactions`. */
  route: string;
  /** True when the body of such a call asks about the payment, or about all of them. */
  isAbout(body: string, payment: ExamPayment): boolean;
}

/**
 * What a provider contributes to the checks of a receiver: how a payment gets where a check needs it, and how its messages can be bent.
 * Plain data and pure functions over texts; bodies are the plain ones, before encryption.
 */
export interface ExamProfile {
  /** Account setting that holds the URLs which events go to. */
  endpointSetting: string;
  /** Name of the key that `--secret` sets: what signs, or what the app calls with. */
  secretKey: string;
  /** Fields of the creation form for an order. */
  buildOrder(order: ExamOrder): JsonObject;
  /** Values for `{name}` in a probe's address, by name. */
  nameValues(payment: ExamPayment): Record<string, string>;
  /** Settings of the account while checks run, over its own ones: one attempt for each delivery, no pauses. */
  settings: JsonObject;
  paths: Partial<Record<ExamPath, readonly ExamStep[]>>;
  /** True for the event that tells an app to fulfil. `status` as in the event's record, `settings` of the account that announced it. */
  meansPaid(status: string, settings: JsonObject): boolean;
  /** True for an event after which nothing follows but another attempt. */
  isFinal(status: string, settings: JsonObject): boolean;
  /** Documentation page about events. */
  documentation: string;
  callback?: ExamCallback;
  /** In place of `callback`. */
  pageReturn?: ExamPageReturn;
  lookup?: ExamLookup;
  bodies: {
    /** Changed after it was signed: one digit, one letter, one blank. */
    tampered(body: string): BodyVariant[];
    /** Genuine in form, about another amount or currency. */
    mismatched(body: string): BodyVariant[];
    unknownStatus(body: string): BodyVariant[];
    /** Fields, orders, lengths and forms that a tolerant reader takes. */
    tolerable(body: string): BodyVariant[];
    /** Bytes that a parser changes and a signature does not forgive; empty for an unsigned provider. */
    fidelity(body: string): BodyVariant[];
    /** Verifies over the raw bytes and not over what a parser makes of them; null for an unsigned provider. */
    reserialised(body: string): BodyVariant | null;
    /** About another payment: one that the app knows, or one that nobody does. */
    retargeted(body: string, from: ExamPayment, to: Pick<ExamPayment, 'id' | 'reference' | 'amountMinor'>): string;
    /** The news that a payment succeeded, failed or was cancelled, in the provider's forms, made from a genuine body. */
    cancelled(body: string, settings: JsonObject): BodyVariant[];
  };
  /** Only for a provider that signs. */
  signature?: {
    wrongKeys(key: string): KeyVariant[];
    mangled(headers: readonly Header[]): HeaderVariant[];
  };
  /** Only for a provider that can encrypt its events. */
  encryption?: {
    /** Settings and keys under which events are encrypted. */
    enable(key: string): { settings: JsonObject; keys: Record<string, string> };
    keyName: string;
    encrypt(plainBody: string, key: string): string;
    broken(plainBody: string, key: string): BodyVariant[];
  };
}
