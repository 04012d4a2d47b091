import type { Account } from '../domain/account.js';
import type { Delivery, Payment, PaymentEvent } from '../domain/payment.js';

/** Random and sequential names, as an argument so that a seed can make them repeatable. */
export interface IdSource {
  /** `length` lower-case hex digits. */
  hex(length: number): string;
  /** `length` characters of `[A-Za-z0-9]`. */
  alphanumeric(length: number): string;
  /** Version 4. */
  uuid(): string;
}

/** What a provider may read while it decides. */
export interface View {
  /** Fresh names for a lane; a seeded lane gets the same ones again. */
  idsOf(lane: string): IdSource;
  /** Lane time, epoch ms. */
  nowMs(lane: string): number;
  /** Base URL that customers and apps reach this provider under, without trailing slash: `http://localhost:4747/secpaid`. */
  providerUrl: string;
  /** Accounts of this provider in every lane. */
  accounts(): readonly Account[];
  /** The account whose key of that name has that value. Comparison takes the same time for every wrong value. */
  accountByKey(keyName: string, value: string): Account | undefined;
  account(id: string): Account | undefined;
  /** A payment of this provider, in any lane. */
  payment(id: string): Payment | undefined;
  /** Payments of this provider and account, newest first. */
  paymentsOf(accountId: string): Iterable<Payment>;
  eventsOf(payment: Payment): readonly PaymentEvent[];
  deliveriesOf(event: PaymentEvent): readonly Delivery[];
  /** The next free decimal id for a lane, at least `first`; a seeded lane gets the same ones again. */
  nextNumber(first: number, lane: string): number;
  /** A secret that an earlier `create_payment` put aside. */
  secretOf(paymentId: string, name: string): string | undefined;
  /** Value that a form on the payment's page must carry; other sites cannot know it. */
  formToken(paymentId: string): string;
  /** Counts a call of a lane in the running window of `windowMs` and says how many there were and when the window ends. */
  countCall(lane: string, bucket: string, windowMs: number): { count: number; resetInMs: number };
}
