import type { z } from 'zod';
import type { Account } from '../domain/account.js';
import type { Header, JsonObject } from '../protocol/records.js';

/** The provider's own call that creates a payment, described so that a person can fill it in and somebody else can make it. */
export interface PaymentCreation {
  /** Name of the route, such as `createLink`. */
  route: string;
  /**
   * What a person fills in, in the order to ask. Each field carries `.meta({ title, help?, isAdvanced? })`; those that are not optional
   * carry a default. Only forms are checked here: what the provider refuses is the route's business, so that a person can try that too.
   */
  fields: z.ZodObject;
  /** The request as an app would make it, credentials of the account included. `fields` as the schema above gives them. */
  buildRequest(fields: JsonObject, account: Account): CreationRequest;
}

export interface CreationRequest {
  method: 'POST';
  /** Below the provider's base. */
  path: string;
  headers: readonly Header[];
  body: JsonObject;
}

export interface FieldMeta {
  title: string;
  help?: string;
  /** Rarely needed: shown when asked for. */
  isAdvanced?: boolean;
}
